package io.gatehouse.residency.archive;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import io.gatehouse.residency.region.RegionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;

/** What segments of version 1 are made of, for writer and reader alike. Thread-safe. */
final class SegmentForm {
    static final byte[] MAGIC = "GHSEGMT1".getBytes(StandardCharsets.US_ASCII);
    /** Offset and length of the index, SHA-256 of all before, magic. */
    static final int TRAILER_BYTES = Long.BYTES + Integer.BYTES + 32 + 8;

    /** A content of a thousand revisions of the longest text is shorter; more is an attack or a fault. */
    static final int MAX_PART_BYTES = 256 << 20;

    /** Fast: at higher levels a dictionary gains 3 % and costs half of the speed. */
    private static final int LEVEL = 1;
    /** More threads than this never compress at once on the machines we know; extra contexts are dropped. */
    private static final int KEPT = 32;

    private static final byte[] DICTIONARY = dictionary();
    private static final ZstdDictCompress COMPRESSING = new ZstdDictCompress(DICTIONARY, LEVEL);
    private static final ZstdDictDecompress DECOMPRESSING = new ZstdDictDecompress(DICTIONARY);
    private static final ArrayBlockingQueue<ZstdCompressCtx> COMPRESSORS = new ArrayBlockingQueue<>(KEPT);
    private static final ArrayBlockingQueue<ZstdDecompressCtx> DECOMPRESSORS = new ArrayBlockingQueue<>(KEPT);

    private SegmentForm() {}

    /**
     * What every record has in common, made up: a dictionary trained on messages would keep pieces of them, unsealed, after
     * their authors were erased.
     */
    private static byte[] dictionary() {
        try (var in = SegmentForm.class.getResourceAsStream("/archive/dictionary-1.json")) {
            if (in == null) throw new IllegalStateException("archive/dictionary-1.json is missing from the program");
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("archive/dictionary-1.json cannot be read", e);
        }
    }

    static byte[] compress(byte[] plain) {
        var kept = COMPRESSORS.poll();
        var context = kept != null ? kept : compressor();
        byte[] compressed = context.compress(plain);
        if (!COMPRESSORS.offer(context)) context.close();
        return compressed;
    }

    private static ZstdCompressCtx compressor() {
        // The seal tells every changed byte already, and the program knows its dictionary.
        return new ZstdCompressCtx()
                .setLevel(LEVEL)
                .setChecksum(false)
                .setDictID(false)
                .setContentSize(true)
                .loadDict(COMPRESSING);
    }

    /** @throws SegmentRefusedException when the bytes are not what {@link #compress} makes */
    static byte[] decompress(byte[] compressed) {
        long size = com.github.luben.zstd.Zstd.getFrameContentSize(compressed);
        if (size < 0 || size > MAX_PART_BYTES)
            throw new SegmentRefusedException("a part of a segment says that it has " + size + " bytes");
        var kept = DECOMPRESSORS.poll();
        var context = kept != null ? kept : new ZstdDecompressCtx().loadDict(DECOMPRESSING);
        try {
            return context.decompress(compressed, (int) size);
        } catch (ZstdException broken) {
            throw new SegmentRefusedException("a part of a segment does not decompress", broken);
        } finally {
            if (!DECOMPRESSORS.offer(context)) context.close();
        }
    }

    /** Names a part's place, so that one moved to another content does not open. */
    static byte[] place(RegionId region, long contentIndex, String part) {
        return (region.value() + "/archive/" + contentIndex + '/' + part).getBytes(StandardCharsets.UTF_8);
    }
}
