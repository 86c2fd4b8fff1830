package io.gatehouse.moderation.report;

import static io.gatehouse.moderation.report.RandomReports.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.report.Reported.Automation;
import io.gatehouse.moderation.report.Reported.Classified;
import io.gatehouse.moderation.report.Reported.Origin;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A report over a million decisions; to be run in a heap of 1 GiB. */
@Tag("long")
class MillionDecisionsTest {
    private static final int DECISIONS = 1_000_000;

    @Test
    void aMillionDecisionsAreReportedWithinAMinute() {
        var random = new SplittableRandom(1);
        var codes = TEMPLATE.restrictions().keySet().stream().sorted().toList();
        var categories = TEMPLATE.categories().subList(0, 14);
        Iterable<Reported> facts = () -> IntStream.range(0, DECISIONS)
                .<Reported>mapToObj(i -> {
                    var category = categories.get(random.nextInt(14));
                    var about = new Classified(
                            category.code(), category.subs().getFirst().code(), "");
                    // One in ten is a notice, whose times are kept for the medians.
                    return i % 10 == 0
                            ? new Reported.Notice(
                                    "n" + i,
                                    about,
                                    false,
                                    1,
                                    Optional.of(Duration.ofSeconds(random.nextInt(1_000_000))),
                                    1,
                                    0,
                                    true)
                            : new Reported.Action(
                                    "eu-west-1.d." + i,
                                    Origin.OWN_INITIATIVE,
                                    i % 2 == 0,
                                    about,
                                    Set.of(codes.get(random.nextInt(codes.size()))),
                                    true,
                                    Automation.FULLY,
                                    Set.of("de"));
                })
                .iterator();
        var subject = new ReportSubject(
                "Example",
                "Example Share",
                ProviderClass.VLOP,
                ReportingPeriod.around(LocalDate.of(2026, 5, 1), ProviderClass.VLOP),
                LocalDate.of(2026, 8, 1),
                Optional.empty(),
                Set.of(),
                Map.of(),
                Map.of(),
                Map.of());
        long start = System.nanoTime();
        var report = TransparencyReport.of(TEMPLATE, subject, facts);
        long bytes = report.tables().stream()
                .mapToLong(table -> ReportCsv.of(table).length())
                .sum();
        double seconds = (System.nanoTime() - start) / 1e9;
        var runtime = Runtime.getRuntime();
        System.err.printf(
                "a report over %,d: %.1f s, %,d bytes, heap %d of %d MiB%n",
                DECISIONS,
                seconds,
                bytes,
                (runtime.totalMemory() - runtime.freeMemory()) >> 20,
                runtime.maxMemory() >> 20);
        assertThat(report.explain("8!G2"))
                .isInstanceOfSatisfying(
                        TransparencyReport.Explained.From.class,
                        from -> assertThat(from.derivation().ids()).hasSize(900_000));
        assertThat(List.of(seconds)).allMatch(took -> took < 60);
    }
}
