package io.gatehouse.service.classifier;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.crossing.Crossing;
import io.gatehouse.residency.crossing.CrossingRefused;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Destination;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.crossing.Reason;
import io.gatehouse.residency.crossing.Recipient;
import io.gatehouse.residency.crossing.TransferGate;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.service.configuration.GatehouseProperties;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Leave for texts to be sent to a classifier outside of their home, asked of the gate for a number of people and a time, and used by
 * many messages: an entry of the log for each would be as long as the traffic. Thread-safe.
 */
final class TextPassages {
    /** As {@code transfers.yaml} names it. */
    static final Purpose PURPOSE = new Purpose("external_classification");

    /** Law and instruments change; what was permitted an hour ago is asked again. */
    private static final Duration OPEN_FOR = Duration.ofHours(1);

    /** People whose texts may leave under one entry; more ask again, so that a cap counts people and not hours. */
    private static final int PEOPLE = 200;

    /** A refusal is told again for so long without a new entry: each message would leave one. */
    private static final Duration CLOSED_FOR = Duration.ofMinutes(1);

    private final TransferGate gate;
    private final Topology topology;
    private final Clock clock;
    private final Cache<Way, Leave> ways =
            Caffeine.newBuilder().maximumSize(10_000).build();

    TextPassages(TransferGate gate, Topology topology, Clock clock) {
        this.gate = gate;
        this.topology = topology;
        this.clock = clock;
    }

    private record Way(String classifier, RegionId home) {}

    private sealed interface Leave {
        /** @param people for whom it was used */
        record Open(Passage passage, Set<AccountRef> people) implements Leave {}

        record Closed(String codes, Instant until) implements Leave {}
    }

    /** @return why this person's texts may not be sent there; empty when they may, which is durable in the log of their home */
    Optional<String> refusal(String classifier, GatehouseProperties.Classifier to, RegionId home, AccountRef person) {
        if (to.region().equals(home.value())) return Optional.empty();
        var leave = ways.asMap()
                .compute(
                        new Way(classifier, home),
                        (way, known) -> known != null && holds(known, person) ? known : askGate(way, to, person));
        return switch (leave) {
            case Leave.Open _ -> Optional.empty();
            case Leave.Closed(String codes, Instant _) -> Optional.of(codes);
        };
    }

    private boolean holds(Leave known, AccountRef person) {
        return switch (known) {
            case Leave.Closed closed -> clock.instant().isBefore(closed.until());
            case Leave.Open(var passage, var people) -> {
                if (!clock.instant().isBefore(passage.expires())) yield false;
                if (!people.contains(person)) {
                    if (people.size() >= PEOPLE) yield false;
                    passage.take(1);
                    people.add(person);
                }
                passage.checkKind(DataKind.CONTENT);
                yield true;
            }
        };
    }

    private Leave askGate(Way way, GatehouseProperties.Classifier to, AccountRef person) {
        var now = clock.instant();
        var home = topology.region(way.home()).orElseThrow();
        var crossing = new Crossing(
                PURPOSE,
                Set.of(DataKind.CONTENT),
                way.home(),
                destination(to),
                new Actor("classifier-" + way.classifier(), Actor.Kind.SYSTEM, home.location()),
                to.instrument().isEmpty()
                        ? new LegalBasisClaim.Territory()
                        : new LegalBasisClaim.Instrument(to.instrument()),
                PEOPLE,
                null,
                now,
                now.plus(OPEN_FOR));
        try {
            var open = new Leave.Open(gate.pass(crossing), new HashSet<>());
            open.passage().take(1);
            open.people().add(person);
            return open;
        } catch (CrossingRefused refused) {
            String codes = refused.reasons().stream()
                    .map(Reason::code)
                    .distinct()
                    .sorted()
                    .collect(Collectors.joining(", "));
            return new Leave.Closed(codes, now.plus(CLOSED_FOR));
        }
    }

    private static Destination destination(GatehouseProperties.Classifier to) {
        return to.region().isEmpty()
                ? new Destination.ToCountry(new CountryCode(to.country()), new Recipient(to.recipient()))
                : new Destination.ToRegion(new RegionId(to.region()));
    }
}
