package io.gatehouse.residency.conversation;

import io.gatehouse.residency.conversation.ConversationRules.Row;
import io.gatehouse.residency.conversation.Placement.Reason;
import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides where a message of a conversation is to lie, from its author's home, the members' homes and what is on record.
 * Content only ever goes to a law that is stricter than the author's own; where nobody's is, it stays at home. Pure,
 * thread-safe; the order of members does not matter.
 */
public final class ConversationPlacement {
    private final Topology topology;
    private final ConversationRules rules;

    public ConversationPlacement(Topology topology, ConversationRules rules) {
        this.topology = topology;
        this.rules = rules;
    }

    /** @throws IllegalArgumentException when the topology does not know a region that is named */
    public Placement place(Conversation conversation) {
        return new Placing(conversation).place();
    }

    /**
     * Where an edit of a message goes: to where the message is, whoever joined since. An edit that brought old words under
     * another rule would split one message over two laws.
     */
    public static RegionId placeOfEdit(RegionId original) {
        return original;
    }

    /** Somewhere that a message may go, and what for. */
    private record Candidate(int level, RegionId region, Reason reason) {}

    /** One decision in progress. */
    private final class Placing {
        private final Conversation asked;
        private final LocalDate date;
        private final long unknown;
        private final NavigableSet<RegionId> homes = new TreeSet<>();
        private final List<String> explanation = new ArrayList<>();

        Placing(Conversation asked) {
            this.asked = asked;
            this.date = LocalDate.ofInstant(asked.at(), ZoneOffset.UTC);
            this.unknown = asked.members().stream()
                    .filter(Member.Unknown.class::isInstance)
                    .count();
            for (var member : asked.members()) homeOf(member).ifPresent(homes::add);
        }

        private static Optional<RegionId> homeOf(Member member) {
            return switch (member) {
                case Member.Known(var home) -> Optional.of(home);
                case Member.Stated(var home) -> Optional.of(home);
                case Member.Unknown() -> Optional.empty();
            };
        }

        Placement place() {
            var row = rules.rowFor(asked.surface(), asked.service(), date);
            if (row.isEmpty()) {
                explain("conversations.yaml has no rule for " + asked.surface() + " on " + date
                        + ": without one nothing leaves the author's home.");
                return atHome(Reason.NO_RULE, PlacementRule.AUTHOR);
            }
            explain(row.get().sentence());
            explain("The author is at home in " + named(asked.author()) + ".");
            explainMembers();
            if (unknown > 0 && row.get().unknown() == UnknownMembers.REFUSE) {
                explain("The rule wants to know where everybody lives: nothing is stored.");
                return new Placement.Refused(row.get().rule(), unknown, explanation);
            }
            return switch (row.get().rule()) {
                case AUTHOR -> {
                    explain("The rule asks for the author alone.");
                    yield atHome(Reason.AUTHOR, PlacementRule.AUTHOR);
                }
                case STRICTEST_PARTICIPANT -> strictest(row.get());
                case COPY_PER_PARTICIPANT -> copies();
            };
        }

        private void explainMembers() {
            var counts = new TreeMap<RegionId, Long>(asked.members().stream()
                    .flatMap(member -> homeOf(member).stream())
                    .collect(Collectors.groupingBy(home -> home, Collectors.counting())));
            for (Map.Entry<RegionId, Long> each : counts.entrySet())
                explain(each.getValue() + (each.getValue() == 1 ? " other member is" : " other members are")
                        + " at home in " + named(each.getKey()) + ".");
            if (unknown > 0) explain("Of " + unknown + " other member(s) it is not known where they are at home.");
            asked.recorded()
                    .ifPresent(record -> explain("The conversation has been placed in " + named(record.region())
                            + " since " + record.since() + "; what was said before stays where it is."));
        }

        private Placement strictest(Row row) {
            int own = level(asked.author());
            var best = candidates().stream()
                    .min(Comparator.comparingInt(Candidate::level)
                            .thenComparing(Candidate::reason, Comparator.reverseOrder())
                            .thenComparing(Candidate::region));
            if (best.isEmpty()) {
                explain("Nobody else is named.");
                return atHome(Reason.AUTHOR, row.rule());
            }
            if (best.get().level() >= own) {
                explain("No law among theirs is stricter than that of the author's home: the content stays there.");
                return stored(asked.author(), Reason.AUTHOR_AS_STRICT, record(row, own, asked.author()));
            }
            var to = best.get();
            explain(named(to.region()) + " is stricter than " + named(asked.author()) + why(to.reason())
                    + ": the content goes to " + to.region() + ".");
            return stored(to.region(), to.reason(), record(row, to.level(), to.region()));
        }

        private static String why(Reason reason) {
            return switch (reason) {
                case CONVERSATION -> ", and the conversation is placed there";
                case UNKNOWN_PARTICIPANT -> ", and who is not known counts as the strictest";
                case STRICTER_PARTICIPANT, AUTHOR, NO_RULE, AUTHOR_AS_STRICT -> "";
            };
        }

        private List<Candidate> candidates() {
            var found = new ArrayList<Candidate>();
            for (var home : homes) found.add(new Candidate(level(home), home, Reason.STRICTER_PARTICIPANT));
            if (unknown > 0)
                found.add(new Candidate(0, rules.strictness().getFirst().region(), Reason.UNKNOWN_PARTICIPANT));
            asked.recorded()
                    .ifPresent(record ->
                            found.add(new Candidate(level(record.region()), record.region(), Reason.CONVERSATION)));
            // Somebody's own home is better than a seat that was chosen for want of one.
            if (found.stream().anyMatch(each -> each.level() == 0 && each.reason() != Reason.UNKNOWN_PARTICIPANT))
                found.removeIf(each -> each.reason() == Reason.UNKNOWN_PARTICIPANT);
            return found;
        }

        /** Only what makes a conversation stricter than it was is noted, and only of one under several laws. */
        private Optional<RecordedPlacement> record(Row row, int level, RegionId region) {
            if (asked.recorded().map(known -> level(known.region()) <= level).orElse(false)) return Optional.empty();
            boolean isMixed = unknown > 0 || homes.stream().anyMatch(home -> level(home) != level(asked.author()));
            if (!isMixed && asked.recorded().isEmpty()) return Optional.empty();
            return Optional.of(new RecordedPlacement(row.rule(), region, asked.at()));
        }

        private Placement copies() {
            var copies = new TreeSet<>(homes);
            copies.remove(asked.author());
            explain(
                    copies.isEmpty()
                            ? "Nobody known is at home elsewhere: no copy is made."
                            : "Copies go to "
                                    + copies.stream().map(RegionId::value).collect(Collectors.joining(", "))
                                    + ", where a transfer permits it.");
            if (unknown > 0) explain("No copy is made for who is not known.");
            return new Placement.Stored(
                    asked.author(),
                    Reason.AUTHOR,
                    PlacementRule.COPY_PER_PARTICIPANT,
                    copies,
                    unknown,
                    Optional.empty(),
                    explanation);
        }

        private Placement atHome(Reason reason, PlacementRule rule) {
            return new Placement.Stored(
                    asked.author(), reason, rule, new TreeSet<>(), unknown, Optional.empty(), explanation);
        }

        private Placement stored(RegionId region, Reason reason, Optional<RecordedPlacement> record) {
            return new Placement.Stored(
                    region, reason, PlacementRule.STRICTEST_PARTICIPANT, new TreeSet<>(), unknown, record, explanation);
        }

        private void explain(String sentence) {
            explanation.add(sentence);
        }

        private int level(RegionId id) {
            return rules.level(region(id).jurisdiction());
        }

        private String named(RegionId id) {
            return id + " (" + region(id).jurisdiction().id() + ")";
        }

        private Region region(RegionId id) {
            return topology.region(id)
                    .orElseThrow(() -> new IllegalArgumentException("no such region in regions.yaml: " + id));
        }
    }
}
