package io.gatehouse.residency.cell;

import static io.gatehouse.residency.cell.CellFixture.author;
import static io.gatehouse.residency.cell.CellFixture.bytes;
import static io.gatehouse.residency.cell.CellFixture.key;
import static io.gatehouse.residency.cell.CellFixture.report;
import static io.gatehouse.residency.cell.CellFixture.text;
import static io.gatehouse.residency.cell.CellFixture.with;
import static io.gatehouse.residency.cell.CellFixture.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.log.EntryFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CellWriterTest {
    private final CellFixture fixture = new CellFixture();
    private final CellWriter writer = fixture.cell().writer();
    private final CellReader reader = fixture.cell().reader();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void readsBackWhatWasWritten() {
        var write = with(write("u-1", "good morning"), key("k", "body"));
        assertThat(writer.write(write)).isEqualTo(new WriteOutcome.Written(0));
        var stored = reader.decision(write.decisionId()).orElseThrow();
        assertThat(stored.screeningId()).isEqualTo(write.screeningId());
        assertThat(stored.report()).isEqualTo(write.report());
        assertThat(stored.account()).isEqualTo(write.author().account());
        var payload = stored.payload().orElseThrow();
        assertThat(text(payload.content())).isEqualTo("good morning");
        assertThat(text(payload.record())).isEqualTo("record of good morning");
        assertThat(text(payload.answer())).isEqualTo("answer to good morning");
        assertThat(reader.screening(write.screeningId()).orElseThrow().decisionId())
                .isEqualTo(write.decisionId());
        assertThat(reader.content(write.name()).orElseThrow().decisionId()).isEqualTo(write.decisionId());
        assertThat(text(reader.account(write.author().account()).orElseThrow().profile()))
                .isEqualTo("{\"id\":\"u-1\"}");
        assertThat(reader.counts()).isEqualTo(new CellCounts(1, 1, 1, 1, 0, 1));
    }

    @Test
    void numbersConcurrentWritesWithoutGapsEachOnce() throws Exception {
        var outcomes = concurrently(IntStream.range(0, 600)
                .mapToObj(i -> write("u-" + i % 50, "text " + i))
                .<Callable<WriteOutcome>>map(write -> () -> writer.write(write))
                .toList());
        var indexes = outcomes.stream()
                .map(outcome -> ((WriteOutcome.Written) outcome).index())
                .sorted()
                .toList();
        assertThat(indexes).isEqualTo(LongStream.range(0, 600).boxed().toList());
        assertThat(reader.counts()).isEqualTo(new CellCounts(50, 600, 600, 600, 0, 600));
    }

    @Test
    void writesOnConnectionsThatSync() {
        for (var setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            var value = fixture.database()
                    .transact(c -> Bulk.all(c.prepareStatement("SHOW " + setting), row -> row.getString(1)));
            assertThat(value).as(setting).containsExactly("on");
        }
    }

    @Test
    void sharesCommits() throws Exception {
        long before = transactions();
        concurrently(IntStream.range(0, 600)
                .mapToObj(i -> write("u-" + i % 50, "text " + i))
                .<Callable<WriteOutcome>>map(write -> () -> writer.write(write))
                .toList());
        assertThat(transactions() - before).isLessThan(300);
    }

    /** Transaction numbers are only given to transactions that write. */
    private long transactions() {
        return fixture.database().transact(connection -> {
            try (var rows = connection.createStatement().executeQuery("SELECT pg_current_xact_id()::text::bigint")) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    @Test
    void twoNodesServeOneCell() throws Exception {
        try (var other = fixture.open()) {
            var calls = new ArrayList<Callable<WriteOutcome>>();
            for (int i = 0; i < 400; i++) {
                var write = write("u-" + i / 2 % 20, "text " + i);
                var node = i % 2 == 0 ? writer : other.writer();
                calls.add(() -> node.write(write));
            }
            var indexes = concurrently(calls).stream()
                    .map(outcome -> ((WriteOutcome.Written) outcome).index())
                    .sorted()
                    .toList();
            assertThat(indexes).isEqualTo(LongStream.range(0, 400).boxed().toList());
            for (var stored : reader.standing(0, 400, 400))
                assertThat(text(stored.payload().orElseThrow().content())).startsWith("text ");
        }
    }

    @Test
    void answersARepeatWithTheStoredAnswer() {
        var first = with(write("u-1", "once"), key("k", "body"));
        writer.write(first);
        var repeat = with(write("u-1", "once"), key("k", "body"));
        var outcome = (WriteOutcome.Repeated) writer.write(repeat);
        assertThat(outcome.decisionId()).isEqualTo(first.decisionId());
        assertThat(text(outcome.answer())).isEqualTo("answer to once");
        assertThat(outcome.index()).isZero();
        assertThat(reader.earlier(key("k", "body")).orElseThrow()).isInstanceOf(WriteOutcome.Repeated.class);
        assertThat(reader.earlier(key("other", "body"))).isEmpty();
        assertThat(reader.counts().decisions()).isEqualTo(1);
    }

    @Test
    void refusesAKeyWithAnotherBody() {
        writer.write(with(write("u-1", "once"), key("k", "body")));
        assertThat(writer.write(with(write("u-1", "twice"), key("k", "other body"))))
                .isEqualTo(new WriteOutcome.KeyReused());
        assertThat(reader.earlier(key("k", "other body"))).contains(new WriteOutcome.KeyReused());
        assertThat(reader.counts().contents()).isEqualTo(1);
    }

    @Test
    void decidesARaceOfOneKeyOnce() throws Exception {
        try (var other = fixture.open()) {
            for (int round = 0; round < 10; round++) {
                var key = key("race-" + round, "body");
                var calls = new ArrayList<Callable<WriteOutcome>>();
                for (int i = 0; i < 16; i++) {
                    var write = with(write("u-" + round, "race"), key);
                    var node = i % 2 == 0 ? writer : other.writer();
                    calls.add(() -> node.write(write));
                }
                var outcomes = concurrently(calls);
                assertThat(outcomes.stream().filter(WriteOutcome.Written.class::isInstance))
                        .hasSize(1);
                assertThat(outcomes.stream().filter(WriteOutcome.Repeated.class::isInstance))
                        .hasSize(15);
            }
            assertThat(reader.counts().decisions()).isEqualTo(10);
        }
    }

    @Test
    void refusesAContentIdTwice() {
        var first = write("u-1", "one");
        writer.write(first);
        var second = write("u-1", first.name().id(), CellFixture.nextId(), "two");
        assertThat(writer.write(second)).isEqualTo(new WriteOutcome.ContentExists(first.screeningId()));
    }

    @Test
    void findsAWriteThatHappenedAlready() {
        var write = with(write("u-1", "one"), key("k", "body"));
        writer.write(write);
        assertThat(writer.write(write)).isEqualTo(new WriteOutcome.Written(0));
        assertThat(reader.counts().decisions()).isEqualTo(1);
    }

    @Test
    void refusesAWriteOfAnotherEpochOrForSomeoneWhoLeft() {
        writer.write(write("u-1", "one"));
        var stale = with(write("u-1", "two"), new Author(CellFixture.account("u-1"), 2, new byte[0]));
        assertThat(writer.write(stale)).isEqualTo(new WriteOutcome.StaleHome(1, AccountState.ACTIVE));
        fixture.database()
                .transact(c -> c.createStatement()
                        .executeUpdate("UPDATE account SET state = 'MOVED', home_epoch = 2, wrapped_key = NULL"));
        assertThat(writer.write(write("u-1", "three"))).isEqualTo(new WriteOutcome.StaleHome(2, AccountState.MOVED));
        assertThat(reader.counts().contents()).isEqualTo(1);
        assertThat(reader.standing(0, 9, 9).getFirst().payload())
                .as("no key, no content")
                .isEmpty();
    }

    @Test
    void onlyTheCallerOfABadRowFails() throws Exception {
        var calls = new ArrayList<Callable<WriteOutcome>>();
        for (int i = 0; i < 100; i++) {
            var write = write("u-" + i % 10, "text " + i);
            // PostgreSQL stores no NUL in a text.
            var sent = i == 37 || i == 38 ? with(write, report("bad\0verdict")) : write;
            calls.add(() -> writer.write(sent));
        }
        var failed = new ArrayList<Throwable>();
        var written = new ArrayList<Long>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : threads.invokeAll(calls)) {
                if (each.state() == java.util.concurrent.Future.State.SUCCESS)
                    written.add(((WriteOutcome.Written) each.resultNow()).index());
                else failed.add(each.exceptionNow());
            }
        }
        assertThat(failed).hasSize(2).allMatch(IllegalArgumentException.class::isInstance);
        assertThat(written.stream().sorted().toList())
                .isEqualTo(LongStream.range(0, 98).boxed().toList());
        assertThat(reader.counts().logEntries()).isEqualTo(98);
    }

    @Test
    void aRedecisionStandsAndNamesWhatItSupersedes() {
        var write = write("u-1", "text");
        writer.write(write);
        var again = redecision(write.decisionId(), "restrict");
        assertThat(writer.redecide(again)).isEqualTo(new RedecisionOutcome.Written(1));
        assertThat(writer.redecide(again)).as("a retry").isEqualTo(new RedecisionOutcome.Written(1));
        assertThat(writer.redecide(redecision(write.decisionId(), "review")))
                .isEqualTo(new RedecisionOutcome.Superseded(again.decisionId()));
        assertThat(writer.redecide(redecision("eu-west-1.d.none", "review"))).isEqualTo(new RedecisionOutcome.Gone());
        var standing = reader.screening(write.screeningId()).orElseThrow();
        assertThat(standing.decisionId()).isEqualTo(again.decisionId());
        assertThat(standing.supersedes()).contains(write.decisionId());
        assertThat(text(standing.payload().orElseThrow().content())).isEqualTo("text");
        var first = reader.decision(write.decisionId()).orElseThrow();
        assertThat(first.supersededBy()).contains(again.decisionId());
        assertThat(first.report().verdict()).isEqualTo("allow");
    }

    @Test
    void ofConcurrentRedecisionsOneStands() throws Exception {
        var write = write("u-1", "text");
        writer.write(write);
        var outcomes = concurrently(IntStream.range(0, 8)
                .mapToObj(i -> redecision(write.decisionId(), "review"))
                .<Callable<RedecisionOutcome>>map(each -> () -> writer.redecide(each))
                .toList());
        assertThat(outcomes.stream().filter(RedecisionOutcome.Written.class::isInstance))
                .hasSize(1);
        assertThat(reader.counts().decisions()).isEqualTo(2);
    }

    private static Redecision redecision(String supersedes, String verdict) {
        return new Redecision(
                CellFixture.decisionId(CellFixture.nextId()),
                supersedes,
                CellFixture.payload("second thoughts"),
                report(verdict),
                CellFixture.facts(),
                List.of());
    }

    @Test
    void notesAboutAPersonOnceWithTheDecision() {
        var plain = write("u-1", "one");
        NotesChange adds = before -> bytes(text(before) + "+");
        var noting = new CellWrite(
                plain.author(),
                plain.name(),
                null,
                plain.screeningId(),
                plain.decisionId(),
                plain.payload(),
                plain.report(),
                plain.evidence(),
                List.of(),
                List.of(),
                List.of(),
                adds);
        writer.write(noting);
        writer.write(noting);
        assertThat(text(reader.notes(CellFixture.account("u-1"), NotesTopic.MARKS)))
                .isEqualTo("+");
        var redecision = new Redecision(
                CellFixture.decisionId(CellFixture.nextId()),
                plain.decisionId(),
                CellFixture.payload("again"),
                report("review"),
                CellFixture.facts(),
                List.of(),
                before -> bytes(text(before) + "!"));
        writer.redecide(redecision);
        writer.redecide(redecision);
        assertThat(text(reader.notes(CellFixture.account("u-1"), NotesTopic.MARKS)))
                .isEqualTo("+!");
        assertThat(reader.notes(CellFixture.account("u-2"), NotesTopic.MARKS)).isEmpty();
    }

    @Test
    void notesWithoutADecisionOnceAndInTheLog() {
        NotesChange adds = before -> bytes(text(before) + "+");
        writer.put(new AccountWrite("e-1", author("u-1"), CellFixture.NOW));
        var noting = new NotesWrite("e-2", author("u-1"), "account-labelled", adds, CellFixture.NOW);
        assertThat(writer.note(noting)).isEqualTo(new NotesOutcome.Noted(1));
        assertThat(writer.note(noting)).isEqualTo(new NotesOutcome.Noted(1));
        assertThat(text(reader.notes(CellFixture.account("u-1"), NotesTopic.MARKS)))
                .isEqualTo("+");
        assertThat(writer.note(new NotesWrite("e-3", author("u-1"), "account-labelled", same -> same, CellFixture.NOW)))
                .isEqualTo(new NotesOutcome.Unchanged());
        assertThat(reader.counts().logEntries()).isEqualTo(2);
        var elsewhere = new Author(CellFixture.account("u-1"), 7, new byte[0]);
        assertThat(writer.note(new NotesWrite("e-4", elsewhere, "account-labelled", adds, CellFixture.NOW)))
                .isEqualTo(new NotesOutcome.StaleHome(1, AccountState.ACTIVE));
    }

    @Test
    void appendsAnEventOnce() {
        var event = new LogEvent("e-1", "rescan", CellFixture.NOW, new EntryFacts(Map.of("changed", 3)));
        assertThat(writer.append(event)).isZero();
        assertThat(writer.append(event)).isZero();
        assertThat(reader.counts().logEntries()).isEqualTo(1);
        assertThat(reader.nextIndex()).isEqualTo(1);
    }

    @Test
    void keepsProfiles() {
        var created = new AccountWrite("e-1", author("u-1"), CellFixture.NOW);
        assertThat(writer.put(created)).isEqualTo(new AccountOutcome.Created(0));
        assertThat(writer.put(new AccountWrite("e-2", author("u-1"), CellFixture.NOW)))
                .isEqualTo(new AccountOutcome.Unchanged());
        var changed = new Author(CellFixture.account("u-1"), 1, bytes("{\"moved\":true}"));
        assertThat(writer.put(new AccountWrite("e-3", changed, CellFixture.NOW)))
                .isEqualTo(new AccountOutcome.Updated(1));
        assertThat(text(reader.account(changed.account()).orElseThrow().profile()))
                .isEqualTo("{\"moved\":true}");
        var elsewhere = new Author(CellFixture.account("u-1"), 7, new byte[0]);
        assertThat(writer.put(new AccountWrite("e-4", elsewhere, CellFixture.NOW)))
                .isEqualTo(new AccountOutcome.StaleHome(1, AccountState.ACTIVE));
    }

    @Test
    void keepsMediaRows() {
        var sha256 = new byte[32];
        var media =
                new MediaWrite("eu-west-1.m.1", author("u-1"), "media/ab", sha256, 123, bytes("{}"), CellFixture.NOW);
        assertThat(writer.store(media)).isEqualTo(new MediaOutcome.Stored());
        assertThat(writer.store(media)).isEqualTo(new MediaOutcome.Stored());
        var stored = reader.media("eu-west-1.m.1").orElseThrow();
        assertThat(stored.sizeBytes()).isEqualTo(123);
        assertThat(stored.sha256()).isEqualTo(sha256);
        assertThat(reader.counts().media()).isEqualTo(1);
        assertThat(reader.personKey(CellFixture.account("u-1"))).isPresent();
        assertThat(reader.personKey(CellFixture.account("nobody"))).isEmpty();
    }

    @Test
    void pagesThroughStandingDecisions() {
        for (int i = 0; i < 7; i++) writer.write(write("u-1", "text " + i));
        var page = reader.standing(2, 7, 3);
        assertThat(page.stream().map(StoredDecision::contentIndex)).containsExactly(2L, 3L, 4L);
        assertThat(reader.standing(5, 7, 3)).hasSize(2);
    }

    @Test
    void refusesAnEntryThatABundleCannotHold() {
        var write = write("u-1", "text");
        var large = new CellWrite(
                write.author(),
                write.name(),
                null,
                write.screeningId(),
                write.decisionId(),
                write.payload(),
                write.report(),
                new EntryFacts(Map.of("long", "x".repeat(70_000))),
                List.of(),
                List.of());
        assertThatThrownBy(() -> writer.write(large))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 65535");
    }

    static <R> List<R> concurrently(List<Callable<R>> calls) throws Exception {
        var results = new ArrayList<R>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : threads.invokeAll(calls)) results.add(each.get());
        }
        return results;
    }
}
