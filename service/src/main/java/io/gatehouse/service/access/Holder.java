package io.gatehouse.service.access;

import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.region.CountryCode;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a key, and where that is.
 *
 * @param country from which the holder reads: a read from outside of the data's zone is a transfer
 * @param instrument the safeguard on file ({@code transfers.yaml}) that a platform's backend outside of the zone relies
 *     on; null for none
 */
public record Holder(
        Actor.Kind kind, CountryCode country, @Nullable String instrument) {
    /** What may hold a key: nobody's key is a program's of our own, or the person's whom data are about. */
    static final Set<Actor.Kind> KINDS = EnumSet.of(
            Actor.Kind.PLATFORM, Actor.Kind.OPERATOR, Actor.Kind.PROCESSOR, Actor.Kind.AUDITOR, Actor.Kind.AUTHORITY);

    public Holder {
        if (!KINDS.contains(kind)) throw new IllegalArgumentException("no key is held by a " + kind.wireName());
    }

    /** What the roles suggest when nobody said. */
    static Actor.Kind usualKind(Set<Role> roles) {
        if (roles.equals(Set.of(Role.PLATFORM))) return Actor.Kind.PLATFORM;
        if (roles.equals(Set.of(Role.RECIPIENT))) return Actor.Kind.PROCESSOR;
        if (roles.equals(Set.of(Role.AUDITOR))) return Actor.Kind.AUDITOR;
        return Actor.Kind.OPERATOR;
    }
}
