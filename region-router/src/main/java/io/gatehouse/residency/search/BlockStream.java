package io.gatehouse.residency.search;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.apache.lucene.store.IndexOutput;

/** Seals what is written, block by block, into a file of the directory below. Not thread-safe, as no output of Lucene is. */
final class BlockStream extends OutputStream {
    private final IndexOutput sealed;
    private final BlockSeal seal;
    private final byte[] block = new byte[BlockSeal.PLAIN];
    private int filled;
    private long number;
    private boolean closed;

    BlockStream(IndexOutput sealed, BlockSeal seal, byte[] salt) throws IOException {
        this.sealed = sealed;
        this.seal = seal;
        sealed.writeByte(BlockSeal.VERSION);
        sealed.writeBytes(salt, salt.length);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int from = offset;
        int left = length;
        while (left > 0) {
            // A full block waits for more: only the last one is sealed as the last.
            if (filled == block.length) put(false);
            int some = Math.min(left, block.length - filled);
            System.arraycopy(bytes, from, block, filled, some);
            filled += some;
            from += some;
            left -= some;
        }
    }

    private void put(boolean isLast) throws IOException {
        byte[] plain = filled == block.length ? block : Arrays.copyOf(block, filled);
        byte[] whole = seal.seal(plain, number++, isLast);
        sealed.writeBytes(whole, whole.length);
        filled = 0;
    }

    @Override
    public void close() throws IOException {
        if (closed) return;
        closed = true;
        try (sealed) {
            put(true);
        } finally {
            Arrays.fill(block, (byte) 0);
        }
    }
}
