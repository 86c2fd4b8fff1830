package io.gatehouse.jobs;

import io.gatehouse.residency.region.RegionId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.random.RandomGenerator;

/**
 * Ids that a repeat of the same work makes again, so that it finds what it wrote before. They tell no more than random
 * ones: both the run and what is superseded are random and never shown together.
 */
public final class DerivedId {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    /** 130 bits. */
    private static final int LENGTH = 26;

    private DerivedId() {}

    /** Of the decision with which a run supersedes another. */
    public static String ofDecision(RegionId region, String run, String superseded) {
        return region + ".d." + digest("rescan/decision/" + run + "/" + superseded);
    }

    /** Of the log entry with which a run of a job ends in a region. */
    public static String ofEvent(String job, RegionId region, String run) {
        return region + ".e." + digest(job + "/event/" + run + "/" + region);
    }

    /** Of a match with a known hash that a run finds in a medium. */
    public static String ofMatch(RegionId region, String run, String mediaId, long entry) {
        return region + ".k." + digest("retro-match/" + run + "/" + mediaId + "/" + entry);
    }

    private static String digest(String of) {
        byte[] hash;
        try {
            hash = MessageDigest.getInstance("SHA-256").digest(of.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
        return base32(hash, LENGTH);
    }

    /** For a run: unguessable, and not derived from anything. */
    public static String random(RandomGenerator random) {
        byte[] bytes = new byte[17];
        random.nextBytes(bytes);
        return base32(bytes, LENGTH);
    }

    /** @param length at most 8/5 of the bytes */
    private static String base32(byte[] bytes, int length) {
        var text = new StringBuilder(length);
        int buffer = 0;
        int bits = 0;
        for (int at = 0; text.length() < length; ) {
            if (bits < 5) {
                buffer = buffer << 8 | (bytes[at++] & 0xff);
                bits += 8;
            }
            bits -= 5;
            text.append(ALPHABET.charAt(buffer >> bits & 31));
        }
        return text.toString();
    }
}
