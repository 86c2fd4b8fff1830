package io.gatehouse.residency.log;

import io.gatehouse.residency.key.KeyRefusedException;
import io.gatehouse.residency.key.SecretFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Signs a log's checkpoints (Ed25519). Thread-safe. */
public final class LogKey {
    private final NoteKeys.Verifier verifier;
    private final PrivateKey key;

    private LogKey(NoteKeys.Verifier verifier, PrivateKey key) {
        this.verifier = verifier;
        this.key = key;
    }

    /**
     * The key of the file, made when there is none: two lines, the verifier key and the private key (PKCS #8, base64).
     *
     * @throws KeyRefusedException when the file is damaged, of another log, or may be read by others than its owner
     */
    public static LogKey openOrCreate(Path file, String name) {
        var lines = SecretFile.text(file, () -> fresh(name)).lines().toList();
        try {
            if (lines.size() != 2) throw new IllegalArgumentException("has " + lines.size() + " lines");
            var verifier = NoteKeys.parse(lines.getFirst());
            if (!verifier.name().equals(name)) throw new IllegalArgumentException("is for " + verifier.name());
            var encoded = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(1)));
            var key = new LogKey(verifier, KeyFactory.getInstance("Ed25519").generatePrivate(encoded));
            var probe = "probe".getBytes(StandardCharsets.UTF_8);
            if (!verifier.verifies(probe, key.signature(probe)))
                throw new IllegalArgumentException("has halves that do not fit");
            return key;
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw new KeyRefusedException("the log key " + file + " is refused: " + e.getMessage(), e);
        }
    }

    private static String fresh(String name) {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            var verifier = NoteKeys.verifier(name, NoteKeys.raw(pair.getPublic()));
            var secret = Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded());
            return verifier.text() + '\n' + secret + '\n';
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK 25 has Ed25519", e);
        }
    }

    /** The log's name. */
    String name() {
        return verifier.name();
    }

    /** The public half, {@code name+hash+base64}. */
    String verifierKey() {
        return verifier.text();
    }

    /** The checkpoint as a signed note. */
    byte[] sign(Checkpoint checkpoint) {
        var text = checkpoint.text();
        return SignedNote.write(text, verifier, signature(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** A statement that is no checkpoint, under a name of its own, so that neither can be taken for the other. */
    byte[] signStatement(byte[] text) {
        return SignedNote.write(
                new String(text, StandardCharsets.UTF_8), SignedStatement.verifierOf(verifier), signature(text));
    }

    private byte[] signature(byte[] text) {
        try {
            var signing = Signature.getInstance("Ed25519");
            signing.initSign(key);
            signing.update(text);
            return signing.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the log key does not sign", e);
        }
    }
}
