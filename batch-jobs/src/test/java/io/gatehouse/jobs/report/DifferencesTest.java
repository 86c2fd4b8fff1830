package io.gatehouse.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.report.TableReport.Wanted;
import io.gatehouse.jobs.report.table.Column;
import io.gatehouse.jobs.report.table.Figure;
import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.jobs.report.table.SmallCounts;
import io.gatehouse.moderation.report.ReportingPeriod;
import io.gatehouse.residency.region.RegionId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Two reports beside each other tell no more of few people than each of them. */
class DifferencesTest {
    private static final Instant NOW = Instant.parse("2026-12-31T00:00:00Z");
    private static final RegionId EAST = new RegionId("eu-east-1");
    private static final RegionId WEST = new RegionId("eu-west-1");
    private static final ReportingPeriod FIRST = period("2026-01-01", "2026-03-31");
    private static final ReportingPeriod SECOND = period("2026-04-01", "2026-06-30");
    private static final ReportingPeriod BOTH = period("2026-01-01", "2026-06-30");

    private static ReportingPeriod period(String from, String to) {
        return new ReportingPeriod(LocalDate.parse(from), LocalDate.parse(to));
    }

    /** So many people of each kind, on a day of each quarter in each region. */
    private static final class Counted implements TableReport {
        private final Map<RegionId, Map<LocalDate, Map<String, Long>>> people = new HashMap<>();

        void add(RegionId region, String day, String kind, long number) {
            people.computeIfAbsent(region, _ -> new HashMap<>())
                    .computeIfAbsent(LocalDate.parse(day), _ -> new TreeMap<>())
                    .merge(kind, number, Long::sum);
        }

        @Override
        public String name() {
            return "counted";
        }

        @Override
        public String title() {
            return "Counted";
        }

        @Override
        public String source() {
            return "a law";
        }

        @Override
        public List<String> notes() {
            return List.of();
        }

        @Override
        public Set<String> tablesOfPeople() {
            return Set.of("people");
        }

        @Override
        public List<FigureTable> tables(Wanted wanted) {
            var sums = new TreeMap<String, Long>();
            for (var region : wanted.regions())
                people.getOrDefault(region, Map.of()).forEach((day, kinds) -> {
                    var at = day.atStartOfDay(ZoneOffset.UTC).toInstant();
                    if (at.isBefore(wanted.span().from())
                            || !at.isBefore(wanted.span().to())) return;
                    kinds.forEach((kind, number) -> sums.merge(kind, number, Long::sum));
                });
            var rows = new ArrayList<List<Figure>>();
            sums.forEach((kind, number) -> rows.add(List.of(Figure.of(kind), Figure.of(number))));
            if (!rows.isEmpty())
                rows.add(List.of(
                        Figure.of(FigureTable.TOTAL),
                        Figure.of(sums.values().stream()
                                .mapToLong(Long::longValue)
                                .sum())));
            var table = new FigureTable(
                    "people",
                    "People",
                    List.of(Column.text("kind", "Kind"), Column.count("people", "People")),
                    rows,
                    "",
                    Optional.empty());
            return List.of(SmallCounts.protect(table, "people"));
        }
    }

    private static Map<String, String> shown(TableReport report, ReportingPeriod period, RegionId... regions) {
        var span = Span.of(period, ZoneOffset.UTC, NOW);
        var shown = new TreeMap<String, String>();
        Differences.protect(report, new Wanted(span, List.of(regions)), Quarters.of(period, ZoneOffset.UTC, NOW))
                .getFirst()
                .rows()
                .forEach(row -> shown.put(row.get(0).written(), row.get(1).written()));
        return shown;
    }

    @Test
    void bothRegionsLessOneIsNotTheOther() {
        var report = new Counted();
        report.add(EAST, "2026-02-01", "refused", 40);
        report.add(EAST, "2026-02-01", "granted", 50);
        report.add(WEST, "2026-02-01", "refused", 2);
        report.add(WEST, "2026-02-01", "granted", 30);
        assertThat(shown(report, FIRST, EAST)).containsEntry("refused", "40").containsEntry("TOTAL", "90");
        assertThat(shown(report, FIRST, EAST, WEST))
                .as("42 less 40")
                .containsEntry("refused", "hidden")
                .containsEntry("TOTAL", "122");
    }

    @Test
    void halfAYearLessItsFirstQuarterIsNotTheSecond() {
        var report = new Counted();
        report.add(EAST, "2026-02-01", "refused", 40);
        report.add(EAST, "2026-05-01", "refused", 1);
        assertThat(shown(report, FIRST, EAST)).containsEntry("refused", "40").containsEntry("TOTAL", "40");
        assertThat(shown(report, SECOND, EAST))
                .containsEntry("refused", "hidden")
                .containsEntry("TOTAL", "hidden");
        assertThat(shown(report, BOTH, EAST)).containsEntry("refused", "hidden").containsEntry("TOTAL", "hidden");
    }

    @Test
    void daysAreNotToldAtAll() {
        var report = new Counted();
        report.add(EAST, "2026-02-01", "refused", 40);
        assertThat(shown(report, period("2026-01-01", "2026-03-30"), EAST)).containsEntry("refused", "hidden");
        assertThat(shown(report, FIRST, EAST)).containsEntry("refused", "40");
    }

    @Test
    void whatIsShownOfSeveralIsShownOfEach() {
        long seed = Long.getLong("property.seed", 20261201L);
        var random = new SplittableRandom(seed);
        for (int turn = 0; turn < 500; turn++) {
            var report = new Counted();
            for (var region : List.of(EAST, WEST))
                for (String day : List.of("2026-02-01", "2026-05-01"))
                    for (String kind : List.of("asked", "granted", "refused"))
                        if (random.nextInt(4) > 0) report.add(region, day, kind, random.nextInt(1, 15));
            var all = shown(report, BOTH, EAST, WEST);
            for (var region : List.of(EAST, WEST))
                for (var quarter : List.of(FIRST, SECOND))
                    shown(report, quarter, region).forEach((kind, number) -> {
                        if (number.equals("hidden")) assertThat(all.get(kind)).isEqualTo("hidden");
                    });
        }
    }

    @Test
    void quartersAreThoseOfTheCalendarAndWhole() {
        var zone = ZoneId.of("Europe/Dublin");
        assertThat(Quarters.of(BOTH, zone, NOW)).containsExactly(Span.of(FIRST, zone, NOW), Span.of(SECOND, zone, NOW));
        assertThat(Quarters.of(period("2026-02-01", "2026-04-30"), zone, NOW)).isEmpty();
        assertThat(Quarters.of(period("2026-01-01", "2026-06-29"), zone, NOW)).isEmpty();
        assertThat(Quarters.of(period("0001-01-01", "2026-06-30"), zone, NOW)).isEmpty();
    }
}
