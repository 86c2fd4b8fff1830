package io.gatehouse.benchmarks.home;

import io.gatehouse.benchmarks.load.Latencies;
import io.gatehouse.benchmarks.process.Workbench;
import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.crossing.Crossing;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Destination;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.crossing.Recipient;
import io.gatehouse.residency.crossing.Ruling;
import io.gatehouse.residency.crossing.TransferGate;
import io.gatehouse.residency.crossing.TransferRules;
import io.gatehouse.residency.home.HomeRegion;
import io.gatehouse.residency.home.HomeRegionResolver;
import io.gatehouse.residency.home.ResidenceRules;
import io.gatehouse.residency.home.Standing;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Resolves homes and rules on crossings, one after the other, and tells how long each pair took. */
@Command(
        name = "home",
        description = {
            "How long it takes to find a made account's home region from its evidence, and then to rule on a crossing"
                    + " of",
            "its data (no database: nothing is recorded). Most accounts are settled; travellers, movers, conflicts,",
            "businesses and full histories are among them. The aim is 20 us at the 99th percentile for both together."
        },
        mixinStandardHelpOptions = true)
public final class HomeCommand implements Callable<Integer> {
    private static final double MICROS_OF_MILLI = 1_000;

    /** More than fit into any cache of the processor. */
    private static final int ACCOUNTS = 50_000;

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Option(names = "--rounds", defaultValue = "5", description = "measured rounds (default ${DEFAULT-VALUE})")
    private int rounds;

    @Option(names = "--count", defaultValue = "500000", description = "pairs a round (default ${DEFAULT-VALUE})")
    private int count;

    @Option(names = "--seed", defaultValue = "20261122", description = "of the accounts (default ${DEFAULT-VALUE})")
    private long seed;

    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final Map<Life.Kind, String> byKind = new EnumMap<>(Life.Kind.class);

    @Override
    public Integer call() {
        var directory = Workbench.home().resolve("policies/residency");
        var topology = Topology.load(directory);
        var resolver = new HomeRegionResolver(topology, ResidenceRules.load(directory));
        var gate = new TransferGate(
                topology, TransferRules.load(directory, topology), Map.of(), RegionId::value, Clock.systemUTC());
        var random = new SplittableRandom(seed);
        var made = new MadeLives(topology, random, NOW);
        var lives = new ArrayList<Life>(ACCOUNTS);
        for (int i = 0; i < ACCOUNTS; i++) lives.add(made.next());
        System.out.printf(Locale.ROOT, "%,d accounts, %,d pairs a round; microseconds%n", lives.size(), count);
        round(lives, resolver, gate, random);
        round(lives, resolver, gate, random);
        System.out.println("| round | p50 | p99 | p99.9 | slowest | resolve alone p99 | gate alone p99 |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
        for (int i = 1; i <= rounds; i++) {
            outcomes.clear();
            System.out.println(
                    "| " + i + " " + round(lives, resolver, gate, random).row());
        }
        System.out.println("slowest kinds, p99 of the last round: " + byKind);
        System.out.println("outcomes of the last round: " + outcomes);
        return 0;
    }

    /** Times of one round. */
    private record Round(Latencies together, Latencies resolve, Latencies gate) {
        String row() {
            return String.format(
                    Locale.ROOT,
                    "| %.2f | %.2f | %.2f | %.1f | %.2f | %.2f |",
                    micros(together, 0.5),
                    micros(together, 0.99),
                    micros(together, 0.999),
                    micros(together, 1),
                    micros(resolve, 0.99),
                    micros(gate, 0.99));
        }
    }

    private static double micros(Latencies latencies, double share) {
        return latencies.millis(share) * MICROS_OF_MILLI;
    }

    private Round round(List<Life> lives, HomeRegionResolver resolver, TransferGate gate, RandomGenerator random) {
        var round = new Round(new Latencies(), new Latencies(), new Latencies());
        var kinds = new EnumMap<Life.Kind, Latencies>(Life.Kind.class);
        for (int i = 0; i < count; i++) {
            var life = lives.get(random.nextInt(lives.size()));
            int question = random.nextInt(100);
            long begun = System.nanoTime();
            var home = life.home() == null
                    ? resolver.resolve(life.evidence(), life.facts(), NOW)
                    : resolver.resolve(life.evidence(), life.facts(), life.home(), NOW);
            long resolved = System.nanoTime();
            var crossing = crossing(life, home, question);
            long asked = System.nanoTime();
            var ruling = crossing == null ? null : gate.rule(crossing);
            long ruled = System.nanoTime();
            round.resolve().add(resolved - begun);
            round.gate().add(ruled - asked);
            round.together().add(ruled - begun);
            kinds.computeIfAbsent(life.kind(), _ -> new Latencies()).add(ruled - begun);
            outcomes.merge(name(home), 1, Integer::sum);
            outcomes.merge(ruling instanceof Ruling.Permitted ? "permitted" : "refused", 1, Integer::sum);
        }
        byKind.clear();
        kinds.forEach((kind, times) -> byKind.put(kind, String.format(Locale.ROOT, "%.2f", micros(times, 0.99))));
        return round;
    }

    private static String name(HomeRegion home) {
        return switch (home) {
            case HomeRegion.Resolved resolved -> resolved.standing().wireName();
            case HomeRegion.Unresolved unresolved -> unresolved.reason().wireName();
        };
    }

    /** What somebody wants to do with the data: mostly read at home. Null when there is no home. */
    private static @Nullable Crossing crossing(Life life, HomeRegion home, int question) {
        if (!(home instanceof HomeRegion.Resolved resolved)) return null;
        var from = life.home() == null ? resolved.region() : life.home().region();
        if (resolved.standing() instanceof Standing.MoveDue)
            return ask(
                    Purpose.RESIDENCE_CHANGE,
                    from,
                    new Destination.ToRegion(resolved.region()),
                    "IE",
                    new LegalBasisClaim.ResidenceChange(resolved));
        var audit = new Purpose("audit");
        var territory = new LegalBasisClaim.Territory();
        if (question < 60) return ask(audit, from, new Destination.ToReader(), "IE", territory);
        if (question < 75)
            return ask(audit, from, new Destination.ToRegion(new RegionId("eu-central-1")), "IE", territory);
        if (question < 85)
            return ask(
                    audit,
                    from,
                    new Destination.ToCountry(new CountryCode("CH"), new Recipient("auditor")),
                    "CH",
                    territory);
        if (question < 95)
            return ask(
                    audit,
                    from,
                    new Destination.ToCountry(new CountryCode("US"), new Recipient("auditor")),
                    "US",
                    territory);
        return ask(audit, from, new Destination.ToReader(), "IN", new LegalBasisClaim.Instrument("none-on-file"));
    }

    private static Crossing ask(Purpose purpose, RegionId from, Destination to, String reader, LegalBasisClaim basis) {
        return new Crossing(
                purpose,
                Set.of(DataKind.DECISION, DataKind.ACCOUNT),
                from,
                to,
                new Actor("bench", Actor.Kind.SYSTEM, new CountryCode(reader)),
                basis,
                1,
                null,
                NOW,
                NOW.plus(Duration.ofHours(1)));
    }
}
