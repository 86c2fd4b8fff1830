package io.gatehouse.service.region;

import io.gatehouse.residency.region.RegionId;
import java.security.SecureRandom;
import org.springframework.stereotype.Component;

/** Names for new things: the region, what it is, and 130 random bits. A read finds its region without a lookup. */
@Component
public final class NewIds {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    /** Five bits each: 130 in all, so that nobody guesses one and no two ever meet. */
    private static final int LENGTH = 26;

    private final SecureRandom random = new SecureRandom();

    public String decision(RegionId region) {
        return next(region, 'd');
    }

    public String screening(RegionId region) {
        return next(region, 's');
    }

    public String media(RegionId region) {
        return next(region, 'm');
    }

    /** Media that come in parts. */
    public String upload(RegionId region) {
        return next(region, 'u');
    }

    /** A log event that is no decision, for example an account's creation. */
    public String event(RegionId region) {
        return next(region, 'e');
    }

    /** A process that looks at a region's media. */
    public String looker(RegionId region) {
        return next(region, 'l');
    }

    /** What a person asked for. */
    public String request(RegionId region) {
        return next(region, 'r');
    }

    /** A legal hold. */
    public String hold(RegionId region) {
        return next(region, 'h');
    }

    public String transfer(RegionId region) {
        return next(region, 't');
    }

    public String migration(RegionId region) {
        return next(region, 'v');
    }

    /** A read by an operator, permitted or refused. */
    public String access(RegionId region) {
        return next(region, 'o');
    }

    public String grant(RegionId region) {
        return next(region, 'g');
    }

    /** A match with a known hash. */
    public String match(RegionId region) {
        return next(region, 'k');
    }

    /** What somebody reported. */
    public String notice(RegionId region) {
        return next(region, 'n');
    }

    /** A decision that waits for a person. */
    public String reviewCase(RegionId region) {
        return next(region, 'c');
    }

    public String appeal(RegionId region) {
        return next(region, 'a');
    }

    /** An authority's. */
    public String order(RegionId region) {
        return next(region, 'q');
    }

    /** Before an out-of-court body. */
    public String dispute(RegionId region) {
        return next(region, 'x');
    }

    /** That an authority was told of a threat to life. */
    public String lifeThreat(RegionId region) {
        return next(region, 'w');
    }

    /** A question to the index. */
    public String search(RegionId region) {
        return next(region, 'f');
    }

    private String next(RegionId region, char kind) {
        byte[] bytes = new byte[LENGTH];
        random.nextBytes(bytes);
        var id = new StringBuilder(region.value().length() + 3 + LENGTH)
                .append(region.value())
                .append('.')
                .append(kind)
                .append('.');
        for (byte b : bytes) id.append(ALPHABET.charAt(b & 31));
        return id.toString();
    }
}
