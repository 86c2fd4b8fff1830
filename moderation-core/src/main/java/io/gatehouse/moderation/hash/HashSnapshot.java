package io.gatehouse.moderation.hash;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * An index in a file, laid out as it is searched, so that a start reads and checks it but computes nothing. Numbers are
 * little-endian: magic, version, how the bits are cut, hashes, owners, position, checksum of all that follows the header,
 * checksum of the header.
 */
public final class HashSnapshot {
    private static final long MAGIC = 0x3158_4448_5441_4748L;
    private static final int VERSION = 1;
    private static final int CHECKSUM_AT = 40;
    private static final int HEADER_CHECKSUM_AT = 48;

    /** Read or checked at a time; small enough to be in the processor's cache when its checksum is taken. */
    private static final int PIECE_BYTES = 1 << 20;

    private final HashBase base;
    private final long position;

    HashSnapshot(HashBase base, long position) {
        this.base = base;
        this.position = position;
    }

    HashBase base() {
        return base;
    }

    /** Which changes the index has seen, as whoever saved it counted them. */
    public long position() {
        return position;
    }

    /** The file is not a whole snapshot of this version; the index must be built again from where its entries came from. */
    public static final class DamagedException extends IOException {
        DamagedException(Path file, String fault) {
            super(file.getFileName() + " " + fault + "; build the index again");
        }
    }

    /** Replaces the file as a whole: whoever reads it, or a crash, meets the old one or the new one. */
    void write(Path file) throws IOException {
        var partial = file.resolveSibling(file.getFileName() + ".partial");
        try (var channel = FileChannel.open(
                partial, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            var checksum = new CRC32C();
            channel.position(BaseLayout.HEADER_BYTES);
            for (long at = BaseLayout.HEADER_BYTES; at < base.layout.sizeBytes(); at += PIECE_BYTES) {
                var piece = piece(base.memory, at, base.layout.sizeBytes());
                checksum.update(piece.duplicate());
                while (piece.hasRemaining()) channel.write(piece);
            }
            var header = header(checksum.getValue());
            for (long at = 0; header.hasRemaining(); ) at += channel.write(header, at);
            channel.force(true);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static ByteBuffer piece(MemorySegment memory, long at, long end) {
        return memory.asSlice(at, Math.min(PIECE_BYTES, end - at)).asByteBuffer();
    }

    private ByteBuffer header(long checksum) {
        var header = ByteBuffer.allocate(BaseLayout.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.putLong(MAGIC).putInt(VERSION).putInt(base.layout.banding().bands());
        header.putLong(base.layout.rows()).putLong(base.layout.owners()).putLong(position);
        header.putLong(CHECKSUM_AT, checksum);
        header.putLong(HEADER_CHECKSUM_AT, headerChecksum(header));
        return header.rewind();
    }

    private static long headerChecksum(ByteBuffer header) {
        var checksum = new CRC32C();
        checksum.update(header.duplicate().position(0).limit(HEADER_CHECKSUM_AT));
        return checksum.getValue();
    }

    /**
     * Reads a file into memory of its own, in large pages.
     *
     * @throws DamagedException when a byte of it is not as it was written
     * @throws NoSuchFileException when there is none
     */
    public static HashSnapshot read(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var header = checkedHeader(file, channel);
            var layout = layout(file, channel, header);
            var memory = BigMemory.allocate(layout.sizeBytes());
            var checksum = new CRC32C();
            for (long at = BaseLayout.HEADER_BYTES; at < layout.sizeBytes(); at += PIECE_BYTES) {
                var piece = piece(memory, at, layout.sizeBytes());
                readFully(file, channel, piece, at);
                checksum.update(piece.flip());
            }
            return checked(file, header, layout, memory, checksum);
        }
    }

    /** Uses the file itself as memory, shared by all processes of the machine that do so; slower than {@link #read}. */
    public static HashSnapshot map(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
            var header = checkedHeader(file, channel);
            var layout = layout(file, channel, header);
            var memory = channel.map(FileChannel.MapMode.READ_ONLY, 0, layout.sizeBytes(), Arena.ofAuto());
            var checksum = new CRC32C();
            for (long at = BaseLayout.HEADER_BYTES; at < layout.sizeBytes(); at += PIECE_BYTES)
                checksum.update(piece(memory, at, layout.sizeBytes()));
            return checked(file, header, layout, memory, checksum);
        }
    }

    private static HashSnapshot checked(
            Path file, ByteBuffer header, BaseLayout layout, MemorySegment memory, CRC32C checksum)
            throws DamagedException {
        if (checksum.getValue() != header.getLong(CHECKSUM_AT))
            throw new DamagedException(file, "is damaged: its checksum does not fit what it holds");
        return new HashSnapshot(new HashBase(layout, memory), header.getLong(CHECKSUM_AT - Long.BYTES));
    }

    private static ByteBuffer checkedHeader(Path file, FileChannel channel) throws IOException {
        var header = ByteBuffer.allocate(BaseLayout.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        readFully(file, channel, header, 0);
        if (header.getLong(0) != MAGIC) throw new DamagedException(file, "is not a snapshot of a hash index");
        if (header.getInt(Long.BYTES) != VERSION)
            throw new DamagedException(file, "is a snapshot of another version: " + header.getInt(Long.BYTES));
        if (header.getLong(HEADER_CHECKSUM_AT) != headerChecksum(header))
            throw new DamagedException(file, "is damaged: the checksum of its header does not fit");
        return header;
    }

    private static BaseLayout layout(Path file, FileChannel channel, ByteBuffer header) throws IOException {
        var banding = header.getInt(12) == Banding.SIXTEEN.bands() ? Banding.SIXTEEN : Banding.ELEVEN;
        var layout = new BaseLayout(banding, Math.toIntExact(header.getLong(16)), Math.toIntExact(header.getLong(24)));
        if (channel.size() != layout.sizeBytes())
            throw new DamagedException(
                    file, "has " + channel.size() + " bytes where " + layout.sizeBytes() + " were written");
        return layout;
    }

    private static void readFully(Path file, FileChannel channel, ByteBuffer into, long at) throws IOException {
        while (into.hasRemaining())
            if (channel.read(into, at + into.position()) < 0) throw new DamagedException(file, "is cut short");
    }
}
