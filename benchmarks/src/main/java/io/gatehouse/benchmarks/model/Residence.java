package io.gatehouse.benchmarks.model;

import io.gatehouse.benchmarks.model.Operation.Evidence;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where evidence says that people live, reckoned as the comments of {@code evidence.yaml} and docs/residency.md say, in the
 * plainest way.
 */
final class Residence {
    /** What people state, or others about them, as against what is seen of them. */
    private static final Set<String> STATEMENTS = Set.of("verified", "declared", "establishment");

    private static final int LEAST_NETWORK_DAYS = 30;

    private final DataFiles files;
    private final Map<String, Kind> kinds = new LinkedHashMap<>();
    private final Map<String, List<Rule>> change = new TreeMap<>();
    private final double firstScore;
    private final double conflictScore;
    private final boolean unknownAgeIsMinor;

    private record Kind(
            double weight,
            long halfLifeDays,
            long maxAgeDays,
            @Nullable Long replacedAfterDays) {}

    private record Rule(List<String> needs, int kinds, int holdDays, double margin) {}

    /** One kind naming one country: how long without another between, and what it weighs. */
    private record Voice(String kind, String country, LocalDate last, long heldDays, double weight) {}

    @SuppressWarnings("unchecked") // The file's own shape; anything else fails at once.
    Residence(Path residency, DataFiles files) {
        this.files = files;
        var rules = DataFiles.rows(DataFiles.yaml(residency.resolve("evidence.yaml")), "rules");
        if (rules.size() != 1) throw new IllegalStateException("the model knows one period of rules");
        var row = rules.getFirst();
        ((Map<String, Map<String, Object>>) Objects.requireNonNull(row.get("kinds")))
                .forEach((name, kind) -> kinds.put(
                        name,
                        new Kind(
                                number(kind, "weight"),
                                (long) number(kind, "half_life_days"),
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
        unknownAgeIsMinor = DataFiles.text(row, "unknown_age").equals("minor");
    }

    private static double number(Map<String, Object> row, String key) {
        return ((Number) Objects.requireNonNull(row.get(key), key)).doubleValue();
    }

    private Kind kind(String name) {
        return Objects.requireNonNull(kinds.get(name), name);
    }

    /** The first home country; empty when it cannot be said. */
    Optional<String> first(Person person, LocalDate today) {
        var said = new Said(person, today);
        var scoring = said.scoring();
        if (scoring.isEmpty()) return Optional.empty();
        var inside = scoring.stream().filter(said::isInside).toList();
        boolean isConflict = !inside.isEmpty() && inside.size() < scoring.size() && said.eeaScore() >= conflictScore;
        if (!isConflict) return said.scoreOf(scoring.getFirst()) < firstScore ? Optional.empty() : said.lead(scoring);
        if (scoring.stream().mapToDouble(said::scoreOf).sum() < firstScore) return Optional.empty();
        var settled = scoring.stream()
                .filter(country -> !said.isInside(country)
                        && said.isFulfilled(country, "leaving_eea", said::isInside, said.eeaScore()))
                .toList();
        return said.lead(settled.isEmpty() ? inside : settled);
    }

    /** The country in which somebody lives now, other than the one that is known; empty while they live where they did. */
    Optional<String> movedTo(Person person, LocalDate today) {
        var said = new Said(person, today);
        String present = Objects.requireNonNull(person.country);
        boolean isHomeEea = files.region(Objects.requireNonNull(person.home)).eea();
        var candidates = new ArrayList<String>();
        for (var country : said.scoring()) {
            if (country.equals(present)) continue;
            boolean isRegionEea = files.regionOf(country, today)
                    .map(region -> files.region(region).eea())
                    .orElse(false);
            boolean leaves = said.isInside(present) && !said.isInside(country) || isHomeEea && !isRegionEea;
            boolean enters =
                    !leaves && (!said.isInside(present) && said.isInside(country) || !isHomeEea && isRegionEea);
            double against = !leaves
                    ? said.scoreOf(present)
                    : said.eeaScore() + (said.isInside(present) ? 0 : said.scoreOf(present));
            Predicate<String> side =
                    other -> other.equals(present) || leaves && said.isInside(other) && !other.equals(country);
            String way = leaves ? "leaving_eea" : enters ? "entering_eea" : "within";
            if (said.isFulfilled(country, way, side, against)) candidates.add(country);
        }
        return said.choose(candidates);
    }

    /** Whether somebody stays in the EEA though the row of their country now names a region outside. */
    boolean staysInEea(Person person, LocalDate today) {
        var said = new Said(person, today);
        String present = Objects.requireNonNull(person.country);
        if (!person.isBusiness && Boolean.TRUE.equals(person.minor) && !said.isVerified(present)) return true;
        if (said.isInside(present) || said.eeaScore() < conflictScore) return false;
        return !said.isFulfilled(present, "leaving_eea", said::isInside, said.eeaScore());
    }

    /** What the evidence about one person says on one day. */
    private final class Said {
        private final Person person;
        private final LocalDate today;
        private final List<Voice> voices = new ArrayList<>();
        private final Map<String, Double> scores = new HashMap<>();

        Said(Person person, LocalDate today) {
            this.person = person;
            this.today = today;
            for (var kind : kinds.keySet()) if (!kind.equals("ip")) hear(kind);
            hear("ip");
        }

        private void hear(String kind) {
            if (person.isBusiness != kind.equals("establishment")) return;
            var seen = person.evidence.stream()
                    .filter(each -> each.kind().equals(kind))
                    .distinct()
                    .sorted(Comparator.comparing(Evidence::day))
                    .toList();
            boolean isStatement = STATEMENTS.contains(kind);
            long longestLater = 0;
            var heard = new ArrayList<String>();
            for (int end = seen.size(); end > 0; ) {
                int begin = end - 1;
                var last = seen.get(end - 1);
                while (begin > 0 && seen.get(begin - 1).country().equals(last.country())) begin--;
                var since = seen.subList(begin, end).stream()
                        .map(each -> each.received().isAfter(each.day()) ? each.received() : each.day())
                        .min(Comparator.naturalOrder())
                        .orElseThrow();
                long held = Math.max(0, ChronoUnit.DAYS.between(since, isStatement ? today : last.day()));
                var limit = kind(kind).replacedAfterDays();
                boolean isReplaced = limit != null && longestLater >= limit;
                longestLater = Math.max(longestLater, held);
                if (!heard.contains(last.country())) {
                    heard.add(last.country());
                    speak(kind, last, held, isReplaced ? 0 : weight(kind, last.day()));
                }
                if (isStatement) return; // A newer one replaces it at once.
                end = begin;
            }
        }

        private void speak(String kind, Evidence last, long held, double weight) {
            boolean counts = !kind.equals("ip") || scoreOf(last.country()) > 0;
            voices.add(new Voice(kind, last.country(), last.day(), counts ? held : -1, counts ? weight : 0));
            scores.merge(last.country(), counts ? weight : 0, Double::sum);
        }

        private double weight(String kind, LocalDate day) {
            long age = ChronoUnit.DAYS.between(day, today);
            if (age > kind(kind).maxAgeDays()) return 0;
            long halvings = age / kind(kind).halfLifeDays();
            return kind(kind).weight() / (1L << halvings);
        }

        double scoreOf(String country) {
            return scores.getOrDefault(country, 0.0);
        }

        /** Highest first. */
        List<String> scoring() {
            return scores.keySet().stream()
                    .filter(country -> scoreOf(country) > 0)
                    .sorted(Comparator.comparingDouble(this::scoreOf)
                            .reversed()
                            .thenComparing(Comparator.naturalOrder()))
                    .toList();
        }

        boolean isInside(String country) {
            return files.isInside(country, today);
        }

        /** Of each kind the best that speaks for anywhere inside. */
        double eeaScore() {
            var best = new HashMap<String, Double>();
            for (var voice : voices) if (isInside(voice.country())) best.merge(voice.kind(), voice.weight(), Math::max);
            return best.values().stream().mapToDouble(Double::doubleValue).sum();
        }

        boolean isVerified(String country) {
            return voices.stream()
                    .anyMatch(voice ->
                            voice.country().equals(country) && voice.kind().equals("verified") && voice.weight() > 0);
        }

        Optional<String> lead(List<String> countries) {
            var first = countries.getFirst();
            boolean isTied = countries.stream()
                    .anyMatch(other -> scoreOf(other) == scoreOf(first)
                            && !files.regionOf(other, today).equals(files.regionOf(first, today)));
            return isTied ? Optional.empty() : Optional.of(first);
        }

        Optional<String> choose(List<String> candidates) {
            var inside = candidates.stream().filter(this::isInside).findFirst();
            if (inside.isPresent() || candidates.isEmpty()) return inside;
            return lead(candidates);
        }

        private List<Rule> rules(String way) {
            String name = way;
            if (person.isBusiness) name = way.equals("leaving_eea") ? "business_leaving_eea" : "business";
            else if (way.equals("leaving_eea") && (person.minor == null ? unknownAgeIsMinor : person.minor))
                name = "minor_leaving_eea";
            return Objects.requireNonNull(change.get(name), name);
        }

        boolean isFulfilled(String country, String way, Predicate<String> presentSide, double against) {
            return rules(way).stream().anyMatch(rule -> isFulfilled(rule, country, presentSide, against));
        }

        private boolean isFulfilled(Rule rule, String country, Predicate<String> presentSide, double against) {
            var held = voices.stream()
                    .filter(voice -> voice.country().equals(country)
                            && voice.weight() > 0
                            && voice.heldDays()
                                    >= (voice.kind().equals("ip")
                                            ? Math.max(rule.holdDays(), LEAST_NETWORK_DAYS)
                                            : rule.holdDays()))
                    .toList();
            var carrier = held.stream()
                    .filter(voice -> rule.needs().contains(voice.kind()))
                    .map(Voice::last)
                    .max(Comparator.naturalOrder());
            if (carrier.isEmpty() || held.size() < rule.kinds() || scoreOf(country) - against < rule.margin())
                return false;
            return voices.stream()
                    .noneMatch(voice -> STATEMENTS.contains(voice.kind())
                            && voice.weight() > 0
                            && presentSide.test(voice.country())
                            && !voice.last().isBefore(carrier.get()));
        }
    }
}
