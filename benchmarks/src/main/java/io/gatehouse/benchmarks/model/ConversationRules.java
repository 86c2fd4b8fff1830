package io.gatehouse.benchmarks.model;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code conversations.yaml} as its comments say, in the plainest way. */
final class ConversationRules {
    private final DataFiles files;
    private final List<String> strictest = new ArrayList<>();
    private final List<String> seats = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final Set<String> open;

    private record Rule(
            List<String> surfaces, LocalDate from, @Nullable LocalDate to, String rule, boolean refusesUnknown) {}

    /** @param open pairs of regions, as {@code from>to}, between which the gate lets conversations pass */
    @SuppressWarnings("unchecked") // The file's own shape; anything else fails at once.
    ConversationRules(Path residency, DataFiles files, Set<String> open) {
        this.files = files;
        this.open = Set.copyOf(open);
        var file = DataFiles.yaml(residency.resolve("conversations.yaml"));
        for (var row : (List<Map<String, Object>>) Objects.requireNonNull(file.get("strictness"))) {
            strictest.add(Objects.requireNonNull(row.get("jurisdiction")).toString());
            seats.add(Objects.requireNonNull(row.get("seat")).toString());
        }
        for (var row : (List<Map<String, Object>>) Objects.requireNonNull(file.get("rules"))) {
            if (row.containsKey("service")) throw new IllegalStateException("the model knows no rules by service");
            rules.add(new Rule(
                    (List<String>) Objects.requireNonNull(row.get("surfaces")),
                    LocalDate.parse(Objects.requireNonNull(row.get("from")).toString()),
                    row.get("to") == null ? null : LocalDate.parse(row.get("to").toString()),
                    Objects.requireNonNull(row.get("rule")).toString(),
                    "refuse".equals(row.get("unknown"))));
        }
    }

    /** @param note the region to note for the conversation at the author's home; null for nothing new */
    record Placed(
            String region, List<String> copies, @Nullable String note, boolean isRefused) {}

    private int rank(String region) {
        return strictest.indexOf(files.region(region).jurisdiction());
    }

    Placed place(
            String surface,
            String home,
            List<? extends @Nullable String> members,
            @Nullable String noted,
            LocalDate today) {
        var rule = rules.stream()
                .filter(row -> row.surfaces().contains(surface)
                        && !today.isBefore(row.from())
                        && (row.to() == null || !today.isAfter(row.to())))
                .findFirst();
        boolean anyUnknown = members.stream().anyMatch(Objects::isNull);
        if (rule.isEmpty() || members.isEmpty()) return new Placed(home, List.of(), null, false);
        if (anyUnknown && rule.get().refusesUnknown()) return new Placed("", List.of(), null, true);
        return switch (rule.get().rule()) {
            case "author" -> new Placed(home, List.of(), null, false);
            case "copy_per_participant" -> copies(home, members);
            default -> strictest(home, members, noted, anyUnknown);
        };
    }

    private Placed copies(String home, List<? extends @Nullable String> members) {
        var copies = new HashSet<String>();
        for (var member : members)
            if (member != null && !member.equals(home) && mayPass(home, member)) copies.add(member);
        return new Placed(home, copies.stream().sorted().toList(), null, false);
    }

    private Placed strictest(
            String home, List<? extends @Nullable String> members, @Nullable String noted, boolean anyUnknown) {
        int author = rank(home);
        int others = anyUnknown ? 0 : Integer.MAX_VALUE;
        boolean isMixed = anyUnknown;
        for (var member : members) {
            if (member == null) continue;
            others = Math.min(others, rank(member));
            isMixed |= rank(member) != author;
        }
        int before = noted == null ? Integer.MAX_VALUE : rank(noted);
        String wanted;
        if (author <= Math.min(others, before)) {
            wanted = home;
        } else if (before <= others) {
            wanted = Objects.requireNonNull(noted);
        } else {
            int strict = others;
            wanted = members.stream()
                    .filter(member -> member != null && rank(member) == strict)
                    .map(Objects::requireNonNull)
                    .sorted()
                    .findFirst()
                    .orElse(seats.get(strict));
        }
        if (!wanted.equals(home) && !mayPass(home, wanted)) wanted = home;
        return new Placed(wanted, List.of(), isMixed && noted == null ? wanted : null, false);
    }

    private boolean mayPass(String from, String to) {
        return open.contains(from + ">" + to);
    }
}
