package io.gatehouse.service.screen;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Rows of one input file, in order. Not thread-safe. */
interface RowReader extends AutoCloseable {
    /** @return null at the end; a row that cannot be read comes as {@link Row.Malformed}, and reading goes on */
    @Nullable
    Row next() throws IOException;

    /** Bytes of the file consumed so far, for progress. */
    long bytesRead();

    @Override
    void close() throws IOException;
}
