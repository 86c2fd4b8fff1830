package io.gatehouse.service.fact;

import io.gatehouse.moderation.fact.FactSeries;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Names for what is counted, keyed by a secret that all nodes share: a store of counters learns neither who nor what.
 * Thread-safe.
 */
final class FactDigests {
    private static final String ALGORITHM = "HmacSHA256";

    /**
     * How long sets are kept: a few lengths, so that a rule's new window rarely starts a count anew.
     */
    private static final Duration[] KEPT_FOR = {Duration.ofMinutes(10), Duration.ofHours(1), FactSeries.LONGEST_WINDOW};

    private final Mac keyed;

    FactDigests(byte[] secret) {
        try {
            keyed = Mac.getInstance(ALGORITHM);
            keyed.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    FactStore.SetName set(RegionId cell, FactSeries series, Duration longest, byte[] subject) {
        var digest = ByteBuffer.wrap(digest(cell.value(), series.wireName(), subject));
        return new FactStore.SetName(digest.getLong(), digest.getLong(), keptFor(longest));
    }

    /** A number that stands for a member; two of one set are taken for one once in some billions of sets. */
    long member(String kind, byte[] value) {
        return ByteBuffer.wrap(digest("member", kind, value)).getLong();
    }

    /** Every set that may be kept about an account, whatever rules ask or asked. */
    List<FactStore.SetName> setsOf(RegionId cell, AccountRef account) {
        var sets = new ArrayList<FactStore.SetName>();
        for (var series : FactSeries.values()) {
            if (series.subject() != FactSeries.Subject.AUTHOR && series.subject() != FactSeries.Subject.RECIPIENT)
                continue;
            for (var kept : KEPT_FOR) sets.add(set(cell, series, kept, account.digest()));
        }
        return sets;
    }

    /** An account as a member of somebody else's, a conversation's or a text's set. */
    long memberOf(AccountRef account) {
        return member("account", account.digest());
    }

    static Duration keptFor(Duration longest) {
        for (Duration kept : KEPT_FOR) if (longest.compareTo(kept) <= 0) return kept;
        return FactSeries.LONGEST_WINDOW;
    }

    private byte[] digest(String first, String second, byte[] value) {
        try {
            // Cloning is cheaper than making one, and each thread needs its own.
            var mac = (Mac) keyed.clone();
            mac.update((first + '\0' + second + '\0').getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(value);
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's " + ALGORITHM + " can be cloned", e);
        }
    }
}
