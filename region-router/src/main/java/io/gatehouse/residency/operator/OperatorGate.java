package io.gatehouse.residency.operator;

import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.crossing.Answer;
import io.gatehouse.residency.crossing.Crossing;
import io.gatehouse.residency.crossing.Destination;
import io.gatehouse.residency.crossing.LegalBasis;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.crossing.Reason;
import io.gatehouse.residency.crossing.Ruling;
import io.gatehouse.residency.crossing.SqlCrossingLedger;
import io.gatehouse.residency.crossing.SqlCrossingLedger.DatedCap;
import io.gatehouse.residency.crossing.TransferGate;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.residency.purpose.UseJudge;
import io.gatehouse.residency.region.RegionId;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Before every read of personal data: who sits inside the zone of the data's law is let in and written down; who sits
 * elsewhere makes a transfer, and needs a legal basis and a grant that a second person approved. A platform's backend
 * reads for the people themselves: inside the zone it is counted, elsewhere it needs the basis but no grant. Thread-safe.
 */
public final class OperatorGate {
    /** What a platform's backend reads for, and nobody else. */
    public static final Purpose SERVICE_DELIVERY = new Purpose("service_delivery");

    /** How long one read may take: the passage that it opens is for the answer to it alone. */
    private static final Duration ONE_READ = Duration.ofMinutes(5);

    private final TransferGate law;
    private final ServiceRules services;
    private final Map<RegionId, SqlCrossingLedger> books;
    private final Map<RegionId, ? extends GrantBook> grants;
    private final PlatformReads platform;
    private final Function<RegionId, String> ids;

    /** @param ids makes new ids, {@code <region>.o.<random>} */
    public OperatorGate(
            TransferGate law,
            ServiceRules services,
            Map<RegionId, SqlCrossingLedger> books,
            Map<RegionId, ? extends GrantBook> grants,
            PlatformReads platform,
            Function<RegionId, String> ids) {
        this.law = law;
        this.services = services;
        this.books = Map.copyOf(books);
        this.grants = Map.copyOf(grants);
        this.platform = platform;
        this.ids = ids;
    }

    /**
     * Rules; the entry in the log of the data's home is durable when this returns, but for reads inside the zone by a
     * platform's backend, which are counted.
     *
     * @throws IllegalArgumentException when the region is not served by this process
     */
    public OperatorRuling read(OperatorRead read) {
        var book = books.get(read.region());
        if (book == null) throw new IllegalArgumentException("not served here: " + read.region());
        boolean isPlatform = read.reader().kind() == Actor.Kind.PLATFORM;
        if (isPlatform != read.purpose().equals(SERVICE_DELIVERY))
            return refused(book, read, crossing(read, new LegalBasisClaim.Territory()), List.of(wrongPurpose()));
        if (isCommercial(read))
            return refused(book, read, crossing(read, new LegalBasisClaim.Territory()), List.of(purposeBound(read)));
        var asked = crossing(read, claimOf(read));
        var ruling = law.rule(asked);
        if (ruling instanceof Ruling.Permitted permitted && permitted.legalBasis() == LegalBasis.INSIDE) {
            if (isPlatform) platform.count(read);
            else record(book, read, asked, ruling, List.of(), Map.of("outcome", "inside"));
            return new OperatorRuling.Permitted(false);
        }
        if (isPlatform) return outside(book, read, asked, ruling, List.of(), Map.of("outcome", "standing"));
        return withGrant(book, read, asked, ruling);
    }

    private OperatorRuling withGrant(SqlCrossingLedger book, OperatorRead read, Crossing asked, Ruling withoutGrant) {
        var standing = grants.get(read.region());
        if (standing == null) throw new IllegalArgumentException("no grants for " + read.region());
        var held = standing.standing(read.reader().pseudonym(), read.at());
        var found = held.stream().filter(grant -> grant.covers(read)).findFirst();
        if (found.isEmpty()) {
            // A purpose or a kind of data that nobody may ask for is told at once; a grant would not help.
            var reasons = new ArrayList<Reason>();
            if (withoutGrant instanceof Ruling.Refused(var more)) reasons.addAll(more);
            reasons.add(held.isEmpty() ? grantNeeded(read) : grantDoesNotCover(read, held));
            return refused(book, read, asked, reasons);
        }
        var grant = found.get();
        var crossing = new Crossing(
                read.purpose(),
                read.data(),
                read.region(),
                new Destination.ToReader(),
                read.reader(),
                grant.basis(),
                read.subjects(),
                grant.approved().orElseThrow().byKey(),
                read.at(),
                grant.until());
        var volume = new DatedCap(
                LocalDate.ofInstant(grant.requestedAt(), ZoneOffset.UTC),
                new Ruling.Cap("grant:" + grant.id(), grant.mostSubjects()));
        return outside(
                book,
                read,
                crossing,
                law.rule(crossing),
                List.of(volume),
                Map.of("outcome", "granted", "grant", grant.id()));
    }

    private OperatorRuling outside(
            SqlCrossingLedger book,
            OperatorRead read,
            Crossing crossing,
            Ruling ruling,
            List<DatedCap> caps,
            Map<String, ?> more) {
        if (ruling instanceof Ruling.Refused(var reasons)) return refused(book, read, crossing, reasons);
        var all = new ArrayList<>(caps);
        if (ruling instanceof Ruling.Permitted permitted && permitted.cap() != null)
            all.add(DatedCap.on(crossing.at(), permitted.cap()));
        var answer = record(book, read, crossing, ruling, all, more);
        return switch (answer.ruling()) {
            case Ruling.Permitted _ -> new OperatorRuling.Permitted(true);
            case Ruling.Refused(var reasons) ->
                new OperatorRuling.Refused(answer.transferId(), answer.index(), reasons);
        };
    }

    private OperatorRuling refused(SqlCrossingLedger book, OperatorRead read, Crossing crossing, List<Reason> reasons) {
        var answer = record(book, read, crossing, new Ruling.Refused(reasons), List.of(), Map.of("outcome", "refused"));
        return new OperatorRuling.Refused(answer.transferId(), answer.index(), reasons);
    }

    private Answer record(
            SqlCrossingLedger book,
            OperatorRead read,
            Crossing crossing,
            Ruling ruling,
            List<DatedCap> caps,
            Map<String, ?> more) {
        var facts = new java.util.HashMap<String, Object>(more);
        if (read.recordId() != null) facts.put("record", read.recordId());
        return book.record(SqlCrossingLedger.OPERATOR_ACCESS, ids.apply(read.region()), crossing, ruling, caps, facts);
    }

    private static Crossing crossing(OperatorRead read, LegalBasisClaim basis) {
        return new Crossing(
                read.purpose(),
                read.data(),
                read.region(),
                new Destination.ToReader(),
                read.reader(),
                basis,
                read.subjects(),
                null,
                read.at(),
                read.at().plus(ONE_READ));
    }

    /** What platforms ask consent for, of data that no consent opens. */
    private boolean isCommercial(OperatorRead read) {
        return read.data().stream().anyMatch(UseJudge::isModerationData)
                && services.consentPurposes().stream()
                        .anyMatch(row -> row.purpose().equals(read.purpose()));
    }

    private static Reason purposeBound(OperatorRead read) {
        return new Reason(
                "purpose_bound",
                "What safety work made of people serves safety work alone: no consent opens it to " + read.purpose()
                        + " (GDPR Art. 5(1)(b), DMA Art. 5(2)).");
    }

    private static LegalBasisClaim claimOf(OperatorRead read) {
        return read.instrument() == null
                ? new LegalBasisClaim.Territory()
                : new LegalBasisClaim.Instrument(read.instrument());
    }

    private static Reason wrongPurpose() {
        return new Reason(
                "purpose_not_for_actor",
                "A platform's backend reads for " + SERVICE_DELIVERY + " and for nothing else, and nobody else reads"
                        + " for that.");
    }

    private static Reason grantNeeded(OperatorRead read) {
        return new Reason(
                "grant_needed",
                "Reading in " + read.region() + " from " + read.reader().country()
                        + " is a transfer: ask for a grant (POST /v1/grants) and have a second person approve it.");
    }

    private static Reason grantDoesNotCover(OperatorRead read, List<AccessGrant> held) {
        return new Reason(
                "grant_does_not_cover",
                "The grants that stand (" + held.stream().map(AccessGrant::id).collect(Collectors.joining(", "))
                        + ") do not cover this purpose, these data, or this person: " + read.purpose() + ", "
                        + read.data().stream()
                                .map(kind -> kind.wireName())
                                .sorted()
                                .collect(Collectors.joining(", "))
                        + ".");
    }
}
