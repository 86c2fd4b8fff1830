package io.gatehouse.benchmarks.model;

import io.gatehouse.benchmarks.model.Operation.Evidence;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where evidence says that people live, reckoned as the comments of {@code evidence.yaml} say, in the plainest way. For
 * adults of whom nobody said that they are a business.
 */
final class Residence {
    /** What people state, or others about them, as against what is seen of them. */
    private static final Set<String> STATEMENTS = Set.of("verified", "declared", "establishment");

    private final DataFiles files;
    private final Map<String, Kind> kinds = new TreeMap<>();
    private final Map<String, List<Rule>> change = new TreeMap<>();
    private final double firstScore;
    private final double conflictScore;

    private record Kind(
            double weight,
            double halfLifeDays,
            long maxAgeDays,
            @Nullable Long replacedAfterDays) {}

    private record Rule(List<String> needs, int kinds, int holdDays, double margin) {}

    @SuppressWarnings("unchecked") // The file's own shape; anything else fails at once.
    Residence(Path residency, DataFiles files) {
        this.files = files;
        var rules = (List<Map<String, Object>>) Objects.requireNonNull(
                DataFiles.yaml(residency.resolve("evidence.yaml")).get("rules"));
        if (rules.size() != 1) throw new IllegalStateException("the model knows one period of rules");
        var row = rules.getFirst();
        ((Map<String, Map<String, Object>>) Objects.requireNonNull(row.get("kinds")))
                .forEach((name, kind) -> kinds.put(
                        name,
                        new Kind(
                                number(kind, "weight"),
                                number(kind, "half_life_days"),
                                (long) number(kind, "max_age_days"),
                                kind.containsKey("replaced_after_days")
                                        ? (Long) (long) number(kind, "replaced_after_days")
                                        : null)));
        ((Map<String, List<Map<String, Object>>>) Objects.requireNonNull(row.get("change")))
                .forEach((name, list) -> change.put(
                        name,
                        list.stream()
                                .map(rule -> new Rule(
                                        (List<String>) Objects.requireNonNull(rule.get("needs")),
                                        (int) number(rule, "kinds"),
                                        (int) number(rule, "hold_days"),
                                        number(rule, "margin")))
                                .toList()));
        firstScore = number(row, "first_score");
        conflictScore = number(row, "eea_conflict_score");
    }

    private static double number(Map<String, Object> row, String key) {
        return ((Number) Objects.requireNonNull(row.get(key), key)).doubleValue();
    }

    private Kind kind(String name) {
        return Objects.requireNonNull(kinds.get(name), name);
    }

    /** The first home country; empty when it cannot be said. */
    Optional<String> first(List<Evidence> evidence, LocalDate today) {
        var scores = scores(evidence, today);
        if (scores.isEmpty()) return Optional.empty();
        double inside = sum(scores, country -> files.isInside(country, today));
        double outside = sum(scores, country -> !files.isInside(country, today));
        if (inside > 0 && outside > 0 && inside >= conflictScore)
            return best(scores, country -> files.isInside(country, today));
        var best = best(scores, _ -> true);
        return best.filter(country -> Objects.requireNonNull(scores.get(country)) >= firstScore);
    }

    /** The country to which somebody has moved; empty while they live where they did. */
    Optional<String> movedTo(List<Evidence> evidence, String present, LocalDate today) {
        var scores = scores(evidence, today);
        for (var country : new TreeSet<>(scores.keySet())) {
            if (country.equals(present) || files.regionOf(country, today).isEmpty()) continue;
            for (var rule : Objects.requireNonNull(change.get(zone(present, country, today))))
                if (isFulfilled(rule, evidence, scores, present, country, today)) return Optional.of(country);
        }
        return Optional.empty();
    }

    private String zone(String present, String country, LocalDate today) {
        boolean from = files.isInside(present, today);
        boolean to = files.isInside(country, today);
        return from == to ? "within" : to ? "entering_eea" : "leaving_eea";
    }

    private boolean isFulfilled(
            Rule rule,
            List<Evidence> evidence,
            Map<String, Double> scores,
            String present,
            String country,
            LocalDate today) {
        boolean isLeaving = files.isInside(present, today) && !files.isInside(country, today);
        Predicate<String> presentSide = isLeaving ? place -> files.isInside(place, today) : present::equals;
        double against = isLeaving ? sum(scores, presentSide) : scores.getOrDefault(present, 0.0);
        if (scores.getOrDefault(country, 0.0) - against < rule.margin()) return false;
        var held = new HashSet<String>();
        for (var kind : kinds.keySet()) if (isHeld(kind, evidence, country, rule.holdDays(), today)) held.add(kind);
        if (held.size() < rule.kinds() || rule.needs().stream().noneMatch(held::contains)) return false;
        var newest = latest(
                evidence, e -> STATEMENTS.contains(e.kind()) && e.country().equals(country));
        var contrary = latest(evidence, e -> STATEMENTS.contains(e.kind()) && presentSide.test(e.country()));
        return contrary == null || newest == null || contrary.isBefore(newest);
    }

    private boolean isHeld(String kind, List<Evidence> evidence, String country, int holdDays, LocalDate today) {
        if (kind.equals("ip") && holdDays < 30) return false;
        var own = evidence.stream()
                .filter(e -> e.kind().equals(kind))
                .sorted(Comparator.comparing(Evidence::day))
                .toList();
        boolean isStatement = STATEMENTS.contains(kind);
        LocalDate first = null;
        LocalDate last = null;
        for (var each : own) {
            if (!each.country().equals(country)) {
                first = null;
            } else {
                // A statement holds from when it was received, an observation from when it was made.
                if (first == null) first = isStatement ? each.received() : each.day();
                last = each.day();
            }
        }
        if (first == null || last == null) return false;
        var until = isStatement ? today : last;
        return ChronoUnit.DAYS.between(first, until) >= holdDays;
    }

    private Map<String, Double> scores(List<Evidence> evidence, LocalDate today) {
        var scores = new TreeMap<String, Double>();
        for (var each : evidence) {
            if (each.kind().equals("ip")) continue;
            if (isLatest(each, evidence) && !isReplaced(each, evidence)) add(scores, each, today);
        }
        for (var each : evidence)
            if (each.kind().equals("ip") && scores.containsKey(each.country()))
                if (isLatest(each, evidence) && !isReplaced(each, evidence)) add(scores, each, today);
        return scores;
    }

    private void add(Map<String, Double> scores, Evidence evidence, LocalDate today) {
        long age = ChronoUnit.DAYS.between(evidence.day(), today);
        var kind = kind(evidence.kind());
        if (age > kind.maxAgeDays()) return;
        scores.merge(evidence.country(), kind.weight() * Math.pow(0.5, age / kind.halfLifeDays()), Double::sum);
    }

    private static boolean isLatest(Evidence evidence, List<Evidence> all) {
        return all.stream()
                .noneMatch(e -> e.kind().equals(evidence.kind())
                        && e.country().equals(evidence.country())
                        && e.day().isAfter(evidence.day()));
    }

    private boolean isReplaced(Evidence evidence, List<Evidence> all) {
        var after = kind(evidence.kind()).replacedAfterDays();
        var later = all.stream()
                .filter(e -> e.kind().equals(evidence.kind())
                        && !e.country().equals(evidence.country())
                        && e.day().isAfter(evidence.day()))
                .toList();
        if (later.isEmpty()) return false;
        if (after == null) return true;
        return later.stream()
                .anyMatch(first -> later.stream()
                        .anyMatch(last -> last.country().equals(first.country())
                                && ChronoUnit.DAYS.between(first.day(), last.day()) >= after));
    }

    private static @Nullable LocalDate latest(List<Evidence> evidence, Predicate<Evidence> which) {
        return evidence.stream()
                .filter(which)
                .map(Evidence::day)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private static double sum(Map<String, Double> scores, Predicate<String> which) {
        return scores.entrySet().stream()
                .filter(e -> which.test(e.getKey()))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private static Optional<String> best(Map<String, Double> scores, Predicate<String> which) {
        return scores.entrySet().stream()
                .filter(e -> which.test(e.getKey()))
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey);
    }
}
