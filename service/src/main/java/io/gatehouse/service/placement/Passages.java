package io.gatehouse.service.placement;

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
import io.gatehouse.residency.crossing.TransferGate;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Leave to place content in another cell, asked of the gate for a number of people and a time, and used by many messages: an
 * entry of the log for each message would be as long as the conversation. Thread-safe.
 */
@Component
final class Passages {
    static final Purpose CONVERSATION = new Purpose("conversation");

    static final Purpose CONTINUITY = new Purpose("continuity");

    /** Another word for the same purpose: asked of the log of the region that sheltered. */
    private static final Purpose HOMECOMING = new Purpose("homecoming");

    /** Law and instruments change; what was permitted an hour ago is asked again. */
    private static final Duration OPEN_FOR = Duration.ofHours(1);

    /** People whose content may leave under one entry; more ask again, so that a cap counts people and not hours. */
    private static final int PEOPLE = 200;

    /** A refusal is told again for so long without a new entry: each message of a busy group would leave one. */
    private static final Duration CLOSED_FOR = Duration.ofMinutes(1);

    private static final Set<DataKind> WORDS = Set.of(DataKind.CONTENT, DataKind.DECISION, DataKind.NOTES);

    private static final Set<DataKind> WITH_MEDIA =
            Set.of(DataKind.CONTENT, DataKind.MEDIA, DataKind.DECISION, DataKind.NOTES);

    private final TransferGate gate;
    private final Topology topology;
    private final Clock clock;
    private final Cache<Way, Leave> ways;

    Passages(TransferGate gate, Topology topology, Clock clock) {
        this.gate = gate;
        this.topology = topology;
        this.clock = clock;
        // More than there are pairs of regions.
        this.ways = Caffeine.newBuilder().maximumSize(10_000).build();
    }

    /** @param hasMedia media are data of a kind of their own: what is open for words may be closed for them */
    private record Way(Purpose purpose, RegionId from, RegionId to, boolean hasMedia) {
        Set<DataKind> kinds() {
            return hasMedia ? WITH_MEDIA : WORDS;
        }
    }

    /** What the gate said. */
    sealed interface Leave {
        /** @param people for whom it was used */
        record Open(Passage passage, Set<AccountRef> people) implements Leave {}

        record Closed(String transferId, List<String> codes, java.time.Instant until) implements Leave {}
    }

    /** Leave for this person's content; durable in the log of {@code from} before it is given. */
    Leave ask(RegionId from, RegionId to, AccountRef person, boolean hasMedia) {
        return ask(new Way(CONVERSATION, from, to, hasMedia), person);
    }

    /** Leave to shelter this person's content while {@code from} is down; durable in the log of {@code to}. */
    Leave askShelter(RegionId from, RegionId to, AccountRef person, boolean hasMedia) {
        return ask(new Way(CONTINUITY, from, to, hasMedia), person);
    }

    /** Leave to bring this person's content home; durable in the log of {@code from}, where it was sheltered. */
    Leave askHome(RegionId from, RegionId to, AccountRef person, boolean hasMedia) {
        return ask(new Way(HOMECOMING, from, to, hasMedia), person);
    }

    private Leave ask(Way way, AccountRef person) {
        return ways.asMap().compute(way, (_, known) -> {
            if (known != null && holds(known, way, person)) return known;
            return askGate(way, person);
        });
    }

    private boolean holds(Leave known, Way way, AccountRef person) {
        return switch (known) {
            case Leave.Closed closed -> clock.instant().isBefore(closed.until());
            case Leave.Open(var passage, var people) -> {
                if (!clock.instant().isBefore(passage.expires())) yield false;
                if (!people.contains(person)) {
                    if (people.size() >= PEOPLE) yield false;
                    passage.take(1);
                    people.add(person);
                }
                for (var kind : way.kinds()) passage.check(way.from(), way.to(), kind);
                yield true;
            }
        };
    }

    private Leave askGate(Way way, AccountRef person) {
        var now = clock.instant();
        var home = topology.region(way.from()).orElseThrow();
        var crossing = new Crossing(
                way.purpose(),
                way.kinds(),
                way.from(),
                new Destination.ToRegion(way.to()),
                new Actor("placement", Actor.Kind.SYSTEM, home.location()),
                new LegalBasisClaim.Territory(),
                PEOPLE,
                null,
                now,
                now.plus(OPEN_FOR));
        try {
            var open = new Leave.Open(
                    way.purpose().equals(CONTINUITY) ? gate.shelter(crossing) : gate.pass(crossing), new HashSet<>());
            open.passage().take(1);
            open.people().add(person);
            return open;
        } catch (CrossingRefused refused) {
            return new Leave.Closed(
                    refused.answer().transferId(),
                    refused.reasons().stream()
                            .map(Reason::code)
                            .distinct()
                            .sorted()
                            .toList(),
                    now.plus(CLOSED_FOR));
        }
    }
}
