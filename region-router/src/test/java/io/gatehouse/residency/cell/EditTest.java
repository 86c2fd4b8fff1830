package io.gatehouse.residency.cell;

import static io.gatehouse.residency.cell.CellFixture.account;
import static io.gatehouse.residency.cell.CellFixture.author;
import static io.gatehouse.residency.cell.CellFixture.bytes;
import static io.gatehouse.residency.cell.CellFixture.key;
import static io.gatehouse.residency.cell.CellFixture.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.cell.PersonReader.OwnDecision;
import io.gatehouse.residency.cell.PersonRemoval.Ending;
import io.gatehouse.residency.region.RegionId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** New revisions of stored contents: one transaction, the words before them kept, and gone with the content. */
class EditTest {
    private final CellFixture fixture = new CellFixture();
    private final CellWriter writer = fixture.cell().writer();
    private final CellReader reader = fixture.cell().reader();

    @AfterEach
    void close() {
        fixture.close();
    }

    static ContentEdit edit(String author, String supersedes, String text) {
        return edit(author(author), supersedes, text, null);
    }

    static ContentEdit edit(Author author, String supersedes, String text, IdempotencyKey key) {
        return new ContentEdit(
                author,
                supersedes,
                key,
                CellFixture.decisionId(CellFixture.nextId()),
                CellFixture.payload(text),
                CellFixture.report("review"),
                CellFixture.facts(),
                List.of(new Effect("webhook", bytes("effect of " + text))),
                List.of(new ShadowVerdict("sha256:bb", "allow", List.of(), List.of(), List.of(), false)),
                List.of(),
                before -> bytes(text(before) + "+"),
                author.guestOf() == null ? null : new Placed("failover", "eu-central-1.t.1"),
                null);
    }

    private CellWrite written(String text) {
        var write = CellFixture.write("u-1", text);
        writer.write(write);
        return write;
    }

    private String contentOf(String decisionId) {
        return text(reader.decision(decisionId)
                .orElseThrow()
                .payload()
                .orElseThrow()
                .content());
    }

    private long count(String sql) {
        return fixture.database().read(connection -> {
            try (var select = connection.prepareStatement(sql)) {
                return Bulk.all(select, row -> row.getLong(1)).getFirst();
            }
        });
    }

    @Test
    void theNewestRevisionStandsAndEachDecisionKeepsItsWords() {
        var write = written("first");
        var second = edit("u-1", write.decisionId(), "second");
        var third = edit("u-1", second.decisionId(), "third");
        assertThat(writer.edit(second)).isEqualTo(new EditOutcome.Edited(1, 2));
        assertThat(writer.edit(second)).as("a retry").isEqualTo(new EditOutcome.Edited(1, 2));
        assertThat(writer.edit(third)).isEqualTo(new EditOutcome.Edited(2, 3));
        var standing = reader.content(write.name()).orElseThrow();
        assertThat(standing.decisionId()).isEqualTo(third.decisionId());
        assertThat(standing.revision()).isEqualTo(3);
        assertThat(List.of(write.decisionId(), second.decisionId(), third.decisionId()))
                .extracting(this::contentOf)
                .containsExactly("first", "second", "third");
        assertThat(text(reader.notes(account("u-1"), NotesTopic.MARKS)))
                .as("noted once each")
                .isEqualTo("++");
        assertThat(count("SELECT count(*) FROM outbox")).isEqualTo(3);
        assertThat(count("SELECT count(*) FROM shadow_verdict")).isEqualTo(2);
        assertThat(new String(entry(2), java.nio.charset.StandardCharsets.UTF_8))
                .contains("\"edit\"", "\"revision\":3", "\"content_index\":0")
                .doesNotContain("third", "u-1");
    }

    private byte[] entry(long index) {
        return fixture.database().read(connection -> {
            try (var select = connection.prepareStatement("SELECT entry FROM log_entry WHERE log_index = " + index)) {
                return Bulk.all(select, row -> row.getBytes(1)).getFirst();
            }
        });
    }

    @Test
    void aRedecisionIsAboutTheRevisionThatStands() {
        var write = written("first");
        var second = edit("u-1", write.decisionId(), "second");
        writer.edit(second);
        var again = new Redecision(
                CellFixture.decisionId(CellFixture.nextId()),
                second.decisionId(),
                CellFixture.payload("ignored"),
                CellFixture.report("allow"),
                CellFixture.facts(),
                List.of());
        assertThat(writer.redecide(again)).isInstanceOf(RedecisionOutcome.Written.class);
        assertThat(reader.decision(again.decisionId()).orElseThrow().revision()).isEqualTo(2);
        assertThat(contentOf(again.decisionId())).isEqualTo("second");
        assertThat(writer.edit(edit("u-1", second.decisionId(), "late")))
                .as("judged before the rescan came between")
                .isEqualTo(new EditOutcome.Superseded(again.decisionId()));
    }

    @Test
    void aRepeatAnswersWhatWasAnsweredAndAKeyIsForOneRequest() {
        var write = written("first");
        var one = edit(author("u-1"), write.decisionId(), "second", key("k", "body"));
        var same = edit(author("u-1"), write.decisionId(), "second", key("k", "body"));
        writer.edit(one);
        assertThat(writer.edit(same)).isInstanceOfSatisfying(EditOutcome.Repeated.class, repeated -> {
            assertThat(repeated.decisionId()).isEqualTo(one.decisionId());
            assertThat(text(repeated.answer())).isEqualTo("answer to second");
        });
        assertThat(writer.edit(edit(author("u-1"), one.decisionId(), "third", key("k", "another body"))))
                .isEqualTo(new EditOutcome.KeyReused());
        assertThat(reader.counts().decisions()).isEqualTo(2);
    }

    @Test
    void ofConcurrentEditsOneStands() throws Exception {
        var write = written("first");
        var edits = IntStream.range(0, 8)
                .mapToObj(i -> edit("u-1", write.decisionId(), "edit " + i))
                .<Callable<EditOutcome>>map(each -> () -> writer.edit(each))
                .toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var outcomes = threads.invokeAll(edits).stream()
                    .map(java.util.concurrent.Future::resultNow)
                    .toList();
            assertThat(outcomes.stream().filter(EditOutcome.Edited.class::isInstance))
                    .hasSize(1);
            assertThat(outcomes.stream().filter(EditOutcome.Superseded.class::isInstance))
                    .hasSize(7);
        }
        assertThat(count("SELECT count(*) FROM content_revision")).isEqualTo(1);
    }

    @Test
    void aStaleEpochOrAnotherHomeWritesNothing() {
        var write = written("first");
        var stale = new Author(account("u-1"), 2, bytes("{}"));
        assertThat(writer.edit(edit(stale, write.decisionId(), "second", null)))
                .isEqualTo(new EditOutcome.StaleHome(1, AccountState.ACTIVE));
        var guest = author("u-1").asGuestOf(new RegionId("us-east-1"));
        assertThat(writer.edit(edit(guest, write.decisionId(), "second", null)))
                .isEqualTo(new EditOutcome.StaleHome(1, AccountState.ACTIVE));
        assertThat(writer.edit(edit(author("u-2"), write.decisionId(), "second", null)))
                .as("another's content")
                .isInstanceOf(EditOutcome.StaleHome.class);
        assertThat(reader.counts().decisions()).isEqualTo(1);
        assertThat(contentOf(write.decisionId())).isEqualTo("first");
    }

    @Test
    void whatIsDeletedGoesWithEveryRevisionAndIsNotEdited() {
        var write = written("first");
        var second = edit("u-1", write.decisionId(), "second");
        writer.edit(second);
        fixture.cell().delete(write.name(), "e-1", CellFixture.NOW);
        assertThat(count("SELECT count(*) FROM content_revision")).isZero();
        assertThat(contentOf(write.decisionId())).isEmpty();
        assertThat(contentOf(second.decisionId())).isEmpty();
        assertThat(writer.edit(edit("u-1", second.decisionId(), "third"))).isEqualTo(new EditOutcome.Gone());
    }

    @Test
    void onePersonsCopyHasEveryRevisionAndAnErasureLeavesNone() {
        var write = written("first");
        var second = edit("u-1", write.decisionId(), "second");
        writer.edit(second);
        var own = fixture.cell().person(account("u-1")).orElseThrow().contents(-1, 10);
        assertThat(own).hasSize(1).first().satisfies(content -> {
            assertThat(text(content.content())).isEqualTo("second");
            assertThat(content.revision()).isEqualTo(2);
            assertThat(content.earlier())
                    .hasSize(1)
                    .first()
                    .satisfies(earlier -> assertThat(text(earlier.content())).isEqualTo("first"));
            assertThat(content.decisions()).extracting(OwnDecision::revision).containsExactly(1, 2);
        });
        var removal = fixture.cell().removal();
        var range = removal.contentsOf(account("u-1"));
        fixture.database()
                .transact(connection ->
                        connection.createStatement().executeUpdate("UPDATE account SET state = 'ERASING'"));
        assertThat(removal.removeRows(account("u-1"), Ending.ERASED)).containsEntry("content_revision", 1L);
        removal.end("er-1", account("u-1"), Ending.ERASED, CellFixture.NOW);
        assertThat(removal.remains(account("u-1"), range)).isEqualTo(Map.of());
        assertThat(count("SELECT count(*) FROM content_revision")).isZero();
    }

    @Test
    void aRevisionPutInAnothersPlaceDoesNotOpen() {
        var write = written("first");
        writer.edit(edit("u-1", write.decisionId(), "second"));
        fixture.database()
                .transact(connection -> connection
                        .createStatement()
                        .executeUpdate(
                                "UPDATE content SET sealed_content = (SELECT sealed_content FROM content_revision)"));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> reader.content(write.name()))
                .isInstanceOf(RuntimeException.class);
    }
}
