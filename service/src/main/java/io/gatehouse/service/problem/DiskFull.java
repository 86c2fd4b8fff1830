package io.gatehouse.service.problem;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells a full disk from other failures, wherever it was met. */
final class DiskFull {
    /** PostgreSQL's {@code disk_full}. */
    private static final String SQL_STATE = "53100";

    /** Causes may form a ring; none that we know is deeper. */
    private static final int DEEPEST = 20;

    private DiskFull() {}

    static boolean isCauseOf(Throwable failure) {
        @Nullable Throwable cause = failure;
        for (int depth = 0; cause != null && depth < DEEPEST; depth++, cause = cause.getCause()) {
            if (cause instanceof SQLException sql && SQL_STATE.equals(sql.getSQLState())) return true;
            if (cause instanceof IOException io && saysFull(io)) return true;
        }
        return false;
    }

    /** Java has no type for it: the operating system's words are all there is. */
    private static boolean saysFull(IOException failure) {
        String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        return message.contains("no space left") || message.contains("disk quota exceeded");
    }
}
