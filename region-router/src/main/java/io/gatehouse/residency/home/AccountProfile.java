package io.gatehouse.residency.home;

import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * All that is kept about where an account's holder lives, and where the account was at home, when and why. Lies sealed in
 * the account's row of its home cell ({@link #toJson}) and moves with the person. Personal data: never logged. Immutable.
 *
 * @param facts what the platform asserted about the holder, in order of receipt
 * @param residence evidence as it was told, at most {@link KeptEvidence#MAX_KEPT}
 * @param homes in order of time, without gaps; the last one lasts
 * @param thinnedUntil observations were dropped for the limit: what is answered about moments before this one may rest on
 *     less than was known then
 */
public record AccountProfile(
        String accountId,
        List<Told> facts,
        List<ResidenceEvidence> residence,
        List<HomePeriod> homes,
        Optional<Instant> thinnedUntil) {
    /** Homes change a few times in a life; the oldest go first. */
    public static final int MAX_HOMES = 100;

    /** Ages and holders change twice at most. */
    public static final int MAX_FACTS = 20;

    public AccountProfile {
        facts = List.copyOf(facts);
        residence = List.copyOf(residence);
        homes = List.copyOf(homes);
        if (homes.isEmpty()) throw new IllegalArgumentException("an account that is kept has a home");
    }

    /** What was asserted about the holder, and when it was received. */
    public record Told(PersonFacts facts, Instant receivedAt) {}

    /**
     * A new account.
     *
     * @param home the region that holds it: what was resolved, unless another node claimed another one first
     */
    public static AccountProfile first(
            String accountId,
            PersonFacts facts,
            List<ResidenceEvidence> residence,
            HomeRegion.Resolved resolved,
            RegionId home,
            Instant at) {
        var kept = KeptEvidence.of(residence);
        return new AccountProfile(
                accountId,
                List.of(new Told(facts, at)),
                kept.evidence(),
                List.of(new HomePeriod(
                        home,
                        resolved.country(),
                        at,
                        Optional.empty(),
                        HomePeriod.Cause.FIRST,
                        resolved.explanation().sentences())),
                kept.thinnedUntil());
    }

    /** Where the account is at home. */
    public HomePeriod home() {
        return homes.getLast();
    }

    /** The country whose law applies: that of the present home. */
    public CountryCode country() {
        return home().country();
    }

    /** Where it was; empty before it was known. */
    public Optional<HomePeriod> homeAt(Instant moment) {
        return homes.stream().filter(home -> home.covers(moment)).findFirst();
    }

    /** What is asserted about the holder now. */
    public PersonFacts person() {
        return facts.isEmpty() ? PersonFacts.UNKNOWN : facts.getLast().facts();
    }

    /** What had been asserted by then. */
    public PersonFacts personAt(Instant moment) {
        var person = PersonFacts.UNKNOWN;
        for (var told : facts) if (!told.receivedAt().isAfter(moment)) person = told.facts();
        return person;
    }

    /**
     * What the rules say about the account at a moment, by the home it had, the law in force and what was known, all of that
     * moment.
     */
    public HomeRegion resolve(HomeRegionResolver resolver, Instant asOf) {
        var home = homeAt(asOf);
        return home.isPresent()
                ? resolver.resolve(residence, personAt(asOf), home.get().asCurrent(), asOf)
                : resolver.resolve(residence, personAt(asOf), asOf);
    }

    /** Whether the account must have moved by the end of a day (UTC), today or to come; for jobs that go through everybody. */
    public Optional<HomeRegion.Resolved> moveDue(HomeRegionResolver resolver, LocalDate date) {
        return resolver.moveDue(residence, person(), home().asCurrent(), date);
    }

    /** With more evidence; what is known already changes nothing. */
    public AccountProfile with(List<ResidenceEvidence> more) {
        var kept = KeptEvidence.of(residence, more);
        if (kept.evidence().equals(residence)) return this;
        var thinned = kept.thinnedUntil()
                .filter(until -> thinnedUntil.isEmpty() || until.isAfter(thinnedUntil.get()))
                .or(() -> thinnedUntil);
        return new AccountProfile(accountId, facts, kept.evidence(), homes, thinned);
    }

    /** With other facts about the holder, from now on. */
    public AccountProfile with(PersonFacts person, Instant at) {
        if (person.equals(person())) return this;
        return new AccountProfile(
                accountId, lastOf(facts, new Told(person, at), MAX_FACTS), residence, homes, thinnedUntil);
    }

    /**
     * At home elsewhere, or as another country's resident, from a moment on; never from before the present home began.
     *
     * @param why the explanation of the change, in sentences
     */
    public AccountProfile movedTo(
            RegionId region, CountryCode country, HomePeriod.Cause cause, List<String> why, Instant at) {
        var from = at.isBefore(home().from()) ? home().from() : at;
        var ended = new ArrayList<>(homes);
        ended.set(ended.size() - 1, home().until(from));
        var next = new HomePeriod(region, country, from, Optional.empty(), cause, why);
        return new AccountProfile(accountId, facts, residence, lastOf(ended, next, MAX_HOMES), thinnedUntil);
    }

    /** Carries out what was resolved: a country change, or a move whose data have arrived. */
    public AccountProfile movedTo(HomeRegion.Resolved resolved, Instant at) {
        return switch (resolved.standing()) {
            case Standing.First _, Standing.Stay _ -> this;
            case Standing.CountryChange _ ->
                movedTo(
                        resolved.region(),
                        resolved.country(),
                        HomePeriod.Cause.EVIDENCE,
                        resolved.explanation().sentences(),
                        at);
            case Standing.MoveDue due ->
                movedTo(
                        resolved.region(),
                        resolved.country(),
                        switch (due.reason()) {
                            case EVIDENCE -> HomePeriod.Cause.EVIDENCE;
                            case HOMES_CHANGED -> HomePeriod.Cause.HOMES_CHANGED;
                        },
                        resolved.explanation().sentences(),
                        at);
        };
    }

    private static <T> List<T> lastOf(List<T> before, T next, int most) {
        var all = new ArrayList<>(before);
        all.add(Objects.requireNonNull(next));
        return all.size() <= most ? all : all.subList(all.size() - most, all.size());
    }

    public byte[] toJson() {
        return AccountProfileJson.write(this);
    }

    /** @throws IllegalArgumentException when the bytes are no profile */
    public static AccountProfile ofJson(byte[] json) {
        return AccountProfileJson.read(json);
    }
}
