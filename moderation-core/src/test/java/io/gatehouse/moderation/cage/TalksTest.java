package io.gatehouse.moderation.cage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.moderation.decode.Job;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nobody waits for a worker longer than they may, whatever holds it. The workers here are shells that do what a worker must not. */
@Timeout(30)
class TalksTest {
    private static final Duration SHORT = Duration.ofMillis(600);
    private static final Job JOB = new Job(10, false, 0, false, false, 1, 10, 10, 10, 10);

    private final Talks talks = new Talks();
    private Process process;

    @BeforeEach
    void shells() {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "no shell on this machine");
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        talks.close();
    }

    private Worker worker(String script) throws IOException {
        process = new ProcessBuilder("/bin/sh", "-c", script).start();
        return new Worker(process, null);
    }

    private static MediaBytes bytes(Source source) {
        return new MediaBytes() {
            @Override
            public long sizeBytes() {
                return 10;
            }

            @Override
            public int read(long at, byte[] into, int length) throws IOException {
                return source.read();
            }
        };
    }

    private interface Source {
        int read() throws IOException;
    }

    private static void killSoon(Worker worker) {
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            worker.kill();
        });
    }

    @Test
    void aWorkerThatStopsIsLostWhenItIsKilled() throws IOException {
        var worker = worker("kill -STOP $$");
        killSoon(worker);
        assertThatThrownBy(() -> talks.hash(worker, JOB, bytes(() -> 0), Duration.ofSeconds(20)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(Talks.StuckException.class);
    }

    @Test
    void whoKeepsAKilledWorkersPipesOpenHoldsNobody() throws IOException {
        // The inner one has the pipes, and is nobody's child when the outer one is killed.
        var worker = worker("exec 3<&0; sleep 60 <&3 & exec sleep 60");
        var inner = process.descendants().toList();
        killSoon(worker);
        long begun = System.nanoTime();
        assertThatThrownBy(() -> talks.hash(worker, JOB, bytes(() -> 0), SHORT))
                .isInstanceOf(Talks.StuckException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
        assertThat(process.isAlive()).isFalse();
        inner.forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void bytesThatDoNotComeSayNothingOfTheFile() throws IOException {
        // "R", a place of eight bytes, and one byte wanted.
        var worker = worker("printf 'R\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\1'; exec sleep 60");
        var never = new CountDownLatch(1);
        assertThatThrownBy(() -> talks.hash(
                        worker,
                        JOB,
                        bytes(() -> {
                            try {
                                never.await();
                            } catch (InterruptedException _) {
                                throw new IOException("interrupted");
                            }
                            return 0;
                        }),
                        SHORT))
                .isInstanceOfSatisfying(
                        Talks.LeftException.class,
                        left -> assertThat(left.failure()).hasMessageContaining("did not come in time"));
    }

    @Test
    void whoIsInterruptedLeavesAtOnce() throws Exception {
        var worker = worker("exec sleep 60");
        var caller = Thread.currentThread();
        Thread.ofVirtual().start(caller::interrupt);
        assertThatThrownBy(() -> talks.hash(worker, JOB, bytes(() -> 0), Duration.ofSeconds(20)))
                .isInstanceOf(Talks.LeftException.class);
        assertThat(Thread.interrupted()).isTrue();
    }
}
