package io.gatehouse.residency.cell;

import static io.gatehouse.residency.cell.CellFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long verdicts in shadow are kept. */
class ShadowRetentionTest {
    private static final String SHADOW = "sha256:5a";

    private static CellWrite shadowed(Instant decidedAt) {
        var write = CellFixture.write("author", "a text");
        var report = new ReportFacts("comment", "allow", List.of(), "en", "sha256:00", false, decidedAt);
        var shadow = new ShadowVerdict(SHADOW, "review", List.of(), List.of("test.rule"), List.of(), false);
        return new CellWrite(
                write.author(),
                write.name(),
                null,
                write.screeningId(),
                write.decisionId(),
                write.payload(),
                report,
                write.evidence(),
                write.effects(),
                List.of(shadow),
                write.media(),
                null);
    }

    private static long kept(Cell cell) {
        return cell.reader().shadow(SHADOW).verdicts().stream()
                .mapToLong(ShadowComparison.Verdicts::count)
                .sum();
    }

    @Test
    void removesOnlyVerdictsBesideOldDecisionsAndNoDecision() {
        try (var fixture = new CellFixture()) {
            var cell = fixture.cell();
            for (int day = 40; day > 0; day--) cell.writer().write(shadowed(NOW.minus(Duration.ofDays(day))));
            assertThat(kept(cell)).isEqualTo(40);
            assertThat(cell.pruneShadow(NOW.minus(Duration.ofDays(30)))).isEqualTo(10);
            assertThat(kept(cell)).isEqualTo(30);
            assertThat(cell.reader().counts().decisions()).isEqualTo(40);
            assertThat(cell.pruneShadow(NOW.minus(Duration.ofDays(30)))).isZero();
            assertThat(cell.pruneShadow(NOW)).isEqualTo(30);
        }
    }
}
