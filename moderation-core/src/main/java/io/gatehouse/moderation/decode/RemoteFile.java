package io.gatehouse.moderation.decode;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** The file of one job. Its begin came with the job; the program sends the rest as it is asked for. */
class RemoteFile {
    private final DataInputStream in;
    private final DataOutputStream out;
    private final long sizeBytes;
    private final byte[] begin;

    /** @param begin the first bytes, or all of them; none may be there */
    RemoteFile(DataInputStream in, DataOutputStream out, long sizeBytes, byte[] begin) {
        this.in = in;
        this.out = out;
        this.sizeBytes = sizeBytes;
        this.begin = begin;
    }

    long sizeBytes() {
        return sizeBytes;
    }

    /** @return how many bytes were read, 0 at the end */
    int read(long at, byte[] into, int offset, int length) throws IOException {
        int wanted = (int) Math.min(Math.min(length, Wire.MAX_READ_BYTES), Math.max(0, sizeBytes - at));
        int known = Math.clamp(begin.length - at, 0, wanted);
        if (known > 0) System.arraycopy(begin, (int) at, into, offset, known);
        return known == wanted ? wanted : known + ask(at + known, into, offset + known, wanted - known);
    }

    private int ask(long at, byte[] into, int offset, int wanted) throws IOException {
        out.writeByte(Wire.READ);
        out.writeLong(at);
        out.writeInt(wanted);
        out.flush();
        int sent = in.readInt();
        if (sent < 0 || sent > wanted) throw new RefusedException(Refusal.NOT_READ);
        in.readFully(into, offset, sent);
        return sent;
    }

    /** @return all bytes, which nobody changes */
    byte[] readAll(long maxBytes) throws IOException {
        if (sizeBytes > maxBytes) throw new RefusedException(Refusal.TOO_MANY_BYTES);
        if (sizeBytes == begin.length) return begin;
        var bytes = new byte[Math.toIntExact(sizeBytes)];
        for (int at = 0; at < bytes.length; ) {
            int sent = read(at, bytes, at, bytes.length - at);
            if (sent == 0) throw new RefusedException(Refusal.NOT_READ);
            at += sent;
        }
        return bytes;
    }
}
