package io.gatehouse.moderation.cage;

import java.io.IOException;

/** The bytes of one picture or video, wherever they are. Read from one thread at a time. */
public interface MediaBytes {
    long sizeBytes();

    /**
     * Videos are read from the begin on, but some name their table of contents at the end.
     *
     * @return how many bytes were read, fewer than asked for at the end only
     */
    int read(long at, byte[] into, int length) throws IOException;
}
