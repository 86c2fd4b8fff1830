package io.gatehouse.service.access;

import java.util.Optional;
import org.springframework.stereotype.Component;

/** Recognises a key once, and tells later whether it still holds, without keeping it. Thread-safe. */
@Component
public final class KeyCheck {
    private final ApiKeys keys;

    KeyCheck(ApiKeys keys) {
        this.keys = keys;
    }

    /** A key that was recognised. Holds no secret, and opens nothing by itself. */
    public static final class Recognised {
        private final String id;
        private final byte[] secretHash;

        private Recognised(String id, byte[] secretHash) {
            this.id = id;
            this.secretHash = secretHash;
        }

        @Override
        public String toString() {
            return "Recognised[" + id + "]";
        }
    }

    /** Empty for what is no key, or none of ours. */
    public Optional<Recognised> recognise(String wholeKey) {
        return keys.recognise(wholeKey).map(caller -> new Recognised(caller.keyId(), ApiKeys.hashOf(wholeKey)));
    }

    /** The holder with the roles of now; empty once the key was deleted, or replaced by one of another secret. */
    public Optional<Caller> still(Recognised recognised) {
        return keys.recognise(recognised.id, recognised.secretHash);
    }
}
