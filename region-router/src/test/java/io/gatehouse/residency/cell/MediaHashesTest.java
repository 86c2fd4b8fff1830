package io.gatehouse.residency.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MediaHashesTest {
    private static final byte[] SEEN = "seen in a picture".getBytes(StandardCharsets.UTF_8);

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
        assertThat(hashes.waiting(1, 100)).contains("wait-1");
        assertThat(hashes.find("wait-1", 1)).isEmpty();
        assertThat(hashes.store("wait-1", 1, SEEN, CellFixture.NOW)).isTrue();
        assertThat(hashes.waiting(1, 100)).doesNotContain("wait-1");
        assertThat(hashes.find("wait-1", 1)).hasValue(SEEN);
        assertThat(hashes.waiting(2, 100)).contains("wait-1");
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
        assertThat(hashes.waiting(9, 100)).doesNotContain("leaves-1");
        var removed = fixture.cell().removal().removeRows(CellFixture.account("leaves"), PersonRemoval.Ending.ERASED);
        assertThat(removed).containsEntry("media_hash", 1L);
        assertThat(hashes.find("leaves-1", 1)).isEmpty();
    }

    private static void store(String author, String mediaId) {
        fixture.cell()
                .writer()
                .store(new MediaWrite(
                        mediaId,
                        CellFixture.author(author),
                        "media/" + mediaId,
                        new byte[32],
                        1,
                        new byte[] {'{', '}'},
                        CellFixture.NOW));
    }

    private static void execute(String sql) {
        fixture.database().transact(connection -> connection.createStatement().execute(sql));
    }
}
