package io.gatehouse.residency.region;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Dated rows laid out by day, so that asking for the row of a day compares a few numbers. Immutable. */
final class Timeline<R> {
    private final long[] begins;
    private final List<Optional<R>> rows;

    private Timeline(long[] begins, List<Optional<R>> rows) {
        this.begins = begins;
        this.rows = rows;
    }

    /** @param rows whose periods do not overlap; where some do, the first of the list holds */
    static <R> Timeline<R> of(
            List<R> rows, Function<R, Optional<LocalDate>> from, Function<R, Optional<LocalDate>> to) {
        var begins = new ArrayList<Long>(List.of(Long.MIN_VALUE));
        for (var row : rows) {
            from.apply(row).ifPresent(day -> begins.add(day.toEpochDay()));
            to.apply(row).ifPresent(day -> begins.add(day.toEpochDay() + 1));
        }
        var days =
                begins.stream().mapToLong(Long::longValue).sorted().distinct().toArray();
        var laidOut = new ArrayList<Optional<R>>(days.length);
        for (long day : days) {
            laidOut.add(rows.stream()
                    .filter(row -> from.apply(row).map(LocalDate::toEpochDay).orElse(Long.MIN_VALUE) <= day
                            && day <= to.apply(row).map(LocalDate::toEpochDay).orElse(Long.MAX_VALUE))
                    .findFirst());
        }
        return new Timeline<>(days, List.copyOf(laidOut));
    }

    Optional<R> on(LocalDate date) {
        int found = Arrays.binarySearch(begins, date.toEpochDay());
        return rows.get(found >= 0 ? found : -found - 2);
    }

    /** Nothing on any day, where there is no timeline. */
    static <R> Optional<R> rowOn(@Nullable Timeline<R> timeline, LocalDate date) {
        return timeline == null ? Optional.empty() : timeline.on(date);
    }
}
