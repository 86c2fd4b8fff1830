package io.gatehouse.residency.conversation;

import io.gatehouse.residency.region.Dates;
import io.gatehouse.residency.region.Jurisdiction;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code conversations.yaml} says. Immutable.
 *
 * @param strictness every jurisdiction of the topology, strictest first
 */
public record ConversationRules(List<Seat> strictness, List<Row> rows) {
    public ConversationRules {
        strictness = List.copyOf(strictness);
        rows = List.copyOf(rows);
    }

    /** @throws io.gatehouse.residency.region.ConfigurationRejectedException with every fault */
    public static ConversationRules load(Path directory, Topology topology) {
        return new ConversationRulesFile(topology).load(directory);
    }

    /**
     * A jurisdiction in the order of strictness.
     *
     * @param region where content goes when nobody's own region of the jurisdiction is known
     */
    public record Seat(String jurisdiction, RegionId region) {}

    /**
     * One dated rule.
     *
     * @param service for contents of this service only; empty for all that no other row names
     * @param from first day, inclusive
     * @param to last day, inclusive
     * @param line of the file, from 1
     */
    public record Row(
            Set<String> surfaces,
            Optional<String> service,
            LocalDate from,
            Optional<LocalDate> to,
            PlacementRule rule,
            UnknownMembers unknown,
            String source,
            boolean verified,
            int line) {
        public Row {
            surfaces = Set.copyOf(surfaces);
        }

        boolean covers(String surface, Optional<String> ofService, LocalDate date) {
            return surfaces.contains(surface) && service.equals(ofService) && Dates.covers(Optional.of(from), to, date);
        }

        String sentence() {
            return "conversations.yaml:" + line + ": " + rule.wireName() + " from " + from + " ("
                    + (verified ? "verified" : "not verified") + ": " + source + ").";
        }
    }

    /** The row for the service, or else the one for all; empty when none is on file. */
    Optional<Row> rowFor(String surface, Optional<String> service, LocalDate date) {
        var own = service.isEmpty()
                ? Optional.<Row>empty()
                : rows.stream()
                        .filter(row -> row.covers(surface, service, date))
                        .findFirst();
        return own.or(() -> rows.stream()
                .filter(row -> row.covers(surface, Optional.empty(), date))
                .findFirst());
    }

    /** Whether it matters who else is in a conversation; without a row it does not. */
    public boolean asksForMembers(String surface, Optional<String> service, LocalDate date) {
        return rowFor(surface, service, date)
                .map(row -> row.rule() != PlacementRule.AUTHOR || row.unknown() == UnknownMembers.REFUSE)
                .orElse(false);
    }

    /** Whether one region's law is stricter than another's; a region that the topology lost counts as the laxest. */
    public boolean isStricter(RegionId one, RegionId other, Topology topology) {
        return levelOf(one, topology) < levelOf(other, topology);
    }

    private int levelOf(RegionId region, Topology topology) {
        return topology.region(region).map(found -> level(found.jurisdiction())).orElse(strictness.size());
    }

    /** 0 is the strictest. */
    int level(Jurisdiction jurisdiction) {
        for (int i = 0; i < strictness.size(); i++)
            if (strictness.get(i).jurisdiction().equals(jurisdiction.id())) return i;
        // Loading refuses a file that leaves one out.
        throw new IllegalArgumentException("conversations.yaml does not order " + jurisdiction.id());
    }
}
