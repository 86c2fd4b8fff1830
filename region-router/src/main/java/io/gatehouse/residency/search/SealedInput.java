package io.gatehouse.residency.search;

import io.gatehouse.residency.key.KeyRefusedException;
import java.io.EOFException;
import java.io.IOException;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;

/** Reads a sealed file anywhere, opening one block at a time. As every input of Lucene: one thread each, clones for others. */
final class SealedInput extends IndexInput {
    private static final byte[] NOTHING = new byte[0];

    private final IndexInput sealed;
    private final BlockSeal seal;
    private final long blocks;
    private final long start;
    private final long length;
    private long position;
    private byte[] block = NOTHING;
    private long opened = -1;

    /**
     * @param blocks of the whole file
     * @param start of this slice in the file, in plain bytes
     */
    private SealedInput(String name, IndexInput sealed, BlockSeal seal, long blocks, long start, long length) {
        super(name);
        this.sealed = sealed;
        this.seal = seal;
        this.blocks = blocks;
        this.start = start;
        this.length = length;
    }

    static SealedInput open(String name, IndexInput sealed, java.util.function.Function<byte[], BlockSeal> seals)
            throws IOException {
        long plain = BlockSeal.plainLength(sealed.length());
        if (plain < 0) throw new EOFException(name + " is cut short");
        byte version = sealed.readByte();
        if (version != BlockSeal.VERSION) throw new IOException(name + " is of unknown version " + version);
        var salt = new byte[BlockSeal.SALT_BYTES];
        sealed.readBytes(salt, 0, salt.length);
        return new SealedInput(name, sealed, seals.apply(salt), BlockSeal.blocks(sealed.length()), 0, plain);
    }

    @Override
    public byte readByte() throws IOException {
        if (position >= length) throw new EOFException(this + ": read past the end");
        long at = start + position;
        byte read = blockOf(at)[(int) (at % BlockSeal.PLAIN)];
        position++;
        return read;
    }

    @Override
    public void readBytes(byte[] bytes, int offset, int count) throws IOException {
        if (count > length - position) throw new EOFException(this + ": read past the end");
        int to = offset;
        int left = count;
        while (left > 0) {
            long at = start + position;
            byte[] from = blockOf(at);
            int inBlock = (int) (at % BlockSeal.PLAIN);
            int some = Math.min(left, from.length - inBlock);
            System.arraycopy(from, inBlock, bytes, to, some);
            to += some;
            left -= some;
            position += some;
        }
    }

    private byte[] blockOf(long at) throws IOException {
        long number = at / BlockSeal.PLAIN;
        if (number == opened) return block;
        sealed.seek(BlockSeal.HEADER + number * BlockSeal.SEALED);
        var bytes = new byte[(int) Math.min(BlockSeal.SEALED, sealed.length() - sealed.getFilePointer())];
        sealed.readBytes(bytes, 0, bytes.length);
        try {
            block = seal.open(bytes, number, number == blocks - 1);
        } catch (KeyRefusedException changed) {
            throw new CorruptIndexException("block " + number + " does not open", toString(), changed);
        }
        opened = number;
        return block;
    }

    @Override
    public void seek(long to) throws IOException {
        if (to < 0 || to > length) throw new EOFException(this + ": no place " + to + " of " + length);
        position = to;
    }

    @Override
    public long getFilePointer() {
        return position;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public SealedInput clone() {
        var copy = new SealedInput(toString(), sealed.clone(), seal, blocks, start, length);
        copy.position = position;
        copy.block = block;
        copy.opened = opened;
        return copy;
    }

    @Override
    public IndexInput slice(String description, long offset, long count) {
        if (offset < 0 || count < 0 || offset > length - count)
            throw new IllegalArgumentException("no such slice of " + this + ": " + offset + ", " + count);
        return new SealedInput(
                getFullSliceDescription(description), sealed.clone(), seal, blocks, start + offset, count);
    }

    /** Lucene closes only what it opened, never clones and slices. */
    @Override
    public void close() throws IOException {
        sealed.close();
    }
}
