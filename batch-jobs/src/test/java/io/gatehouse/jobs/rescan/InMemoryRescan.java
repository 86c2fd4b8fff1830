package io.gatehouse.jobs.rescan;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.Cells;
import io.gatehouse.jobs.ControlDatabase;
import io.gatehouse.jobs.JobAwait;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobProgress.Status;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.Spread;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Deadline;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.region.RegionId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A rescan on a real control database and real policies; cells in memory, so that they can fail on cue. */
abstract class InMemoryRescan {
    static final RegionId WEST = new RegionId("eu-west-1");
    static final RegionId NORTH = new RegionId("eu-north-1");
    static final int CONTENTS = 4_000;
    static final List<String> WORDS = List.of("zorkle", "blimpish", "frumple", "table", "window");

    @TempDir
    Path directory;

    final Map<RegionId, InMemoryCell> cells = new TreeMap<>(Map.of(WEST, new InMemoryCell()));
    TestPolicies policies;
    Database control;
    JobDesk desk;
    volatile Optional<Duration> screeningTakes = Optional.empty();

    @BeforeEach
    void open() {
        policies = new TestPolicies(directory);
        fill(cells.get(WEST));
        control = ControlDatabase.emptied();
        desk = desk(control);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    JobDesk desk(Database database) {
        return JobDesk.open(database, List.of(job(Optional.empty())));
    }

    /** As each process has its own. */
    RegionJob job(Optional<Spread> spread) {
        var clock = Clock.fixed(PlainContents.NOW, ZoneOffset.UTC);
        var lent = new Lent(cells);
        return new RegionJob(
                new Rescan(lent, policies, new PlainContents(), clock),
                lent,
                () -> screeningTakes,
                new SecureRandom(),
                clock,
                spread);
    }

    private record Lent(Map<RegionId, InMemoryCell> cells) implements Cells {
        @Override
        public SortedSet<RegionId> served() {
            return new TreeSet<>(cells.keySet());
        }

        @Override
        public InMemoryCell reader(RegionId region) {
            return cells.get(region);
        }

        @Override
        public InMemoryCell writer(RegionId region) {
            return cells.get(region);
        }
    }

    /** Decided by the active policy, as the door would have. */
    void fill(InMemoryCell cell) {
        var moderator = policies.active();
        for (int i = 0; i < CONTENTS; i++) {
            String text = "message " + i + " with " + WORDS.get(i % WORDS.size());
            var content = PlainContents.content(text);
            var seen = moderator.observe(content, PlainContents.ALL, Deadline.NONE);
            var verdict = moderator.conclude(content, seen, Facts.NONE).verdict();
            cell.put("d-" + i, PlainContents.payload(text, verdict), PlainContents.report(verdict, moderator));
        }
    }

    Map<String, String> second(String... more) {
        Map<String, String> asked = new TreeMap<>();
        asked.put("region", WEST.value());
        asked.put("policies", TestPolicies.second(directory.resolve("second")).toString());
        for (int i = 0; i < more.length; i += 2) asked.put(more[i], more[i + 1]);
        return asked;
    }

    JobProgress run(Map<String, String> asked) {
        assertThat(desk.run("rescan", asked)).isInstanceOf(JobStart.Started.class);
        return JobAwait.end(desk, "rescan");
    }

    /** By content: the verdict that stands, and how many decisions led to it. */
    static Map<String, String> state(InMemoryCell cell) {
        var decisions = cell.all();
        Map<String, Long> counts =
                decisions.stream().collect(Collectors.groupingBy(StoredDecision::screeningId, Collectors.counting()));
        return decisions.stream()
                .filter(decision -> decision.supersededBy().isEmpty())
                .collect(Collectors.toMap(
                        StoredDecision::screeningId,
                        decision -> new String(decision.openedPayload().record(), StandardCharsets.UTF_8) + " after "
                                + counts.get(decision.screeningId()),
                        (a, b) -> "two stand",
                        TreeMap::new));
    }

    Map<String, String> expectedState() {
        Map<String, String> expected = new TreeMap<>();
        for (int i = 0; i < CONTENTS; i++)
            expected.put(
                    "s-d-" + i,
                    switch (WORDS.get(i % WORDS.size())) {
                        case "zorkle" -> "allow after 2";
                        case "blimpish" -> "hold after 2";
                        case "frumple" -> "restrict visibility.removed after 2";
                        default -> "allow after 1";
                    });
        return expected;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> summary(JobProgress progress) {
        return (Map<String, Object>) progress.summary().get(WEST.value());
    }

    void isAsUndisturbed(JobProgress end) {
        assertThat(end.failures()).isEmpty();
        assertThat(end.status()).isEqualTo(Status.COMPLETED);
        assertThat(end.fraction()).isEqualTo(1);
        assertThat(end.done()).isEqualTo(CONTENTS);
        assertThat(state(cells.get(WEST))).isEqualTo(expectedState());
        assertThat(summary(end))
                .containsEntry("judged", CONTENTS)
                .containsEntry("unchanged", CONTENTS * 2 / 5)
                .containsEntry(
                        "changed",
                        Map.of(
                                "allow>review",
                                CONTENTS / 5,
                                "restrict>allow",
                                CONTENTS / 5,
                                "restrict>restrict",
                                CONTENTS / 5))
                .containsEntry("skipped", Map.of())
                .containsEntry("degraded", 0);
        assertThat(cells.get(WEST).events()).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("rescan");
            assertThat(event.evidence().facts().get("judged")).isEqualTo((long) CONTENTS);
            assertThat(event.evidence().facts().get("policy_digest")).asString().startsWith("sha256:");
            assertThat(event.evidence().facts().get("superseded_policy_digests"))
                    .isEqualTo(List.of(policies.active().policies().digest()));
        });
    }
}
