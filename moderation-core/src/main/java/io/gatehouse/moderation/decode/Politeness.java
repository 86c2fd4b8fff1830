package io.gatehouse.moderation.decode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Lets others come first. Linux divides processor time among sessions before it looks at the {@code nice} of their processes: a worker
 * that has a session of its own would get as much as the whole service.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/sched.7.html">sched(7), "The autogroup feature"</a>
 */
final class Politeness {
    private static final Path SESSION = Path.of("/proc/self/autogroup");

    /** The system takes such a wish ten times a second, from everybody together. */
    private static final int TRIES = 5;

    private static final int PAUSE_MILLIS = 150;

    private Politeness() {}

    /** Does nothing where sessions are not weighed. */
    static void giveWay(String niceness) {
        for (int i = 0; i < TRIES && Files.isWritable(SESSION); i++) {
            try {
                Files.writeString(SESSION, niceness);
                return;
            } catch (IOException _) {
                if (!pause()) return;
            }
        }
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
