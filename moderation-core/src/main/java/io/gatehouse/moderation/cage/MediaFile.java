package io.gatehouse.moderation.cage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A picture or video in a file of this machine. */
public final class MediaFile implements MediaBytes, AutoCloseable {
    private final FileChannel channel;
    private final long sizeBytes;

    private MediaFile(FileChannel channel, long sizeBytes) {
        this.channel = channel;
        this.sizeBytes = sizeBytes;
    }

    public static MediaFile open(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new MediaFile(channel, channel.size());
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public long sizeBytes() {
        return sizeBytes;
    }

    @Override
    public int read(long at, byte[] into, int length) throws IOException {
        var buffer = ByteBuffer.wrap(into, 0, length);
        while (buffer.hasRemaining()) if (channel.read(buffer, at + buffer.position()) < 0) break;
        return buffer.position();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
