package io.gatehouse.service.judging;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Deadline;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Observation;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.law.LawCalendar;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.Territories;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** One policy version at work: asks the law, observes, reads facts once, concludes. Immutable and thread-safe. */
public final class Judging {
    private static final Permissions NOBODY = new Permissions(Set.of(), List.of(), List.of());

    private final Moderator moderator;
    private final LawCalendar law;
    private final Territories territories;
    private final Set<Purpose> purposes;
    private final Versions versions;
    private final Overrides overrides;

    public Judging(Moderator moderator, LawCalendar law, Territories territories) {
        this(moderator, law, territories, Overrides.NONE);
    }

    private Judging(Moderator moderator, LawCalendar law, Territories territories, Overrides overrides) {
        this.moderator = moderator;
        this.law = law;
        this.territories = territories;
        this.purposes = moderator.policies().purposes();
        this.versions = Versions.of(moderator);
        this.overrides = overrides;
    }

    /** The same version with some of its rules held back. */
    public Judging with(Overrides held) {
        return held.equals(overrides) ? this : new Judging(moderator, law, territories, held);
    }

    public Overrides overrides() {
        return overrides;
    }

    public Versions versions() {
        return versions;
    }

    public Moderator moderator() {
        return moderator;
    }

    /** How long the surface of this content allows observing. */
    public Duration deadlineOf(Content content) {
        return moderator.policies().surfaceRule(content.surface()).deadline();
    }

    /**
     * Judges under the law of the day of judging.
     *
     * @param facts asked once, for what the observation wants; told what it counts. What is left out counts as failed
     */
    public Judged judge(Content content, Instant now, Duration deadline, Function<Observation, Facts> facts) {
        return judge(content, now, deadline, NOBODY, facts);
    }

    /**
     * As {@link #judge(Content, Instant, Duration, Function)}, where not the rules alone look.
     *
     * @param beside who may look on a private surface beside the rules, as {@link #permissions(Content, Instant, Set)} says
     */
    public Judged judge(
            Content content, Instant now, Duration deadline, Permissions beside, Function<Observation, Facts> facts) {
        Permissions permissions = permissions(content, now);
        var observation = moderator.observe(content, permissions, Deadline.in(deadline));
        Facts told = facts.apply(observation).at(now);
        var judgement = moderator.conclude(content, observation, told, overrides);
        return new Judged(content, told, judgement.with(permissions.and(beside)), overrides, versions, now);
    }

    /** Which purposes of these norms may look at this content today. */
    public Permissions permissions(Content content, Instant now) {
        return permissions(content, now, purposes);
    }

    /** Which of some purposes may look at this content today. */
    public Permissions permissions(Content content, Instant now, Set<Purpose> purposes) {
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        // A public surface needs no basis, so where the author lives is not even looked up.
        Set<String> where = content.surface().isPrivate() ? placesOf(content.country(), today) : Set.of();
        return law.permissions(content.surface(), where, today, purposes);
    }

    private Set<String> placesOf(String code, LocalDate date) {
        var country = new CountryCode(code);
        var places = new HashSet<String>();
        places.add(country.value());
        if (territories.isEu(country, date)) places.add("EU");
        if (territories.isEea(country, date)) places.add("EEA");
        return places;
    }
}
