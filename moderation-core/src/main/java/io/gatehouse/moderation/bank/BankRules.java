package io.gatehouse.moderation.bank;

import io.gatehouse.moderation.bank.BankMatch.Effect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which near hashes are matches, by the settings of their banks. */
public final class BankRules {
    /** Two to the power of 53: as many steps as a double has between 0 and 1. */
    private static final double STEPS = 1L << 53;

    private BankRules() {}

    /**
     * A known hash at some distance.
     *
     * @param distance in bits
     */
    public record Near(KnownHash known, int distance) {}

    /**
     * Those that match, in the order given.
     *
     * @param quality of what was asked about, 0 to 100
     * @param content what stays the same when the same content comes again: so a bank that is asked for a share of contents
     *     is asked for the same ones, and for those too when the share grows
     */
    public static List<BankMatch> judge(List<Near> near, int quality, String content, Instant now) {
        var matching = matching(near, quality, content, now);
        return judge(matching, innocent(matching));
    }

    /** Those that are near enough for their banks, as {@link #judge(List, int, String, Instant)} takes them. */
    public static List<Near> matching(List<Near> near, int quality, String content, Instant now) {
        double coin = coin(content);
        return near.stream().filter(it -> matches(it, quality, coin, now)).toList();
    }

    /** The nearest that is known to be innocent. */
    public static Optional<Near> innocent(List<Near> matching) {
        return matching.stream().filter(it -> it.known().negative()).min(Comparator.comparingInt(Near::distance));
    }

    /**
     * What matches are worth, in the order given.
     *
     * @param innocent the nearest innocent one of whatever shows the same
     */
    public static List<BankMatch> judge(List<Near> matching, Optional<Near> innocent) {
        return matching.stream()
                .map(it -> new BankMatch(it.known(), it.distance(), effect(it, innocent)))
                .toList();
    }

    private static boolean matches(Near near, int quality, double coin, Instant now) {
        var known = near.known();
        return near.distance() <= known.distance()
                && quality >= known.quality()
                && coin < known.enableRatio()
                && known.disabledUntil().filter(now::isBefore).isEmpty();
    }

    private static Effect effect(Near near, Optional<Near> innocent) {
        if (near.known().negative()) return new Effect.Innocent();
        // Of two that are near, the nearer one is more likely what was sent: the known picture itself is not let pass
        // in silence
        // because an innocent one looks a little like it.
        if (innocent.isPresent() && innocent.get().distance() <= near.distance())
            return new Effect.Suppressed(innocent.get().known().bank());
        return innocent.isPresent() || near.known().toReview() ? new Effect.Review() : new Effect.Match();
    }

    /** In [0, 1), evenly over contents. */
    static double coin(String content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return (ByteBuffer.wrap(digest).getLong() >>> 11) / STEPS;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
