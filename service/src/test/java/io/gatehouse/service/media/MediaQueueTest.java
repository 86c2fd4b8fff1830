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

    @Test
    void whatIsUrgentGoesBesideALongLookAndNothingElseDoes() throws InterruptedException {
        queue.add("live", Urgency.LIVE, 60);
        assertThat(beside()).as("nothing is under way").isNull();
        assertThat(take()).isEqualTo("live");
        queue.add("film", Urgency.ORDINARY, 600);
        queue.add("picture", Urgency.ORDINARY, 0.01);
        queue.add("asked film", Urgency.ASKED_FOR, 600);
        queue.add("asked, of whatever length", Urgency.ASKED_FOR, 0);
        assertThat(beside()).isNull();
        queue.add("asked picture", Urgency.ASKED_FOR, 0.01);
        queue.add("reported", Urgency.LIVE, 600);
        assertThat(beside()).isEqualTo("reported");
        assertThat(beside()).isEqualTo("asked picture");
        assertThat(beside()).isNull();
        queue.add("asked, of whatever length", Urgency.ORDINARY, 1);
        assertThat(beside()).as("known now").isEqualTo("asked, of whatever length");
        assertThat(take()).isEqualTo("asked film");
    }

    @Test
    void nothingGoesBesideALookThatIsOverSoon() throws InterruptedException {
        queue.add("picture", Urgency.ORDINARY, 0.01);
        assertThat(take()).isEqualTo("picture");
        queue.add("reported", Urgency.LIVE, 600);
        assertThat(beside()).isNull();
        assertThat(take()).isEqualTo("reported");
    }

    private @org.jspecify.annotations.Nullable String beside() throws InterruptedException {
        return queue.takeBeside(Duration.ofMillis(1));
    }

    private @org.jspecify.annotations.Nullable String take() throws InterruptedException {
        return queue.take(Duration.ofMillis(1));
    }
}
