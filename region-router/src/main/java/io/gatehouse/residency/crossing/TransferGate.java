package io.gatehouse.residency.crossing;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;

/** The one way out of a cell. Thread-safe. */
public final class TransferGate {
    private final TransferJudge judge;
    private final Map<RegionId, CrossingLedger> ledgers;
    private final Function<RegionId, String> ids;
    private final Clock clock;

    /**
     * @param ledgers of the regions that this process serves
     * @param ids makes new transfer ids, {@code <region>.t.<random>}
     */
    public TransferGate(
            Topology topology,
            TransferRules rules,
            Map<RegionId, CrossingLedger> ledgers,
            Function<RegionId, String> ids,
            Clock clock) {
        this.judge = new TransferJudge(topology, rules);
        this.ledgers = Map.copyOf(ledgers);
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Leave to cross. The entry in the log of the data's home is durable before this returns.
     *
     * @throws CrossingRefused with every reason; the refusal is recorded as well
     * @throws IllegalArgumentException when the data's home is not served by this process
     */
    public Passage pass(Crossing crossing) {
        var answer = ask(crossing);
        return switch (answer.ruling()) {
            case Ruling.Permitted permitted -> new Passage(answer, permitted, clock);
            case Ruling.Refused _ -> throw new CrossingRefused(answer);
        };
    }

    /**
     * Rules and records, for those who carry out the crossing outside of this process.
     *
     * @throws IllegalArgumentException when the data's home is not served by this process
     */
    public Answer ask(Crossing crossing) {
        var ledger = ledgers.get(crossing.from());
        if (ledger == null) throw new IllegalArgumentException("not served here: " + crossing.from());
        return ledger.record(ids.apply(crossing.from()), crossing, judge.rule(crossing));
    }

    /**
     * Leave to shelter what people of a region that is down send meanwhile, in another region of the same jurisdiction. The
     * entry is in the log of the region that shelters: the home cannot write one.
     *
     * @throws CrossingRefused when the destination is of another jurisdiction, or the rules say no; recorded likewise
     * @throws IllegalArgumentException when the region that shelters is not served by this process
     */
    public Passage shelter(Crossing crossing) {
        if (!(crossing.to() instanceof Destination.ToRegion(var region)))
            throw new IllegalArgumentException("shelter is given by a region");
        var ledger = ledgers.get(region);
        if (ledger == null) throw new IllegalArgumentException("not served here: " + region);
        var answer = ledger.record(ids.apply(region), crossing, judge.ruleShelter(crossing, region));
        return switch (answer.ruling()) {
            case Ruling.Permitted permitted -> new Passage(answer, permitted, clock);
            case Ruling.Refused _ -> throw new CrossingRefused(answer);
        };
    }

    /** What the law on file says; nothing is counted or recorded, and nothing may cross on the strength of it. */
    public Ruling rule(Crossing crossing) {
        return judge.rule(crossing);
    }
}
