package io.gatehouse.service.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.media.MediaQueue.Urgency;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MediaQueueTest {
    private final MediaQueue queue = new MediaQueue();

    @Test
    void givesUrgentMediaFirstAndOthersInTheirOrder() throws InterruptedException {
        queue.add("old", Urgency.LEFT_BEHIND, 1);
        queue.add("first", Urgency.ORDINARY, 1);
        queue.add("second", Urgency.ORDINARY, 1);
        queue.add("live", Urgency.LIVE, 1);
        assertThat(take()).isEqualTo("live");
        assertThat(take()).isEqualTo("first");
        assertThat(take()).isEqualTo("second");
        assertThat(take()).isEqualTo("old");
        assertThat(take()).isNull();
    }

    @Test
    void mediaThatWaitCanBecomeMoreUrgentAndNeverLess() throws InterruptedException {
        queue.add("a", Urgency.ORDINARY, 2);
        queue.add("b", Urgency.ORDINARY, 2);
        queue.add("b", Urgency.ASKED_FOR, 9);
        queue.add("b", Urgency.LEFT_BEHIND, 9);
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.seconds()).isEqualTo(4);
        assertThat(take()).isEqualTo("b");
    }

    @Test
    void countsSecondsOfWorkNotFiles() throws InterruptedException {
        double film = MediaQueue.estimate(false, 200 << 20);
        double picture = MediaQueue.estimate(true, 400 << 10);
        assertThat(film).isGreaterThan(100 * picture);
        queue.add("film", Urgency.ORDINARY, film);
        queue.add("picture", Urgency.ORDINARY, picture);
        assertThat(queue.seconds()).isEqualTo(film + picture);
        take();
        take();
        assertThat(queue.seconds()).isZero();
    }

    private @org.jspecify.annotations.Nullable String take() throws InterruptedException {
        return queue.take(Duration.ofMillis(1));
    }
}
