package io.gatehouse.residency.log;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * A statement that a region signs with its log's key and hands out, for example the certificate of an erasure: one line of
 * canonical JSON and a signature (C2SP signed-note) under the name {@code <log>/statements}.
 */
public final class SignedStatement {
    private static final String SUFFIX = "/statements";

    private SignedStatement() {}

    static String write(Map<String, ?> statement, LogKey key) {
        byte[] json = CanonicalJson.write(statement);
        byte[] line = (new String(json, StandardCharsets.UTF_8) + '\n').getBytes(StandardCharsets.UTF_8);
        return new String(key.signStatement(line), StandardCharsets.UTF_8);
    }

    /**
     * The JSON that was signed.
     *
     * @param logVerifierKey of the log, {@code name+hash+base64}, from somewhere the operator cannot change
     * @throws IllegalArgumentException when it is not signed by that log's key, or that is no key
     */
    public static String open(String signed, String logVerifierKey) {
        var verifier = verifierOf(NoteKeys.parse(logVerifierKey));
        var text = SignedNote.open(signed.getBytes(StandardCharsets.UTF_8), verifier);
        return new String(text, StandardCharsets.UTF_8).strip();
    }

    /** What a log entry says of a statement: the SHA-256 of its canonical JSON. */
    public static String digest(Map<String, ?> statement) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(CanonicalJson.write(statement));
            return "sha256:" + HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    static NoteKeys.Verifier verifierOf(NoteKeys.Verifier log) {
        return NoteKeys.verifier(log.name() + SUFFIX, log.key());
    }
}
