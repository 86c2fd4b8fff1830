package io.gatehouse.jobs.retromatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.jobs.ControlDatabase;
import io.gatehouse.jobs.JobAwait;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobProgress;
import io.gatehouse.jobs.JobProgress.Status;
import io.gatehouse.jobs.JobStart;
import io.gatehouse.jobs.MortalDatabase;
import io.gatehouse.jobs.RealCell;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.rescan.PlainContents;
import io.gatehouse.jobs.rescan.TestPolicies;
import io.gatehouse.moderation.verdict.Verdict;
import io.gatehouse.residency.bank.Act;
import io.gatehouse.residency.bank.BankRow;
import io.gatehouse.residency.bank.HashBankStore;
import io.gatehouse.residency.bank.NewEntry;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.MediaWrite;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.region.RegionId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * New hashes looked for among media seen before, on a real cell. A hash is near what was seen when it is the same: what near means
 * is tested with the index.
 */
class RetroMatchTest {
    private static final RegionId REGION = RealCell.REGION;
    private static final int VERSION = 1;
    private static final Clock CLOCK = Clock.systemUTC();

    @TempDir
    Path directory;

    private final AtomicInteger events = new AtomicInteger();
    private TestPolicies policies;
    private Database control;
    private RealCell cell;
    private HashBankStore banks;
    private SameHashes hashes;
    private JobDesk desk;

    @BeforeEach
    void open() {
        policies = new TestPolicies(directory);
        control = ControlDatabase.empty();
        cell = new RealCell(directory);
        banks = new HashBankStore(cell.cell());
        hashes = new SameHashes(cell, banks, VERSION, this::act);
        desk = desk(control);
        put("bank", Optional.empty(), false);
    }

    @AfterEach
    void close() {
        desk.close();
        cell.close();
        control.close();
    }

    private JobDesk desk(Database jobs) {
        var task = new RetroMatch(cell, hashes, policies, new SeenContents(), CLOCK);
        return JobDesk.open(jobs, List.of(new RegionJob(task, cell, ScreeningPace.IDLE, new SecureRandom(), CLOCK)));
    }

    private Act act() {
        return new Act(REGION + ".e." + events.incrementAndGet(), "key", CLOCK.instant());
    }

    private void put(String name, Optional<Instant> disableUntil, boolean replace) {
        banks.put(new BankRow(name, "ts", "extremism", 1, "law", "", false, 1, disableUntil, 31, 50), replace, act());
    }

    private static byte[] hash(int number) {
        return ByteBuffer.allocate(32).putInt(number).array();
    }

    private void add(String bank, int... numbers) {
        banks.add(
                bank,
                Arrays.stream(numbers)
                        .mapToObj(number -> new NewEntry(hash(number), 100, "list", "", Optional.empty()))
                        .toList(),
                act());
    }

    /** Content i shows medium i, in which the hash i was seen. */
    private void fill(int contents) throws Exception {
        var allow = new Verdict.Allow();
        // The first content makes the account to which the media belong.
        cell.fill(1, i -> write(-1, allow, List.of()));
        for (int i = 0; i < contents; i++) {
            cell.writer(REGION)
                    .store(new MediaWrite(
                            medium(i),
                            write(0, allow, List.of()).author(),
                            "media/" + i,
                            hash(i),
                            1,
                            "{}".getBytes(StandardCharsets.UTF_8),
                            CLOCK.instant()));
            cell.cell().mediaHashes().store(medium(i), VERSION, hash(i), CLOCK.instant());
        }
        cell.fill(contents, i -> write(i, allow, List.of(medium(i))));
    }

    private static String medium(int i) {
        return REGION + ".m." + i;
    }

    private CellWrite write(int i, Verdict verdict, List<String> media) {
        return write(i, verdict, media, SeenContents.words(media));
    }

    private CellWrite write(int i, Verdict verdict, List<String> media, String words) {
        var plain = RealCell.write(
                i, 0, PlainContents.payload(words, verdict), PlainContents.report(verdict, policies.active()));
        return new CellWrite(
                plain.author(),
                plain.name(),
                null,
                plain.screeningId(),
                plain.decisionId(),
                plain.payload(),
                plain.report(),
                plain.evidence(),
                List.of(),
                media);
    }

    private JobProgress run(String... more) {
        var asked = new TreeMap<>(Map.of("region", REGION.value()));
        for (int i = 0; i < more.length; i += 2) asked.put(more[i], more[i + 1]);
        assertThat(desk.run("retro-match", asked)).isInstanceOf(JobStart.Started.class);
        return JobAwait.end(desk, "retro-match");
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> summary(JobProgress end) {
        assertThat(end.failures()).isEmpty();
        assertThat(end.status()).isEqualTo(Status.COMPLETED);
        return (Map<String, Object>) end.summary().get(REGION.value());
    }

    private String verdict(int content) {
        return cell.reader(REGION)
                .screening(REGION + ".s." + content)
                .orElseThrow()
                .report()
                .verdict();
    }

    @Test
    void looksForEachHashOnceAndSendsWhatShowsItToPeople() throws Exception {
        fill(20);
        assertThat(summary(run())).containsEntry("new_hashes", 0).containsEntry("media", 0);
        add("bank", 3, 5, 1_000);
        assertThat(summary(run("dry_run", "true"))).containsEntry("changed", Map.of("allow>review", 2));
        assertThat(verdict(3)).isEqualTo("allow");
        assertThat(summary(run()))
                .containsEntry("new_hashes", 3)
                .containsEntry("media", 20)
                .containsEntry("media_found", 2)
                .containsEntry("changed", Map.of("allow>review", 2))
                .containsEntry("skipped", Map.of());
        assertThat(List.of(verdict(3), verdict(4), verdict(5))).containsExactly("review", "allow", "review");
        assertThat(matches()).isEqualTo(2);
        add("bank", 7);
        assertThat(summary(run())).containsEntry("new_hashes", 1).containsEntry("media_found", 1);
        assertThat(summary(run())).containsEntry("new_hashes", 0).containsEntry("media", 0);
        assertThat(events("retro-match"))
                .as("each run but the dry one left an entry")
                .isEqualTo(4);
    }

    @Test
    void whatWasLookedAtSinceTheLastRunIsAskedAboutOlderHashesToo() throws Exception {
        fill(5);
        add("bank", 1, 2);
        assertThat(summary(run())).containsEntry("changed", Map.of("allow>review", 2));
        // As after an update of the decoder, or a move: the content was decided before anybody saw this in it.
        cell.cell().mediaHashes().store(medium(3), VERSION, hash(1), CLOCK.instant());
        assertThat(summary(run())).containsEntry("new_hashes", 0).containsEntry("changed", Map.of("allow>review", 1));
        assertThat(List.of(verdict(3), verdict(4))).containsExactly("review", "allow");
        assertThat(summary(run())).containsEntry("media", 0);
    }

    @Test
    void mediaThatAreComparedInPartAreCountedOnceHoweverOftenTheCellWasAway() throws Exception {
        fill(3);
        add("bank", 1);
        hashes.inPart = true;
        var asked = new AtomicInteger();
        hashes.beforeNear = () -> {
            if (asked.incrementAndGet() == 2)
                throw new DatabaseUnavailableException("away for a moment", new SQLException("gone"));
        };
        assertThat(summary(run()))
                .containsEntry("media", 3)
                .containsEntry("media_found", 1)
                .containsEntry("skipped", Map.of("compared_in_part", 3));
        assertThat(asked).as("one of them was asked about twice").hasValue(4);
    }

    @Test
    void tellsOfMediaThatNobodyHasLookedAt() throws Exception {
        fill(2);
        cell.writer(REGION)
                .store(new MediaWrite(
                        medium(2),
                        write(0, new Verdict.Allow(), List.of()).author(),
                        "media/2",
                        hash(2),
                        1,
                        "{}".getBytes(StandardCharsets.UTF_8),
                        CLOCK.instant().minusSeconds(1)));
        add("bank", 1);
        assertThat(summary(run())).containsEntry("not_looked_at", 1).containsEntry("media", 2);
    }

    @Test
    void aPictureThatAnEditTookAwayIsNotHeldAgainstTheContent() throws Exception {
        fill(2);
        cell.fill(1, _ -> write(9, new Verdict.Allow(), List.of(medium(1)), "edited"));
        add("bank", 1);
        assertThat(summary(run()))
                .containsEntry("changed", Map.of("allow>review", 1))
                .containsEntry("skipped", Map.of("shown_by_an_earlier_revision", 1));
        assertThat(verdict(9)).isEqualTo("allow");
    }

    @Test
    void aBankThatIsSwitchedOnOrWidenedIsLookedForAgain() throws Exception {
        fill(4);
        put("later", Optional.of(CLOCK.instant().plus(Duration.ofDays(1))), false);
        add("later", 1, 2);
        assertThat(summary(run())).containsEntry("new_hashes", 0);
        put("later", Optional.empty(), true);
        assertThat(summary(run())).containsEntry("new_hashes", 2).containsEntry("media_found", 2);
        banks.put(
                new BankRow("later", "another owner", "extremism", 1, "law", "", false, 1, Optional.empty(), 31, 50),
                true,
                act());
        assertThat(summary(run())).as("what it matches is as before").containsEntry("new_hashes", 0);
        banks.put(new BankRow("later", "ts", "hate", 1, "law", "", false, 1, Optional.empty(), 31, 50), true, act());
        assertThat(summary(run())).containsEntry("new_hashes", 2).containsEntry("skipped", Map.of("verdict_stands", 2));
    }

    @Test
    void anEntrySwitchedOnLaterAndAHashThatCameWhileARunWentOnAreNotForgotten() throws Exception {
        fill(3);
        banks.add(
                "bank",
                List.of(new NewEntry(
                        hash(1), 100, "list", "", Optional.of(CLOCK.instant().plus(Duration.ofMillis(400))))),
                act());
        hashes.beforeDone = () -> add("bank", 2);
        run();
        hashes.beforeDone = () -> {};
        assertThat(verdict(2)).isEqualTo("allow");
        Thread.sleep(450);
        assertThat(summary(run())).containsEntry("new_hashes", 2).containsEntry("media_found", 2);
        assertThat(verdict(1)).isEqualTo("review");
        assertThat(verdict(2)).isEqualTo("review");
    }

    @Test
    void killedAndRestartedEndsAsIfUndisturbed() throws Exception {
        int contents = 250;
        fill(contents);
        int[] known = new int[contents / 2];
        for (int i = 0; i < known.length; i++) known[i] = 2 * i;
        add("bank", known);
        var mortal = new MortalDatabase(control);
        var doomed = desk(mortal);
        hashes.afterKeep = nth -> {
            if (nth == 60) mortal.kill();
        };
        assertThat(doomed.run("retro-match", Map.of("region", REGION.value(), "partitions", "1")))
                .isInstanceOf(JobStart.Started.class);
        JobAwait.until(() -> desk.status("retro-match").orElseThrow().status().isOver());
        hashes.afterKeep = _ -> {};
        assertThat(desk.status("retro-match").orElseThrow().status()).isEqualTo(Status.INTERRUPTED);
        JobAwait.until(() -> desk.restart("retro-match") instanceof JobStart.Started);
        var end = summary(JobAwait.end(desk, "retro-match"));
        assertThat(end)
                .containsEntry("media", contents)
                .containsEntry("media_found", known.length)
                .containsEntry("changed", Map.of("allow>review", known.length))
                .containsEntry("skipped", Map.of());
        assertThat(cell.reader(REGION).counts().decisions())
                .as("each changed once")
                .isEqualTo(contents + 1L + known.length);
        assertThat(matches()).isEqualTo(known.length);
        assertThat(events("retro-match")).isEqualTo(1);
        assertThat(summary(run())).containsEntry("new_hashes", 0);
    }

    private long matches() {
        return count("SELECT count(*) FROM hash_match");
    }

    private long events(String kind) {
        return count("SELECT count(*) FROM log_entry WHERE convert_from(entry, 'UTF8') LIKE '%\"" + kind + "\"%'");
    }

    private long count(String sql) {
        return cell.cell().read(connection -> {
            try (var rows = connection.createStatement().executeQuery(sql)) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }
}
