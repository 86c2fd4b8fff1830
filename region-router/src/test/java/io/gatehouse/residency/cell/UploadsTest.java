package io.gatehouse.residency.cell;

import static io.gatehouse.residency.cell.CellFixture.account;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.cell.PersonRemoval.Ending;
import io.gatehouse.residency.cell.Uploads.Part;
import io.gatehouse.residency.cell.Uploads.State;
import io.gatehouse.residency.cell.Uploads.Upload;
import io.gatehouse.residency.store.ObjectKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Parts count one after the other, are named while they lie there, and are written down for deletion when they go. */
class UploadsTest {
    private final CellFixture fixture = new CellFixture();
    private final Uploads uploads = fixture.cell().uploads();

    @BeforeEach
    void anna() {
        fixture.cell().writer().write(CellFixture.write("anna", "so that there is an account"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Upload open(String id) {
        var upload = new Upload(
                id,
                account("anna"),
                "client",
                State.OPEN,
                10,
                0,
                "m-" + id,
                CellFixture.bytes("described"),
                CellFixture.NOW.plusSeconds(60));
        assertThat(uploads.open(upload)).isTrue();
        return uploads.find(id).orElseThrow();
    }

    private boolean add(Upload upload, Part... parts) {
        return uploads.add(upload, List.of(parts), CellFixture.NOW.plusSeconds(90));
    }

    @Test
    void onlyWhoKnowsWhereItStandsGoesOn() {
        var upload = open("up-1");
        assertThat(upload.description()).isEqualTo(CellFixture.bytes("described"));
        assertThat(add(upload, new Part(0, 4, "media/a"), new Part(4, 2, "media/b")))
                .isTrue();
        assertThat(add(upload, new Part(0, 4, "media/c"))).as("it stands at 6").isFalse();
        assertThat(add(upload, new Part(6, 4, "media/d"))).isTrue();
        assertThat(uploads.find("up-1").orElseThrow().isWhole()).isTrue();
        assertThat(uploads.parts("up-1")).extracting(Part::objectKey).containsExactly("media/a", "media/b", "media/d");
        var later = CellFixture.NOW.plusSeconds(90);
        assertThat(uploads.whole(later, List.of(), 10)).containsExactly("up-1");
        assertThat(uploads.whole(CellFixture.NOW.plusSeconds(89), List.of(), 10))
                .isEmpty();
        assertThat(uploads.expired(later, List.of("up-0"), 10)).containsExactly("up-1");
        assertThat(uploads.expired(CellFixture.NOW.plusSeconds(89), List.of(), 10))
                .isEmpty();
        assertThat(uploads.whole(later, List.of("up-1"), 10))
                .as("it rests, and others come first")
                .isEmpty();
        assertThat(uploads.expired(later, List.of("up-0", "up-1"), 10)).isEmpty();
    }

    @Test
    void partsAreNamedForTheSweepUntilTheyGo() {
        var upload = open("up-1");
        add(upload, new Part(0, 4, "media/a"), new Part(4, 6, "media/z"));
        var sweep = fixture.cell().sweep();
        assertThat(sweep.objectKeys("", Optional.empty(), 10)).containsExactly("media/a", "media/z");
        assertThat(sweep.objectKeys("media/a", Optional.of("media/y"), 10)).isEmpty();
        assertThat(sweep.named(List.of("media/a", "media/x"))).containsExactly("media/a");
        uploads.end("up-1", State.STORED, "eu-west-1.e.1");
        assertThat(uploads.find("up-1").orElseThrow().state()).isEqualTo(State.STORED);
        assertThat(add(upload, new Part(0, 1, "media/late"))).isFalse();
        assertThat(sweep.objectKeys("", Optional.empty(), 10)).isEmpty();
        assertThat(fixture.cell().removal().notedObjects("eu-west-1.e.1", "", 10))
                .containsExactly(new ObjectKey("media/a"), new ObjectKey("media/z"));
        uploads.forget("up-1", "eu-west-1.e.2");
        assertThat(uploads.find("up-1")).isEmpty();
    }

    @Test
    void whoLeavesLeavesNoPartBehind() {
        add(open("up-1"), new Part(0, 4, "media/a"));
        fixture.database()
                .transact(connection -> connection
                        .createStatement()
                        .execute("UPDATE account SET state = 'MOVING' WHERE account_ref = '\\x" + account("anna")
                                + "'"));
        assertThat(uploads.find("up-1")).isEmpty();
        assertThat(uploads.look("up-1")).isEqualTo(new Uploads.Found.OwnerMoves());
        var removal = fixture.cell().removal();
        assertThat(removal.removeRows(account("anna"), Ending.MOVED))
                .containsEntry("media_upload", 1L)
                .containsEntry("media_upload_part", 1L);
        assertThat(removal.noted(10)).containsExactly("upload.e.up-1");
        assertThat(removal.notedObjects("upload.e.up-1", "", 10)).containsExactly(new ObjectKey("media/a"));
    }

    @Test
    void whoIsErasedHasTheirPartsAmongTheirObjects() {
        add(open("up-1"), new Part(0, 4, "media/a"));
        assertThat(fixture.cell().removal().noteObjects("er-1", account("anna")))
                .isEqualTo(1);
        assertThat(fixture.cell().removal().notedObjects("er-1", "", 10)).containsExactly(new ObjectKey("media/a"));
    }
}
