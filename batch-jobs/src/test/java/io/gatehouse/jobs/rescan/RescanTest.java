package io.gatehouse.jobs.rescan;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.JobProgress.Status;
import io.gatehouse.moderation.judge.Deadline;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.verdict.Verdict;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a rescan decides again, and what it leaves alone. */
class RescanTest extends InMemoryRescan {
    @Test
    void decidesAgainOnlyWhereTheVerdictChanges() {
        isAsUndisturbed(run(second()));
    }

    @Test
    void changesNothingUnderTheSamePolicy() {
        var end = run(Map.of("region", "all"));
        assertThat(summary(end)).containsEntry("unchanged", CONTENTS).containsEntry("changed", Map.of());
        assertThat(cells.get(WEST).all()).hasSize(CONTENTS);
    }

    @Test
    void findsNothingMoreToChangeTheSecondTime() {
        run(second());
        var end = run(second());
        assertThat(summary(end)).containsEntry("unchanged", CONTENTS).containsEntry("changed", Map.of());
        assertThat(state(cells.get(WEST))).isEqualTo(expectedState());
    }

    @Test
    void writesNothingInADryRun() {
        var end = run(second("dry_run", "true"));
        assertThat(summary(end)).containsEntry("judged", CONTENTS).containsEntry("dry_run", true);
        assertThat(summary(end).get("changed"))
                .isEqualTo(Map.of(
                        "allow>review",
                        CONTENTS / 5,
                        "restrict>allow",
                        CONTENTS / 5,
                        "restrict>restrict",
                        CONTENTS / 5));
        assertThat(cells.get(WEST).all()).hasSize(CONTENTS);
        assertThat(cells.get(WEST).events()).isEmpty();
    }

    @Test
    void goesThroughOneRegionAfterTheOtherAndThroughNoOther() {
        cells.put(NORTH, new InMemoryCell());
        fill(cells.get(NORTH));
        run(second());
        assertThat(cells.get(NORTH).all()).hasSize(CONTENTS);
        var end = run(second("region", "all"));
        assertThat(end.summary()).containsOnlyKeys(WEST.value(), NORTH.value());
        assertThat(summary(end)).containsEntry("unchanged", CONTENTS);
        assertThat(state(cells.get(NORTH))).isEqualTo(expectedState());
        assertThat(cells.get(NORTH).events()).hasSize(1);
    }

    @Test
    void keepsToTheIndicesAskedFor() {
        var end = run(second("from", "1000", "to", "1500", "partitions", "3"));
        assertThat(summary(end)).containsEntry("judged", 500).containsEntry("from_index", 1000);
        assertThat(cells.get(WEST).all()).hasSize(CONTENTS + 300);
    }

    @Test
    void endsWhenThereIsNothing() {
        cells.put(NORTH, new InMemoryCell());
        var end = run(second("region", NORTH.value()));
        assertThat(end.status()).isEqualTo(Status.COMPLETED);
        assertThat(end.fraction()).isEqualTo(1);
    }

    @Test
    void countsAuthorsWhoAreGoneAndContentNotKept() {
        var cell = cells.get(WEST);
        cell.erase("d-0");
        cell.put(
                "d-empty",
                PlainContents.payload("", new Verdict.Allow()),
                PlainContents.report(new Verdict.Allow(), policies.active()));
        var end = run(second());
        assertThat(summary(end).get("skipped")).isEqualTo(Map.of("author_gone", 1, "content_not_kept", 1));
        assertThat(end.done()).isEqualTo(CONTENTS + 1);
    }

    @Test
    void leavesAloneWhatWasDecidedByOthersMeanwhile() {
        var cell = cells.get(WEST);
        var contents = new PlainContents();
        var decided = new AtomicBoolean();
        cell.beforeRedecision = _ -> {
            // All wait here, so that the person is first.
            synchronized (decided) {
                if (decided.getAndSet(true)) return;
                var moderator = policies.active();
                var old = cell.decision("d-0").orElseThrow();
                var opened = (StoredContents.Opened.Judgeable) contents.open(old, old.openedPayload());
                var seen = moderator.observe(opened.content(), opened.permissions(), Deadline.NONE);
                var judgement = moderator.conclude(opened.content(), seen, opened.facts());
                cell.redecide(contents.redecide(
                        "d-person", old, opened, moderator, judgement, Overrides.NONE, PlainContents.NOW));
            }
        };
        var end = run(second("to", "500", "partitions", "1"));
        assertThat(summary(end).get("skipped")).isEqualTo(Map.of("decided_since", 1));
        assertThat(cell.decision("d-person").orElseThrow().supersededBy()).isEmpty();
    }

    @Test
    void neitherActsByARuleThatIsHeldBackNorHidesThatItWas() {
        policies.held = Overrides.of(Map.of(
                new RuleId("test.blimpish"), new Overrides.Entry(Overrides.Kind.SHADOW, "too many matches"),
                new RuleId("test.frumple"), new Overrides.Entry(Overrides.Kind.REVIEW_ONLY, "too many matches")));
        var end = run(second());
        assertThat(summary(end).get("changed"))
                .isEqualTo(Map.of("restrict>allow", CONTENTS / 5, "restrict>review", CONTENTS / 5));
        assertThat(PlainContents.HELD_WHEN_REDECIDED.get()).isEqualTo(policies.held);
    }

    @Test
    void goesNoFasterThanItMay() {
        long started = System.nanoTime();
        run(second("to", "500", "throttle", "500"));
        // The first is let through at once, and a clock's tick may be rounded.
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void letsScreeningsGoFirstWhileTheyAreSlowAndEndsAllTheSame() {
        screeningTakes = Optional.of(Duration.ofMillis(80));
        long started = System.nanoTime();
        assertThat(run(second("dry_run", "true", "to", "500")).status()).isEqualTo(Status.COMPLETED);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThan(Duration.ofMillis(100));
        assertThat(run(second("dry_run", "true", "yield_above_ms", "80")).status())
                .isEqualTo(Status.COMPLETED);
    }
}
