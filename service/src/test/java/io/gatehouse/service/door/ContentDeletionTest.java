package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.RegionStore;
import io.gatehouse.service.region.ServedRegions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An author deletes one content: what was said goes, what was decided stays. */
class ContentDeletionTest {
    private final RunningGatehouse service = RunningGatehouse.shared();

    private RegionStore store() {
        return service.bean(ServedRegions.class)
                .orMisdirected(new RegionId("eu-west-1"))
                .store();
    }

    private long objects() {
        return store().list("media/", RegionStore.MAX_PAGE_SIZE).objects().size();
    }

    private long entries() {
        return service.bean(ServedRegions.class)
                .orMisdirected(new RegionId("eu-west-1"))
                .cell()
                .reader()
                .nextIndex();
    }

    private String media(String author) {
        byte[] picture = TestMedia.brokenPicture("a picture of " + author);
        return service.post(
                        "/v1/media",
                        picture,
                        "Gatehouse-Author",
                        author,
                        "Gatehouse-Residence",
                        "declared=IE",
                        "Content-Type",
                        "image/png")
                .field("media_id");
    }

    private RunningGatehouse.Answer screen(String id, String author, String... media) {
        var body = Screenings.tree(id, author, "IE", "words to take back");
        var parts = new java.util.ArrayList<Object>(List.of(Map.of("type", "text", "text", "words to take back")));
        for (var each : media) parts.add(Map.of("type", "media", "media_id", each));
        body.put("parts", parts);
        return service.post("/v1/screenings", Screenings.json(body));
    }

    @Test
    void theDecisionStaysAndWhatWasSaidGoesWithMediaThatNothingElseShows() {
        String author = RunningGatehouse.unique("u");
        String own = media(author);
        String shared = media(author);
        long before = objects();
        String first = RunningGatehouse.unique("m");
        var screening = screen(first, author, own, shared);
        assertThat(screening.status()).as(screening.text()).isEqualTo(200);
        screen(RunningGatehouse.unique("m"), author, shared);
        assertThat(service.delete("/v1/contents/" + first).status()).isEqualTo(204);
        assertThat(objects()).isEqualTo(before - 1);
        assertThat(service.delete("/v1/contents/" + first).status()).as("again").isEqualTo(204);
        var decision = service.get("/v1/decisions/" + screening.field("decision_id"));
        assertThat(decision.status()).as(decision.text()).isEqualTo(200);
        assertThat(decision.field("verdict")).isEqualTo(screening.field("verdict"));
        assertThat(screen(first, author).problem()).as("the id stays taken").isEqualTo("content-id-reused");
        String copy = new String(
                service.get(
                                "/v1/accounts/" + author + "/export",
                                "Authorization",
                                "Bearer " + service.keyWith("privacy"))
                        .response()
                        .body(),
                StandardCharsets.ISO_8859_1);
        assertThat(copy).startsWith("PK");
    }

    @Test
    void anotherClientsContentIsNotThere() {
        String id = RunningGatehouse.unique("m");
        screen(id, RunningGatehouse.unique("u"));
        assertThat(service.delete("/v1/contents/" + id, "Authorization", "Bearer " + service.keyWith("platform"))
                        .problem())
                .isEqualTo("not-found");
        assertThat(service.delete("/v1/contents/" + id).status()).isEqualTo(204);
    }

    @Test
    void aHoldKeepsSingleContentsToo() {
        String author = RunningGatehouse.unique("u");
        String id = RunningGatehouse.unique("m");
        screen(id, author);
        String key = "Bearer " + service.keyWith("privacy");
        var hold = service.post(
                "/v1/holds",
                "{\"account\":\"" + author + "\",\"basis\":\"litigation\",\"reference\":\"1\"}",
                "Authorization",
                key);
        long before = entries();
        assertThat(service.delete("/v1/contents/" + id).problem()).isEqualTo("held");
        assertThat(entries()).as("the refusal is in the log").isGreaterThan(before);
        service.delete(hold.header("Location"), "Authorization", key);
        assertThat(service.delete("/v1/contents/" + id).status()).isEqualTo(204);
    }

    @Test
    void aHoldAtHomeKeepsWhatLiesElsewhereAsAGuest() {
        String irish = RunningGatehouse.unique("u");
        screen(RunningGatehouse.unique("m"), irish);
        String author = RunningGatehouse.unique("u");
        String id = RunningGatehouse.unique("m");
        var body = Screenings.tree(id, author, "US", "words to them");
        body.put("surface", "direct_message");
        body.put("participants", List.of(Map.of("id", irish)));
        assertThat(service.post("/v1/screenings", Screenings.json(body)).field("screening_id"))
                .startsWith("eu-west-1.");
        String key = "Bearer " + service.keyWith("privacy");
        var hold = service.post(
                "/v1/holds",
                "{\"account\":\"" + author + "\",\"basis\":\"litigation\",\"reference\":\"1\"}",
                "Authorization",
                key);
        assertThat(hold.field("home_region")).isEqualTo("us-east-1");
        assertThat(service.delete("/v1/contents/" + id).problem()).isEqualTo("held");
        service.delete(hold.header("Location"), "Authorization", key);
        assertThat(service.delete("/v1/contents/" + id).status()).isEqualTo(204);
    }

    @Test
    void whoeverIsBeingErasedIsToldSoAndNotAskedForEvidence() {
        String author = RunningGatehouse.unique("u");
        screen(RunningGatehouse.unique("m"), author);
        String key = "Bearer " + service.keyWith("privacy");
        service.post(
                "/v1/holds",
                "{\"account\":\"" + author + "\",\"basis\":\"litigation\",\"reference\":\"1\"}",
                "Authorization",
                key);
        assertThat(service.delete("/v1/accounts/" + author, "Authorization", key)
                        .status())
                .isEqualTo(202);
        var body = Screenings.tree(RunningGatehouse.unique("m"), author, "", "words of somebody who leaves");
        assertThat(service.post("/v1/screenings", Screenings.json(body)).problem())
                .isEqualTo("erased");
    }
}
