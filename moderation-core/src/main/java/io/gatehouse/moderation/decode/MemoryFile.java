package io.gatehouse.moderation.decode;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;

/** A file that is here already. Asks nobody. */
final class MemoryFile extends RemoteFile {
    private final byte[] file;

    MemoryFile(byte[] file) {
        super(
                new DataInputStream(new ByteArrayInputStream(new byte[0])),
                new DataOutputStream(new ByteArrayOutputStream()),
                file.length);
        this.file = file;
    }

    @Override
    int read(long at, byte[] into, int offset, int length) {
        int count = Math.clamp(file.length - at, 0, length);
        System.arraycopy(file, (int) Math.min(at, file.length), into, offset, count);
        return count;
    }
}
