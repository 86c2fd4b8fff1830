package io.gatehouse.service.operator;

import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.crossing.TransferRules;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.operator.OperatorGate;
import io.gatehouse.residency.operator.OperatorRead;
import io.gatehouse.residency.operator.OperatorRuling;
import io.gatehouse.service.access.AccessRules;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.access.Holder;
import io.gatehouse.service.access.Role;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.CrossingBooks;
import io.gatehouse.service.region.NewIds;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The one way to read personal data over HTTP: every handler that shows any asks here first. Permitted and refused are
 * entries of the log of the data's home before anything is read.
 */
@Component
public final class OperatorDesk {
    /** Names what a read is for; the query parameter {@code purpose} does as well. */
    public static final String PURPOSE = "Gatehouse-Purpose";

    private static final String PARAMETER = "purpose";

    /** What a role reads for when nobody says, in the order in which they are tried. */
    private static final List<Map.Entry<Role, Purpose>> USUAL = List.of(
            Map.entry(Role.REVIEWER, new Purpose("moderation_review")),
            Map.entry(Role.PRIVACY, new Purpose("data_subject_rights")),
            Map.entry(Role.AUDITOR, new Purpose("audit")),
            Map.entry(Role.POLICY_AUTHOR, new Purpose("moderation_review")),
            Map.entry(Role.ADMIN, new Purpose("administration")));

    private final OperatorGate gate;
    private final TransferRules rules;
    private final CrossingBooks books;
    private final NewIds ids;
    private final Clock clock;

    OperatorDesk(OperatorGate gate, TransferRules rules, CrossingBooks books, NewIds ids, Clock clock) {
        this.gate = gate;
        this.rules = rules;
        this.books = books;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Lets the caller read, or ends the request.
     *
     * @throws ProblemException {@link ProblemType#COUNTRY_NEEDED} or {@link ProblemType#READ_REFUSED} with every reason
     */
    public void admit(HttpServletRequest request, Wanted wanted) {
        var caller = Caller.of(request);
        var named = namedPurpose(request);
        Instant now = clock.instant();
        var holder = caller.holder().orElseThrow(() -> withoutCountry(caller, wanted, named.orElse(null), now));
        var purpose = named.or(() -> usual(caller, holder, wanted.data(), rolesOf(request)))
                .orElseThrow(OperatorDesk::purposeNeeded);
        var read = new OperatorRead(
                new Actor(caller.keyId(), holder.kind(), holder.country()),
                purpose,
                wanted.data(),
                wanted.region(),
                wanted.account(),
                wanted.recordId(),
                wanted.subjects(),
                holder.instrument(),
                now);
        switch (gate.read(read)) {
            case OperatorRuling.Permitted _ -> {}
            case OperatorRuling.Refused refused -> throw refused(wanted, refused);
        }
    }

    private static Optional<Purpose> namedPurpose(HttpServletRequest request) {
        String header = request.getHeader(PURPOSE);
        String parameter = request.getParameter(PARAMETER);
        var faults = new Faults();
        if (header != null && parameter != null && !header.equals(parameter))
            faults.add("query:" + PARAMETER, "contradicts the header " + PURPOSE);
        String said = header == null ? parameter : header;
        Purpose purpose = null;
        if (said != null)
            try {
                purpose = new Purpose(said);
            } catch (IllegalArgumentException _) {
                faults.add(
                        header == null ? "query:" + PARAMETER : "header:" + PURPOSE,
                        "must be a purpose of transfers.yaml, such as moderation_review");
            }
        faults.refuseAny();
        return Optional.ofNullable(purpose);
    }

    private Optional<Purpose> usual(Caller caller, Holder holder, Set<DataKind> data, Set<Role> roles) {
        if (holder.kind() == Actor.Kind.PLATFORM) return Optional.of(OperatorGate.SERVICE_DELIVERY);
        return USUAL.stream()
                .filter(usual -> caller.roles().contains(usual.getKey()) && roles.contains(usual.getKey()))
                .map(Map.Entry::getValue)
                .filter(purpose ->
                        rules.purposes().getOrDefault(purpose, Set.of()).containsAll(data))
                .findFirst();
    }

    private static Set<Role> rolesOf(HttpServletRequest request) {
        String info = request.getPathInfo();
        String path = info == null ? request.getServletPath() : request.getServletPath() + info;
        return AccessRules.neededFor(request.getMethod(), path).orElse(Set.of());
    }

    /** Written down as well: somebody tried. */
    private ProblemException withoutCountry(Caller caller, Wanted wanted, @Nullable Purpose purpose, Instant now) {
        var facts = new java.util.HashMap<String, Object>(Map.of(
                "actor",
                caller.keyId(),
                "actor_country",
                "unknown",
                "actor_kind",
                "unknown",
                "data",
                wanted.data().stream().map(DataKind::wireName).sorted().toList(),
                "outcome",
                "refused",
                "purpose",
                purpose == null ? "unsaid" : purpose.name(),
                "reasons",
                List.of("country_unknown"),
                "ruling",
                "refused",
                "subjects",
                wanted.subjects()));
        if (wanted.recordId() != null) facts.put("record", wanted.recordId());
        books.recordAccess(wanted.region(), ids.access(wanted.region()), now, new EntryFacts(facts));
        return new ProblemException(
                ProblemType.COUNTRY_NEEDED,
                "Reading personal data from elsewhere is a transfer, so the holder's country must be known. Issue a"
                        + " key with \"country\" and \"actor\" (POST /v1/keys), or start with --country for the first"
                        + " key.");
    }

    private static ProblemException purposeNeeded() {
        return new ProblemException(Problem.invalid(
                ProblemType.INVALID_REQUEST,
                List.of(new io.gatehouse.service.problem.Fault(
                        "header:" + PURPOSE,
                        "is missing: no role of this key has a usual purpose for these data; name one"
                                + " of transfers.yaml"))));
    }

    private static ProblemException refused(Wanted wanted, OperatorRuling.Refused refused) {
        return new ProblemException(Problem.of(
                        ProblemType.READ_REFUSED,
                        String.join(
                                " ",
                                refused.reasons().stream()
                                        .map(reason -> reason.sentence())
                                        .distinct()
                                        .toList()))
                .with(
                        "reasons",
                        refused.reasons().stream()
                                .map(reason -> reason.code())
                                .distinct()
                                .toList())
                .with("access_id", refused.accessId())
                .with("log", wanted.region().value())
                .with("index", Long.toString(refused.index())));
    }
}
