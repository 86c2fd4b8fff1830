package io.gatehouse.residency.cell;

import io.gatehouse.residency.key.PersonKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A digest over a person's things in order, each taken under the person's new key, so that it says nothing once that key is
 * destroyed. It can be put down after any of them and taken up again.
 */
final class CarriedChain {
    static final int BYTES = 32;

    private CarriedChain() {}

    static byte[] start(PersonKey key, CarriedPerson person) {
        return add(new byte[BYTES], key, person.encode());
    }

    static byte[] add(byte[] chain, PersonKey key, byte[] encoded) {
        return link(chain, key.commit(encoded));
    }

    /** @param commitment to what is added, under the person's new key */
    static byte[] link(byte[] chain, byte[] commitment) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(chain);
            return digest.digest(commitment);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
