package io.gatehouse.moderation.comparison;

import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.rule.SourceLine;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bank of words or domains whose time is up, or soon will be.
 *
 * @param expires the last day (UTC) on which it matches
 * @param expired whether that day is over
 */
public record Expiring(String bank, LocalDate expires, boolean expired, SourceLine source) {
    /** A bank soon to expire is told this long before: time to ask whoever owns it. */
    private static final Period SOON = Period.ofDays(30);

    /**
     * By day.
     *
     * @param today in UTC
     */
    public static List<Expiring> of(PolicySet policies, LocalDate today) {
        var expiring = new ArrayList<Expiring>();
        policies.banks().values().forEach(bank -> add(expiring, bank.id(), bank.expires(), bank.source(), today));
        policies.linkBanks().values().forEach(bank -> add(expiring, bank.id(), bank.expires(), bank.source(), today));
        expiring.sort(Comparator.comparing(Expiring::expires).thenComparing(Expiring::bank));
        return expiring;
    }

    private static void add(
            List<Expiring> expiring, String bank, @Nullable LocalDate expires, SourceLine source, LocalDate today) {
        if (expires != null && !expires.isAfter(today.plus(SOON)))
            expiring.add(new Expiring(bank, expires, expires.isBefore(today), source));
    }
}
