package io.gatehouse.residency.cell;

import static io.gatehouse.residency.cell.CellFixture.account;
import static io.gatehouse.residency.cell.CellFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.archive.SegmentReader;
import io.gatehouse.residency.archive.SegmentRefusedException;
import io.gatehouse.residency.cell.PersonRemoval.Ending;
import io.gatehouse.residency.store.FileRegionStore;
import io.gatehouse.residency.store.RegionStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was said long ago: out of its rows, into segments, found as before, and gone when it must go. */
class ArchiveTest {
    private static final Instant LATER = CellFixture.NOW.plus(Duration.ofDays(100));

    @TempDir
    Path directory;

    private final CellFixture fixture = new CellFixture();
    private final Cell cell = fixture.cell();
    private final CellWriter writer = cell.writer();
    private final CellReader reader = cell.reader();
    private final Archive archive = cell.archive();
    private RegionStore store;

    @BeforeEach
    void openStore() throws IOException {
        store = FileRegionStore.open(CellFixture.REGION, directory);
        cell.attach(store);
    }

    @AfterEach
    void close() {
        fixture.close();
        store.close();
    }

    private CellWrite written(String author, String text) {
        var write = CellFixture.write(author, text);
        assertThat(writer.write(write)).isInstanceOf(WriteOutcome.Written.class);
        return write;
    }

    private int archiveAll() {
        var batch = archive.load("run", 0, Long.MAX_VALUE, LATER);
        return archive.store("run", batch, CellFixture.NOW);
    }

    private String said(String decisionId) {
        return reader.decision(decisionId)
                .flatMap(StoredDecision::payload)
                .map(payload -> text(payload.content()) + "|" + text(payload.record()) + "|" + text(payload.answer()))
                .orElse("nothing");
    }

    private long count(String sql) {
        return fixture.database().read(connection -> {
            try (var select = connection.prepareStatement(sql)) {
                return Bulk.all(select, row -> row.getLong(1)).getFirst();
            }
        });
    }

    private long sealedRows() {
        return count("SELECT (SELECT count(*) FROM content WHERE sealed_content IS NOT NULL)"
                + " + (SELECT count(*) FROM decision WHERE sealed_record IS NOT NULL OR sealed_answer IS NOT NULL)"
                + " + (SELECT count(*) FROM content_revision)");
    }

    private Redecision again(String supersedes) {
        return new Redecision(
                CellFixture.decisionId(CellFixture.nextId()),
                supersedes,
                CellFixture.payload("again"),
                CellFixture.report("review"),
                CellFixture.facts(),
                List.of());
    }

    @Test
    void everythingIsReadAsBefore() {
        var plain = written("anna", "plain");
        var edited = written("bert", "first");
        var edit = EditTest.edit("bert", edited.decisionId(), "second");
        writer.edit(edit);
        var redecided = written("anna", "twice");
        var redecision = again(redecided.decisionId());
        writer.redecide(redecision);
        var ids = List.of(
                plain.decisionId(),
                edited.decisionId(),
                edit.decisionId(),
                redecided.decisionId(),
                redecision.decisionId());
        var before = ids.stream().map(this::said).toList();
        var standing = reader.standing(0, 100, 10).stream()
                .map(each -> said(each.decisionId()))
                .toList();
        var past = past();

        assertThat(archiveAll()).isEqualTo(3);

        assertThat(sealedRows()).isZero();
        assertThat(ids).extracting(this::said).isEqualTo(before).doesNotContain("nothing");
        assertThat(reader.standing(0, 100, 10))
                .extracting(each -> said(each.decisionId()))
                .isEqualTo(standing);
        assertThat(text(reader.content(edited.name())
                        .orElseThrow()
                        .openedPayload()
                        .content()))
                .isEqualTo("second");
        assertThat(past()).isEqualTo(past).hasSize(3);
        assertThat(archiveAll()).as("again").isZero();
    }

    @Test
    void aPageHoldsWhatIsReadOneByOne() {
        written("anna", "plain");
        var edited = written("bert", "first");
        writer.edit(EditTest.edit("bert", edited.decisionId(), "second"));
        var redecided = written("anna", "twice");
        writer.redecide(again(redecided.decisionId()));
        written("carl", "of somebody who goes");
        fixture.database()
                .transact(connection -> Bulk.update(
                        connection,
                        "UPDATE account SET state = 'ERASING' WHERE account_ref = ANY (?)",
                        PersonRemoval.refs(account("carl"))));
        for (boolean archived : new boolean[] {false, true}) {
            if (archived) assertThat(archiveAll()).isEqualTo(3);
            var page = reader.standing(0, Long.MAX_VALUE, 10);
            assertThat(page).as("archived: " + archived).hasSize(4);
            for (var each : page)
                assertThat(each)
                        .usingRecursiveComparison()
                        .isEqualTo(reader.decision(each.decisionId()).orElseThrow());
        }
    }

    /** The search index looks again at what was changed: a move changes nothing; an edit does. */
    @Test
    void aMoveIsNoNewsForWhoFollowsChanges() {
        var plain = written("anna", "plain");
        var edited = written("bert", "first");
        writer.edit(EditTest.edit("bert", edited.decisionId(), "second"));
        writer.redecide(again(written("anna", "twice").decisionId()));
        var feed = cell.searchFeed();
        feed.begin(CellFixture.NOW);
        assertThat(archiveAll()).isEqualTo(3);
        assertThat(feed.changes(0, 10)).isEmpty();
        writer.edit(EditTest.edit("anna", plain.decisionId(), "third"));
        long changed = count("SELECT content_index FROM content WHERE screening_id = '" + plain.screeningId() + "'");
        assertThat(feed.changes(0, 10))
                .isNotEmpty()
                .allSatisfy(change -> assertThat(change.contentIndex()).isEqualTo(changed));
    }

    /** Otherwise each content that goes costs entries in all indexes of its tables. */
    @Test
    void whatRemainsOfARowStaysInItsPage() {
        // Many at once share a commit.
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 120; i++) {
                String text = "a message of some length, as people write it, number " + i;
                threads.execute(() -> written("anna", text));
            }
        }
        var before = places();
        assertThat(archiveAll()).isEqualTo(120);
        var after = places();
        long moved = before.entrySet().stream()
                .filter(each -> !each.getValue().equals(after.get(each.getKey())))
                .count();
        assertThat(moved).isLessThan(240 / 4);
    }

    /** The pages in which rows of contents and decisions lie. */
    private Map<String, String> places() {
        return fixture.database().read(connection -> {
            var places = new HashMap<String, String>();
            try (var select = connection.prepareStatement(
                    "SELECT 'c' || content_index, split_part(ctid::text, ',', 1)"
                            + " FROM content UNION ALL SELECT 'd' || log_index, split_part(ctid::text, ',', 1) FROM decision")) {
                Bulk.all(select, row -> places.put(row.getString(1), row.getString(2)));
            }
            return places;
        });
    }

    private List<String> past() {
        return cell.traffic().past(PastTraffic.ALL, 0, 100).stream()
                .map(each -> each.decisionId()
                        + text(each.payload().content())
                        + text(each.payload().record())
                        + text(each.payload().answer()))
                .toList();
    }

    @Test
    void aPersonsOwnCopyHasAllOfIt() {
        var first = written("anna", "first");
        writer.edit(EditTest.edit("anna", first.decisionId(), "second"));
        var before = ownCopy();
        archiveAll();
        assertThat(ownCopy()).isEqualTo(before).contains("first", "second", "answer to second");
    }

    private String ownCopy() {
        var told = new StringBuilder();
        for (var content : cell.person(account("anna")).orElseThrow().contents(-1, 10)) {
            told.append(text(content.content())).append(content.name());
            content.earlier().forEach(each -> told.append(each.number()).append(text(each.content())));
            content.decisions().forEach(each -> told.append(text(each.record())).append(text(each.answer())));
        }
        return told.toString();
    }

    @Test
    void manyContentsAreReadOutOfOneSegment() {
        var writes = IntStream.range(0, 40)
                .mapToObj(i -> written("p" + i % 7, "text " + i))
                .toList();
        archiveAll();
        assertThat(archive.segments()).singleElement().satisfies(segment -> {
            assertThat(segment.contents()).isEqualTo(40);
            assertThat(segment.decisions()).isEqualTo(40);
            assertThat(segment.sizeBytes()).isPositive();
            assertThat(segment.sha256()).hasSize(64);
        });
        assertThat(reader.standing(0, 100, 40))
                .extracting(each -> text(each.openedPayload().content()))
                .containsExactlyInAnyOrderElementsOf(writes.stream()
                        .map(write -> text(write.payload().content()))
                        .toList());
    }

    @Test
    void segmentsAreReadElsewhereWithTheKeysOfToday() throws IOException {
        var kept = written("anna", "kept");
        var deleted = written("anna", "deleted");
        archiveAll();
        var segment = archive.segments().getFirst();
        byte[] bytes;
        try (var in = store.get(segment.objectKey()).orElseThrow()) {
            bytes = in.readAllBytes();
        }
        cell.delete(deleted.name(), "event", CellFixture.NOW);

        var segmentReader = SegmentReader.of(CellFixture.REGION, bytes);
        var keys = archive.keys(segment);
        var contents = segmentReader.entries().stream()
                .flatMap(entry -> segmentReader.open(entry, keys).stream())
                .toList();
        assertThat(contents).hasSize(2);
        assertThat(contents.getFirst().standingDecision().decisionId()).isEqualTo(kept.decisionId());
        assertThat(text(contents.getFirst().revisions().getFirst().content())).isEqualTo("kept");
        assertThat(contents.getLast().revisions()).as("what its author deleted").isEmpty();

        bytes[20] ^= 1;
        assertThatThrownBy(() -> SegmentReader.of(CellFixture.REGION, bytes))
                .isInstanceOf(SegmentRefusedException.class);
    }

    @Test
    void deletingEndsTheWordsAndLeavesTheDecision() {
        var write = written("anna", "words");
        archiveAll();
        assertThat(cell.delete(write.name(), "event", CellFixture.NOW))
                .isInstanceOf(ContentDeletion.Outcome.Deleted.class);
        assertThat(said(write.decisionId())).isEqualTo("|record of words|answer to words");
        assertThat(writer.edit(EditTest.edit("anna", write.decisionId(), "late")))
                .isEqualTo(new EditOutcome.Gone());
        assertThat(writer.redecide(again(write.decisionId()))).isEqualTo(new RedecisionOutcome.Gone());
        assertThat(cell.delete(write.name(), "event-2", CellFixture.NOW))
                .as("again")
                .isInstanceOf(ContentDeletion.Outcome.Deleted.class);
        assertThat(count("SELECT count(*) FROM log_entry WHERE encode(entry, 'escape') LIKE '%content-deleted%'"))
                .isEqualTo(1);
    }

    @Test
    void anEditAndANewDecisionBringTheContentBack() {
        var edited = written("anna", "first");
        var redecided = written("anna", "judged");
        var left = written("anna", "left");
        archiveAll();
        var edit = EditTest.edit("anna", edited.decisionId(), "second");
        assertThat(writer.edit(edit)).isInstanceOf(EditOutcome.Edited.class);
        var redecision = again(redecided.decisionId());
        assertThat(writer.redecide(redecision)).isInstanceOf(RedecisionOutcome.Written.class);
        assertThat(said(edited.decisionId())).startsWith("first|");
        assertThat(said(edit.decisionId())).startsWith("second|");
        assertThat(said(redecision.decisionId())).startsWith("judged|record of again");
        assertThat(count("SELECT count(*) FROM content WHERE archive_segment IS NOT NULL"))
                .isEqualTo(1);
        assertThat(said(left.decisionId())).startsWith("left|");
        assertThat(archiveAll()).isEqualTo(2);
        assertThat(said(edited.decisionId())).startsWith("first|");
    }

    @Test
    void whoLeavesTakesEverythingAlong() {
        var one = written("anna", "one");
        var other = written("bert", "other");
        writer.edit(EditTest.edit("anna", one.decisionId(), "two"));
        var before = said(one.decisionId());
        long rows = sealedRows();
        archiveAll();
        assertThat(archive.recall(List.of(account("anna")))).isEqualTo(1);
        assertThat(sealedRows()).isEqualTo(rows - 2);
        assertThat(said(one.decisionId())).isEqualTo(before);
        assertThat(count("SELECT count(*) FROM content WHERE archive_segment IS NOT NULL"))
                .isEqualTo(1);
        assertThat(said(other.decisionId())).startsWith("other|");
        assertThat(archive.recall(List.of(account("anna")))).isZero();
    }

    @Test
    void afterAnErasureNothingOpensAndNothingPointsThere() {
        written("anna", "of anna");
        var bert = written("bert", "of bert");
        archiveAll();
        var segment = archive.segments().getFirst();
        var removal = cell.removal();
        var range = removal.contentsOf(account("anna"));
        assertThat(removal.remains(account("anna"), range)).isNotEmpty();
        fixture.database()
                .transact(connection -> Bulk.update(
                        connection,
                        "UPDATE account SET state = 'ERASING' WHERE account_ref = ANY (?)",
                        PersonRemoval.refs(account("anna"))));
        removal.removeRows(account("anna"), Ending.ERASED);
        removal.end("er-1", account("anna"), Ending.ERASED, CellFixture.NOW);
        assertThat(removal.remains(account("anna"), range)).isEmpty();
        assertThat(count("SELECT count(*) FROM content WHERE account_ref = '\\x" + OwnedTables.NOBODY
                        + "' AND coalesce(archive_segment, archive_offset, archive_content_length,"
                        + " archive_decision_length) IS NOT NULL"))
                .isZero();
        assertThat(archive.keys(segment).of(range.first())).isEmpty();
        assertThat(said(bert.decisionId())).startsWith("of bert|");
    }

    @Test
    void aSegmentInWhichNothingIsLeftGoes() {
        var write = written("anna", "words");
        archiveAll();
        var key = archive.segments().getFirst().objectKey();
        assertThat(archive.removeEmpty(CellFixture.NOW.plusSeconds(1))).isZero();
        archive.recall(write.decisionId());
        assertThat(archive.removeEmpty(CellFixture.NOW)).as("too new").isZero();
        assertThat(archive.removeEmpty(CellFixture.NOW.plusSeconds(1))).isEqualTo(1);
        assertThat(store.head(key)).isEmpty();
        assertThat(archive.segments()).isEmpty();
        assertThat(said(write.decisionId())).startsWith("words|");
    }

    /** A write between reading the rows and taking their bytes out: what was read is not what is there any more. */
    @Test
    void whatChangesMeanwhileStays() {
        var edited = written("anna", "first");
        var deleted = written("anna", "deleted");
        var left = written("anna", "left");
        var batch = archive.load("run", 0, 100, LATER);
        writer.edit(EditTest.edit("anna", edited.decisionId(), "second"));
        cell.delete(deleted.name(), "event", CellFixture.NOW);
        assertThat(archive.store("run", batch, CellFixture.NOW)).isEqualTo(1);
        assertThat(said(edited.decisionId())).startsWith("first|");
        assertThat(said(deleted.decisionId())).startsWith("|record");
        assertThat(said(left.decisionId())).startsWith("left|");
        assertThat(archive.segments())
                .singleElement()
                .extracting(ArchiveSegment::contents)
                .isEqualTo(1);
    }

    @Test
    void aMissingSegmentIsAnErrorAndNeverNothing() {
        var write = written("anna", "words");
        archiveAll();
        store.delete(archive.segments().getFirst().objectKey());
        assertThatThrownBy(() -> said(write.decisionId()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not in its store");
    }

    @Test
    void newerOnesAndThoseWhoMoveAreLeft() {
        written("anna", "words");
        var newer = archive.load("run", 0, 100, CellFixture.NOW);
        assertThat(newer.contents()).isZero();
        assertThat(newer.skipped()).as("what is young is not even read").isEmpty();
        fixture.database()
                .transact(connection -> Bulk.update(
                        connection,
                        "UPDATE account SET state = 'MOVING' WHERE account_ref = ANY (?)",
                        PersonRemoval.refs(account("anna"))));
        assertThat(archive.load("run", 0, 100, LATER).skipped()).containsEntry("account_moving", 1L);
    }

    @Test
    void recordsThatAreKeptNoLongerTakeTheWholePlace() {
        var write = written("anna", "words");
        archiveAll();
        var retention = cell.retention();
        assertThat(retention.endRecords(List.of(0L), "event-r", "rule", LATER))
                .as("words are left")
                .isZero();
        retention.end(List.of(new Retention.Ending(0, "event-w", "rule", false)), LATER);
        assertThat(said(write.decisionId())).isEqualTo("|record of words|answer to words");
        assertThat(retention.endRecords(List.of(0L), "event-r", "rule", LATER)).isEqualTo(1);
        assertThat(reader.decision(write.decisionId()).flatMap(StoredDecision::payload))
                .isEqualTo(Optional.empty());
        assertThat(count("SELECT count(*) FROM content WHERE archive_segment IS NOT NULL"))
                .isZero();
    }

    @Test
    void aHoldKeepsWhatIsArchived() {
        var write = written("anna", "words");
        archiveAll();
        fixture.database()
                .transact(connection -> Bulk.update(
                        connection,
                        "INSERT INTO legal_hold (hold_id, account_ref, basis, sealed_reference, placed_at, placed_by)"
                                + " SELECT 'h', r, 'litigation', r, now(), 'k' FROM unnest(?) AS u (r)",
                        PersonRemoval.refs(account("anna"))));
        assertThat(cell.delete(write.name(), "event", LATER)).isEqualTo(new ContentDeletion.Outcome.Held());
        assertThat(cell.retention().end(List.of(new Retention.Ending(0, "event-w", "rule", false)), LATER))
                .containsExactly(new ContentDeletion.Outcome.Held());
        assertThat(said(write.decisionId())).startsWith("words|");
        assertThat(cell.retention().stored(0, 100, 10, LATER)).singleElement().satisfies(stored -> {
            assertThat(stored.held()).isTrue();
            assertThat(stored.hasWords()).isTrue();
            assertThat(stored.hasRecords()).isTrue();
        });
    }
}
