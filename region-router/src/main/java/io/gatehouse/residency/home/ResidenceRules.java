package io.gatehouse.residency.home;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What {@code evidence.yaml} says: how evidence of residence is weighed, and what a change takes, by date. Immutable. */
public final class ResidenceRules {
    private final List<RuleSet> sets;

    ResidenceRules(List<RuleSet> sets) {
        this.sets = List.copyOf(sets);
    }

    /**
     * Reads {@code evidence.yaml}.
     *
     * @throws io.gatehouse.residency.region.ConfigurationRejectedException with every fault
     */
    public static ResidenceRules load(Path directory) {
        return new ResidenceRulesFile().load(directory);
    }

    /** The rules in force; empty when none cover the date. */
    public Optional<RuleSet> on(LocalDate date) {
        for (var set : sets) if (set.covers(date)) return Optional.of(set);
        return Optional.empty();
    }

    /** In the order of the file; their periods do not overlap. */
    public List<RuleSet> sets() {
        return sets;
    }

    /**
     * What evidence of one kind is worth.
     *
     * @param weight of an observation of the day itself, not negative
     * @param halfLifeDays each time so many days have passed, the weight halves
     * @param maxAgeDays older than this it counts for nothing
     * @param replacedAfterDays for how long another country must keep being observed before this observation counts for
     *     nothing; 0 for statements, which a newer one replaces at once
     */
    public record KindRule(
            double weight, int halfLifeDays, int maxAgeDays, int replacedAfterDays, String source, int line) {
        double weightAt(long ageDays) {
            if (ageDays < 0 || ageDays > maxAgeDays) return 0;
            // A power of two, so that sums are exact and do not depend on their order.
            return Math.scalb(weight, -(int) (ageDays / halfLifeDays));
        }
    }

    /** Which way a change goes; each has rules of its own. */
    public enum Direction {
        WITHIN,
        ENTERING_EEA,
        LEAVING_EEA,
        MINOR_LEAVING_EEA,
        BUSINESS,
        BUSINESS_LEAVING_EEA;

        String fieldName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One way in which a change of country can be shown.
     *
     * @param needs at least one of these kinds names the new country
     * @param kinds how many different kinds name it
     * @param holdDays for how long each of them has done so without another country between
     * @param margin by how much the new country outweighs what speaks for the present one
     */
    public record ChangeRule(String id, Set<EvidenceKind> needs, int kinds, int holdDays, double margin, int line) {
        public ChangeRule {
            needs = Set.copyOf(needs);
        }
    }

    /**
     * The rules of one period.
     *
     * @param from first day, inclusive
     * @param to last day, inclusive; empty while it lasts
     * @param firstScore what is needed to resolve a home at first
     * @param eeaConflictScore what must speak for the EEA so that it holds against the rest
     * @param unknownAge as what people of unknown age count: {@link Age#MINOR} or {@link Age#ADULT}
     * @param verified whether who answers for data protection has confirmed it
     */
    public record RuleSet(
            LocalDate from,
            Optional<LocalDate> to,
            Map<EvidenceKind, KindRule> kinds,
            double firstScore,
            double eeaConflictScore,
            Age unknownAge,
            Map<Direction, List<ChangeRule>> changes,
            String source,
            boolean verified,
            int line) {
        public RuleSet {
            kinds = new EnumMap<>(kinds);
            changes = new EnumMap<>(changes);
        }

        boolean covers(LocalDate date) {
            return !date.isBefore(from) && (to.isEmpty() || !date.isAfter(to.get()));
        }

        KindRule kind(EvidenceKind kind) {
            return Objects.requireNonNull(kinds.get(kind), "the file was checked to name every kind");
        }

        List<ChangeRule> changes(Direction direction) {
            return changes.getOrDefault(direction, List.of());
        }

        /** For an explanation: the row, where it stands, and whether it is verified. */
        public String sentence() {
            return "evidence.yaml:" + line + ": rules from " + from
                    + to.map(t -> " to " + t).orElse("") + " (" + (verified ? "verified" : "not verified") + ": "
                    + source + ")";
        }
    }
}
