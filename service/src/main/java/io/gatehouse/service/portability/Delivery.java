package io.gatehouse.service.portability;

import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.crossing.Crossing;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Destination;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.crossing.Reason;
import io.gatehouse.residency.crossing.Recipient;
import io.gatehouse.residency.crossing.Ruling;
import io.gatehouse.residency.crossing.TransferGate;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.access.Holder;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Data that leave to a third party, page by page: each page is asked of the gate and recorded before it is sent, with where
 * the third party sits. Where the law of the data's home has no basis, nothing is delivered, whatever the person authorised:
 * the person gets the data themselves and may take them anywhere.
 */
@Component
public final class Delivery {
    /** One answer, or one file. */
    private static final Duration OPEN = Duration.ofMinutes(5);

    /** Which one is not for the log: it may be one person's shop. */
    private static final Recipient BUSINESS = new Recipient("business-user");

    private final TransferGate gate;
    private final Clock clock;

    Delivery(TransferGate gate, Clock clock) {
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * Before anything is read.
     *
     * @throws ProblemException read refused, recorded
     */
    public void mayBegin(Caller caller, RegionId from, Purpose purpose, Set<DataKind> data) {
        var crossing = toCaller(caller, from, purpose, data, 1);
        if (gate.rule(crossing) instanceof Ruling.Refused) record(crossing);
    }

    /** As {@link #mayBegin(Caller, RegionId, Purpose, Set)}, to a business user by way of the caller. */
    public void mayBegin(Caller caller, CountryCode business, RegionId from, Purpose purpose, Set<DataKind> data) {
        var crossing = toBusiness(caller, business, from, purpose, data, 1);
        if (gate.rule(crossing) instanceof Ruling.Refused) record(crossing);
    }

    /** As {@link #deliver(Caller, RegionId, Purpose, Set, long)}, to a business user by way of the caller. */
    public void deliver(
            Caller caller, CountryCode business, RegionId from, Purpose purpose, Set<DataKind> data, long subjects) {
        record(toBusiness(caller, business, from, purpose, data, subjects));
    }

    /**
     * Before a page is sent; durable when this returns.
     *
     * @param subjects how many people's data are in it
     * @throws ProblemException read refused, recorded: for example because a day's volume is used up
     */
    public void deliver(Caller caller, RegionId from, Purpose purpose, Set<DataKind> data, long subjects) {
        record(toCaller(caller, from, purpose, data, subjects));
    }

    private void record(Crossing crossing) {
        var answer = gate.ask(crossing);
        switch (answer.ruling()) {
            case Ruling.Permitted _ -> {}
            case Ruling.Refused(List<Reason> reasons) ->
                throw new ProblemException(Problem.of(
                                ProblemType.READ_REFUSED,
                                reasons.stream()
                                        .map(Reason::sentence)
                                        .distinct()
                                        .collect(Collectors.joining(" ")))
                        .with(
                                "reasons",
                                reasons.stream().map(Reason::code).distinct().toList())
                        .with("transfer_id", answer.transferId()));
        }
    }

    private Crossing toCaller(Caller caller, RegionId from, Purpose purpose, Set<DataKind> data, long subjects) {
        var to = new Destination.ToCountry(holder(caller).country(), recipient(caller.client()));
        return crossing(caller, to, from, purpose, data, subjects);
    }

    private Crossing toBusiness(
            Caller caller, CountryCode business, RegionId from, Purpose purpose, Set<DataKind> data, long subjects) {
        return crossing(caller, new Destination.ToCountry(business, BUSINESS), from, purpose, data, subjects);
    }

    private static Holder holder(Caller caller) {
        return caller.holder()
                .orElseThrow(() -> new ProblemException(
                        ProblemType.COUNTRY_NEEDED, "The key of who receives data must say where they sit."));
    }

    private Crossing crossing(
            Caller caller, Destination to, RegionId from, Purpose purpose, Set<DataKind> data, long subjects) {
        Holder holder = holder(caller);
        Instant now = clock.instant();
        String instrument = holder.instrument();
        return new Crossing(
                purpose,
                data,
                from,
                to,
                new Actor(caller.keyId(), holder.kind(), holder.country()),
                instrument == null ? new LegalBasisClaim.Territory() : new LegalBasisClaim.Instrument(instrument),
                subjects,
                null,
                now,
                now.plus(OPEN));
    }

    private static Recipient recipient(String client) {
        try {
            return new Recipient(client);
        } catch (IllegalArgumentException _) {
            throw new ProblemException(
                    ProblemType.READ_REFUSED,
                    "The client of a third party's key must be a recipient's id, as transfers.yaml writes it:"
                            + " lower-case letters, digits, hyphens. Issue another key.");
        }
    }
}
