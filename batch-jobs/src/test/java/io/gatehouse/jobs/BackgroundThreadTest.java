package io.gatehouse.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class BackgroundThreadTest {
    /** The nineteenth field of {@code /proc/thread-self/stat}; the second ends with the last bracket. */
    private static int nice() throws Exception {
        String stat = Files.readString(Path.of("/proc/thread-self/stat"));
        return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[16]);
    }

    private static int niceOf(Thread.Builder kind) throws Exception {
        var nice = new AtomicReference<Object>();
        kind.start(() -> {
                    BackgroundThread.begin();
                    try {
                        nice.set(nice());
                    } catch (Exception e) {
                        nice.set(e);
                    }
                })
                .join();
        return (Integer) nice.get();
    }

    @Test
    void onlyTheThreadThatAsksGivesWay() throws Exception {
        int before = nice();
        assertThat(niceOf(Thread.ofPlatform())).isEqualTo(Math.max(10, before));
        assertThat(nice()).isEqualTo(before);
    }

    @Test
    void carriersOfVirtualThreadsDoNot() throws Exception {
        assertThat(niceOf(Thread.ofVirtual())).isEqualTo(nice());
    }
}
