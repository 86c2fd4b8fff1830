package io.gatehouse.residency.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MediaHashesTest {
    private static final byte[] SEEN = "seen in a picture".getBytes(StandardCharsets.UTF_8);

    private static final Duration HOUR = Duration.ofHours(1);

    private static CellFixture fixture;
    private final MediaHashes hashes = fixture.cell().mediaHashes();

    @BeforeAll
    static void open() {
        fixture = new CellFixture();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void mediaWaitUntilTheyWereSeenInThisVersion() {
        store("wait", "wait-1");
        assertThat(waiting(1)).contains("wait-1");
        assertThat(hashes.find("wait-1", 1)).isEmpty();
        assertThat(hashes.store("wait-1", 1, SEEN, CellFixture.NOW)).isTrue();
        assertThat(waiting(1)).doesNotContain("wait-1");
        assertThat(hashes.find("wait-1", 1)).hasValue(SEEN);
        assertThat(waiting(2)).contains("wait-1");
        hashes.store("wait-1", 2, SEEN, CellFixture.NOW);
        assertThat(hashes.find("wait-1", 2)).hasValue(SEEN);
    }

    @Test
    void whatWasSeenIsSealed() {
        store("sealed", "sealed-1");
        hashes.store("sealed-1", 1, SEEN, CellFixture.NOW);
        String row = fixture.database().read(connection -> {
            try (var rows = connection
                    .createStatement()
                    .executeQuery("SELECT h::text FROM media_hash h WHERE media_id = 'sealed-1'")) {
                rows.next();
                return rows.getString(1);
            }
        });
        assertThat(row).contains("sealed-1").doesNotContain(HexFormat.of().formatHex(SEEN));
    }

    @Test
    void nothingIsKeptOfMediaThatAreNotHereOrWhosePersonLeaves() {
        assertThat(hashes.store("nowhere", 1, SEEN, CellFixture.NOW)).isFalse();
        store("leaves", "leaves-1");
        hashes.store("leaves-1", 1, SEEN, CellFixture.NOW);
        execute("UPDATE account SET state = 'ERASING' WHERE account_ref = '\\x" + CellFixture.account("leaves") + "'");
        assertThat(hashes.store("leaves-1", 2, SEEN, CellFixture.NOW)).isFalse();
        assertThat(waiting(9)).doesNotContain("leaves-1");
        var removed = fixture.cell().removal().removeRows(CellFixture.account("leaves"), PersonRemoval.Ending.ERASED);
        assertThat(removed).containsEntry("media_hash", 1L);
        assertThat(hashes.find("leaves-1", 1)).isEmpty();
    }

    @Test
    void theSameBytesAreLookedAtByOneAtATimeWhoeverStoredThem() {
        byte[] same = CellFixture.bytes("thirty-two bytes that two shared");
        store("look", "look-1", same);
        store("look-too", "look-2", same);
        var looks = fixture.cell().mediaLooks();
        assertThat(looks.take("look-1", 7, "a", HOUR)).isTrue();
        assertThat(looks.take("look-2", 7, "b", HOUR)).isFalse();
        assertThat(looks.take("nowhere", 7, "b", HOUR)).isFalse();
        assertThat(looks.take("look-2", 8, "b", HOUR)).as("another version").isTrue();
        assertThat(waiting(7)).as("nothing to do for others").doesNotContain("look-1", "look-2");
        assertThat(hashes.next(7, "me", 100))
                .extracting(MediaHashes.Waiting::mediaId)
                .doesNotContain("look-2");
        assertThat(hashes.next(7, "a", 100))
                .extracting(MediaHashes.Waiting::mediaId)
                .contains("look-2");
        hashes.store("look-1", 7, SEEN, CellFixture.NOW);
        looks.release("look-1", 7, "a");
        assertThat(waiting(7)).contains("look-2");
        assertThat(hashes.ofSameBytes("look-2", 7)).hasValue(SEEN);
        assertThat(hashes.find("look-2", 7)).isEmpty();
        assertThat(looks.take("look-2", 7, "b", HOUR)).isTrue();
        assertThat(looks.renew("look-2", 7, "b", HOUR)).isTrue();
        execute("UPDATE media_look SET until = now() - interval '1 second' WHERE holder = 'b'");
        assertThat(waiting(7)).as("whoever held it died").contains("look-2");
        assertThat(looks.take("look-1", 7, "c", HOUR)).isTrue();
        assertThat(looks.renew("look-2", 7, "b", HOUR)).as("it was taken over").isFalse();
        execute("UPDATE account SET state = 'ERASING' WHERE account_ref = '\\x" + CellFixture.account("look") + "'");
        assertThat(fixture.cell().removal().removeRows(CellFixture.account("look"), PersonRemoval.Ending.ERASED))
                .containsEntry("media_look", 1L);
    }

    /** Else a row would stay of a person who is erased, put there after it was looked for. */
    @Test
    void nobodyBeginsToLookAtWhatIsBeingDeleted() throws Exception {
        store("going", "going-1");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> taken = fixture.database().transact(connection -> {
                try (var statement = connection.createStatement()) {
                    statement.execute("DELETE FROM media WHERE media_id = 'going-1'");
                }
                var begun = threads.submit(() -> fixture.cell().mediaLooks().take("going-1", 7, "late", HOUR));
                while (!begun.isDone() && count("pg_stat_activity WHERE wait_event_type = 'Lock'") == 0)
                    Thread.onSpinWait();
                return begun;
            });
            assertThat(taken.get()).isFalse();
            assertThat(count("media_look WHERE media_id = 'going-1'")).isZero();
        }
    }

    private static long count(String where) {
        return fixture.database().read(connection -> {
            try (var rows = connection.createStatement().executeQuery("SELECT count(*) FROM " + where)) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    private static void store(String author, String mediaId) {
        store(author, mediaId, new byte[32]);
    }

    private static void store(String author, String mediaId, byte[] sha256) {
        store(author, mediaId, sha256, new MediaWork(1500, false));
    }

    private static void store(String author, String mediaId, byte[] sha256, MediaWork work) {
        fixture.cell()
                .writer()
                .store(new MediaWrite(
                        mediaId,
                        CellFixture.author(author),
                        "media/" + mediaId,
                        sha256,
                        1,
                        new byte[] {'{', '}'},
                        CellFixture.NOW,
                        work,
                        null,
                        null));
    }

    private static void execute(String sql) {
        fixture.database().transact(connection -> connection.createStatement().execute(sql));
    }

    private List<String> waiting(int version) {
        return hashes.waiting(version, "me", 100).stream()
                .map(MediaHashes.Waiting::mediaId)
                .toList();
    }

    @Test
    void theMostUrgentComesFirstAndWorkIsCountedUntilItIsSeen() {
        store("hurry", "hurry-1");
        store("hurry", "hurry-2");
        assertThat(hashes.hurry(List.of("hurry-2", "nobody's"), 1, 3)).isEqualTo(1);
        assertThat(hashes.hurry(List.of("hurry-2"), 1, 1)).isEqualTo(1);
        var first = hashes.next(1, "me", 1).getFirst();
        assertThat(first.mediaId()).isEqualTo("hurry-2");
        assertThat(first.urgency()).isEqualTo(3);
        assertThat(first.work()).isEqualTo(Duration.ofMillis(1500));
        var before = hashes.work();
        var both = List.of("hurry-1", "hurry-2");
        assertThat(hashes.unseen(both, 1)).containsExactlyElementsOf(both);
        assertThat(hashes.progress(both, 1).ahead()).isEqualTo(before);
        hashes.store("hurry-2", 1, SEEN, CellFixture.NOW);
        assertThat(hashes.work()).isEqualTo(before.minusMillis(1500));
        assertThat(hashes.progress(both, 1).seen()).isEqualTo(1);
        assertThat(hashes.unseen(both, 1)).containsExactly("hurry-1");
        assertThat(hashes.next(1, "me", 100))
                .extracting(MediaHashes.Waiting::mediaId)
                .doesNotContain("hurry-2");
    }

    /** Videos of other tests here are estimated as they are; only pictures are decoded. */
    @Test
    void workIsCountedAsTheLastLooksWentAndOneThatTakesLongerAsLongAgain() {
        var others = hashes.work();
        var picture = new MediaWork(1_000, true);
        for (int i = 1; i <= 4; i++)
            store("pace", "pace-" + i, CellFixture.bytes("thirty-two bytes of picture no " + i), picture);
        assertThat(hashes.work()).isEqualTo(others.plusSeconds(4));
        hashes.store("pace-1", 1, SEEN, CellFixture.NOW, Duration.ofSeconds(60));
        assertThat(hashes.work()).isEqualTo(others.plusSeconds(180));
        assertThat(hashes.next(1, "me", 100))
                .filteredOn(it -> it.mediaId().equals("pace-2"))
                .extracting(MediaHashes.Waiting::work)
                .containsExactly(Duration.ofSeconds(60));
        // (0.9 * 60 + 2) / (0.9 * 1 + 1): the last look counts for more.
        hashes.store("pace-2", 1, SEEN, CellFixture.NOW, Duration.ofSeconds(2));
        assertThat(hashes.work()).isBetween(others.plusMillis(58_900), others.plusMillis(59_000));
        // What was seen in the same bytes says nothing of the pace.
        hashes.store("pace-3", 1, SEEN, CellFixture.NOW);
        execute("UPDATE media_pace SET took_millis = expected_millis WHERE picture");
        assertThat(fixture.cell().mediaLooks().take("pace-4", 1, "a", HOUR)).isTrue();
        execute("UPDATE media_look SET since = now() - interval '100 seconds' WHERE media_id = 'pace-4'");
        assertThat(hashes.work()).isGreaterThanOrEqualTo(others.plusSeconds(99));
        // Whatever waits, and is not live, waits for what is under way too.
        store("pace", "pace-5", CellFixture.bytes("thirty-two bytes of picture no 5"), picture);
        hashes.hurry(List.of("pace-5"), 1, 2);
        assertThat(hashes.progress(List.of("pace-5"), 1).ahead()).isGreaterThan(Duration.ofSeconds(99));
        hashes.hurry(List.of("pace-5"), 1, 3);
        assertThat(hashes.progress(List.of("pace-5"), 1).ahead()).isLessThan(Duration.ofSeconds(99));
        for (var id : List.of("pace-4", "pace-5")) hashes.settle(id);
        fixture.cell().mediaLooks().release("pace-4", 1, "a");
    }
}
