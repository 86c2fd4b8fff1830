package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.decode.Wire;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.walk.SqlServer;
import io.gatehouse.service.region.ServedRegions;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The same bytes of two people are looked at by one process of the region; the other waits for it, and takes over when it died. */
class SharedLookTest {
    private static final int VERSION = Wire.DECODE_VERSION;
    private static final String ANOTHER = "another process";

    private final RunningGatehouse service = RunningGatehouse.shared();
    private final Cell cell = service.bean(ServedRegions.class)
            .orMisdirected(new RegionId("eu-west-1"))
            .cell();
    private final byte[] picture = TestMedia.picture(ThreadLocalRandom.current().nextInt(1_000, 1_000_000));

    @Test
    void theSecondWaitsForTheLookOfTheFirstAndReusesIt() throws Exception {
        String first = store(picture);
        await(first);
        byte[] seen = cell.mediaHashes().find(first, VERSION).orElseThrow();
        beginsAnew(first, Duration.ofHours(1));
        String second = store(picture);
        String third = store(TestMedia.picture(1 + ThreadLocalRandom.current().nextInt(900)));
        // It came after the second, which therefore was not waited for.
        await(third);
        assertThat(cell.mediaHashes().find(second, VERSION)).isEmpty();
        // As if the other process had seen something else, so that its look is known again.
        seen[1] ^= 1;
        cell.mediaHashes().store(first, VERSION, seen, Instant.now());
        cell.mediaLooks().release(first, VERSION, ANOTHER);
        await(second);
        assertThat(cell.mediaHashes().find(second, VERSION)).hasValue(seen);
    }

    @Test
    void whoDiesIsTakenOver() throws Exception {
        String first = store(picture);
        await(first);
        byte[] seen = cell.mediaHashes().find(first, VERSION).orElseThrow();
        beginsAnew(first, Duration.ofMillis(300));
        String second = store(picture);
        await(second);
        assertThat(cell.mediaHashes().find(second, VERSION)).hasValue(seen);
        assertThat(cell.mediaLooks().renew(first, VERSION, ANOTHER, Duration.ofHours(1)))
                .isFalse();
    }

    /** Another process looks at media that nobody has looked at. */
    private void beginsAnew(String media, Duration lease) throws Exception {
        // This process may not have let go yet.
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> cell.mediaLooks().take(media, VERSION, ANOTHER, lease));
        try (var database = new SqlServer(service.data()).connect("gatehouse_eu_west_1")) {
            database.setReadOnly(false);
            database.createStatement().execute("DELETE FROM media_hash WHERE media_id = '" + media + "'");
            database.commit();
        }
    }

    private void await(String media) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> cell.mediaHashes().find(media, VERSION).isPresent());
    }

    private String store(byte[] bytes) {
        var answer = service.post(
                "/v1/media",
                bytes,
                "Gatehouse-Author",
                RunningGatehouse.unique("u"),
                "Gatehouse-Residence",
                "declared=IE",
                "Content-Type",
                "image/png");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.field("media_id");
    }
}
