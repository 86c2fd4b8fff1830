package io.gatehouse.service.screen;

import io.gatehouse.moderation.content.Surface;
import org.jspecify.annotations.Nullable;

/** One row of an input file. */
public sealed interface Row {
    /** The file's name as the user gave it. */
    String file();

    /** 1-based line on which the row starts. */
    long line();

    /** A row that can be judged; the id is the row's own, or {@code file:line}. */
    record Message(
            String file,
            long line,
            String id,
            String text,
            Surface surface,
            @Nullable String author,
            @Nullable String country,
            @Nullable String language)
            implements Row {}

    /** A row that cannot, and why, in words that hold nothing of its content. */
    record Malformed(String file, long line, String reason) implements Row {}
}
