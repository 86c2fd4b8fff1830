package io.gatehouse.service.access;

import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.service.json.JsonObjectReader;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads from a body who is to hold a key, and where. Pure. */
final class HolderReader {
    private static final int MAX_NAME_BYTES = 64;
    private static final String INSTRUMENT = "[a-z][a-z0-9-]{1,63}";
    /** People who read: a key of theirs is of no use without a country. */
    private static final Set<Role> READ_PERSONAL_DATA = EnumSet.of(Role.REVIEWER, Role.PRIVACY, Role.RECIPIENT);

    private HolderReader() {}

    /** @return null when nobody said, or said something wrong, which is noted */
    static @Nullable Holder read(JsonObjectReader body, Set<Role> roles) {
        String country = body.optionalText("country", MAX_NAME_BYTES);
        String actor = body.optionalText("actor", MAX_NAME_BYTES);
        String instrument = body.optionalText("instrument", MAX_NAME_BYTES);
        if (body.node("country") == null) {
            if (roles.stream().anyMatch(READ_PERSONAL_DATA::contains))
                body.fault(
                        "country",
                        "is missing: who reads personal data says in which country they sit; reading from elsewhere is"
                                + " a transfer");
            else if (actor != null || instrument != null)
                body.fault("country", "is missing beside actor or instrument");
            return null;
        }
        CountryCode code = country == null ? null : code(body, country);
        Actor.Kind kind = actor == null ? Holder.usualKind(roles) : kind(body, actor);
        if (instrument != null && !instrument.matches(INSTRUMENT))
            body.fault("instrument", "must be the id of an instrument of transfers.yaml");
        else if (instrument != null && kind != null && kind != Actor.Kind.PLATFORM && !roles.contains(Role.RECIPIENT))
            body.fault(
                    "instrument",
                    "is for keys of a platform's backend and of recipients; everybody else names it in a grant");
        return code == null || kind == null ? null : new Holder(kind, code, instrument);
    }

    private static @Nullable CountryCode code(JsonObjectReader body, String country) {
        try {
            return new CountryCode(country);
        } catch (IllegalArgumentException _) {
            body.fault("country", "must be a country code of ISO 3166-1, such as IE");
            return null;
        }
    }

    private static Actor.@Nullable Kind kind(JsonObjectReader body, String actor) {
        var kind = Actor.Kind.ofWireName(actor).filter(Holder.KINDS::contains);
        if (kind.isEmpty())
            body.fault(
                    "actor",
                    "must be one of: "
                            + Holder.KINDS.stream().map(Actor.Kind::wireName).collect(Collectors.joining(", ")));
        return kind.orElse(null);
    }
}
