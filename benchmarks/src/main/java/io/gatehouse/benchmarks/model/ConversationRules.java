package io.gatehouse.benchmarks.model;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code conversations.yaml} as its comments say, in the plainest way. */
final class ConversationRules {
    private final DataFiles files;
    private final List<String> strictest = new ArrayList<>();
    private final List<String> seats = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();

    private record Rule(
            List<String> surfaces, LocalDate from, @Nullable LocalDate to, String rule, boolean refusesUnknown) {}

    @SuppressWarnings("unchecked") // The file's own shape; anything else fails at once.
    ConversationRules(Path residency, DataFiles files) {
        this.files = files;
        var file = DataFiles.yaml(residency.resolve("conversations.yaml"));
        for (var row : DataFiles.rows(file, "strictness")) {
            strictest.add(DataFiles.text(row, "jurisdiction"));
            seats.add(DataFiles.text(row, "seat"));
        }
        for (var row : DataFiles.rows(file, "rules")) {
            if (row.containsKey("service")) throw new IllegalStateException("the model knows no rules by service");
            String rule = DataFiles.text(row, "rule");
            if (rule.equals("copy_per_participant")) throw new IllegalStateException("the model knows no copies");
            rules.add(new Rule(
                    (List<String>) Objects.requireNonNull(row.get("surfaces")),
                    LocalDate.parse(DataFiles.text(row, "from")),
                    DataFiles.date(row.get("to")),
                    rule,
                    "refuse".equals(row.get("unknown"))));
        }
    }

    int rank(String region) {
        return strictest.indexOf(files.region(region).jurisdiction());
    }

    /** Whether members matter on this surface. */
    boolean asksForMembers(String surface, LocalDate today) {
        return rule(surface, today).filter(row -> !row.rule().equals("author")).isPresent();
    }

    boolean refusesUnknown(String surface, LocalDate today) {
        return rule(surface, today).map(Rule::refusesUnknown).orElse(false);
    }

    private Optional<Rule> rule(String surface, LocalDate today) {
        return rules.stream()
                .filter(row -> row.surfaces().contains(surface) && DataFiles.covers(row.from(), row.to(), today))
                .findFirst();
    }

    /** Whether several laws meet: members elsewhere, or of whom nothing is known (null). */
    boolean isMixed(String home, List<? extends @Nullable String> members) {
        return members.stream().anyMatch(member -> member == null || rank(member) != rank(home));
    }

    /**
     * Where a message goes for its members' sake, whatever the gate says.
     *
     * @param members homes; null for who is not known, who counts as the strictest
     * @param noted where the conversation was placed before
     */
    String strictest(String home, List<? extends @Nullable String> members, @Nullable String noted) {
        int author = rank(home);
        int others = Integer.MAX_VALUE;
        for (var member : members) others = Math.min(others, member == null ? 0 : rank(member));
        int before = noted == null ? Integer.MAX_VALUE : rank(noted);
        if (author <= Math.min(others, before)) return home;
        if (before <= others) return Objects.requireNonNull(noted);
        int strict = others;
        return members.stream()
                .filter(member -> member != null && rank(member) == strict)
                .map(Objects::requireNonNull)
                .sorted()
                .findFirst()
                .orElse(seats.get(strict));
    }
}
