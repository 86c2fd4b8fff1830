package io.gatehouse.jobs;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** What somebody asked of a job, while it is read: every fault is collected, not the first. Not thread-safe. */
public final class Asked {
    private final Map<String, String> asked;
    private final SortedMap<String, String> kept = new TreeMap<>();
    private final List<ParameterFault> faults = new ArrayList<>();

    public Asked(Map<String, String> asked) {
        this.asked = new TreeMap<>(asked);
    }

    public void fault(String parameter, String message) {
        faults.add(new ParameterFault(parameter, message));
    }

    public boolean isFaulty() {
        return !faults.isEmpty();
    }

    public List<ParameterFault> faults() {
        return List.copyOf(faults);
    }

    /** Puts down what a restart must know: it comes back as {@link RunRequest#setting}. */
    public void keep(String name, String value) {
        if (value.isEmpty()) throw new IllegalArgumentException("nothing to keep under " + name);
        kept.put(name, value);
    }

    SortedMap<String, String> kept() {
        return kept;
    }

    /** Names this job has no parameter for. */
    public void refuseAllBut(List<String> known, String job) {
        asked.keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> fault(name, "is no parameter of " + job + "; it has " + String.join(", ", known)));
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(asked.get(name));
    }

    /** @param read returns empty for what it cannot read */
    public <T> Optional<T> value(String name, Function<String, Optional<T>> read, String message) {
        var value = text(name).flatMap(read);
        if (value.isEmpty() && asked.containsKey(name)) fault(name, message);
        return value;
    }

    public long number(String name, long least, long most, long otherwise) {
        return value(name, text -> whole(text, least, most), "must be " + least + " to " + most)
                .orElse(otherwise);
    }

    public OptionalLong logIndex(String name) {
        return value(name, text -> whole(text, 0, Long.MAX_VALUE), "must be a log index: 0, 1, 2 ...").stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

    private static Optional<Long> whole(String text, long least, long most) {
        try {
            return Optional.of(Long.parseLong(text)).filter(number -> number >= least && number <= most);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    public boolean flag(String name) {
        return value(
                        name,
                        text -> switch (text) {
                            case "true" -> Optional.of(true);
                            case "false" -> Optional.of(false);
                            default -> Optional.<Boolean>empty();
                        },
                        "must be true or false")
                .orElse(false);
    }

    /** RFC 3339, or a date, which stands for its first moment in UTC. */
    public Optional<Instant> time(String name) {
        return value(name, Asked::instant, "must be a time (2026-11-01T00:00:00Z) or a date (2026-11-01)");
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(
                    text.contains("T")
                            ? OffsetDateTime.parse(text).toInstant()
                            : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant());
        } catch (DateTimeParseException notATime) {
            return Optional.empty();
        }
    }
}
