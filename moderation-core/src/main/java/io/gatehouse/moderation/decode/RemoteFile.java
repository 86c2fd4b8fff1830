package io.gatehouse.moderation.decode;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The file of one job, whose bytes the program sends as they are asked for. */
class RemoteFile {
    private final DataInputStream in;
    private final DataOutputStream out;
    private final long sizeBytes;

    RemoteFile(DataInputStream in, DataOutputStream out, long sizeBytes) {
        this.in = in;
        this.out = out;
        this.sizeBytes = sizeBytes;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** @return how many bytes were read, 0 at the end */
    int read(long at, byte[] into, int offset, int length) throws IOException {
        int wanted = (int) Math.min(Math.min(length, Wire.MAX_READ_BYTES), Math.max(0, sizeBytes - at));
        if (wanted == 0) return 0;
        out.writeByte(Wire.READ);
        out.writeLong(at);
        out.writeInt(wanted);
        out.flush();
        int sent = in.readInt();
        if (sent < 0 || sent > wanted) throw new RefusedException(Refusal.NOT_READ);
        in.readFully(into, offset, sent);
        return sent;
    }

    byte[] readAll(long maxBytes) throws IOException {
        if (sizeBytes > maxBytes) throw new RefusedException(Refusal.TOO_MANY_BYTES);
        var bytes = new byte[Math.toIntExact(sizeBytes)];
        for (int at = 0; at < bytes.length; ) {
            int sent = read(at, bytes, at, bytes.length - at);
            if (sent == 0) throw new RefusedException(Refusal.NOT_READ);
            at += sent;
        }
        return bytes;
    }
}
