package io.gatehouse.residency.archive;

import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.region.RegionId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Makes one segment in memory. Not thread-safe. */
public final class SegmentWriter {
    /** Some megabytes: an object's overhead is small beside it, and reading one content in many stays cheap. */
    public static final int MAX_CONTENTS = 4_096;

    /** A segment ends before it gets longer, so that readers can hold it in memory. */
    public static final int MAX_BYTES = 32 << 20;

    private static final int SALT_BYTES = 16;

    private final RegionId region;
    private final SecureRandom random;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream(1 << 20);
    private final List<SegmentEntry> entries = new ArrayList<>();
    private final PartBytes part = new PartBytes();
    private byte @Nullable [] whole;

    public SegmentWriter(RegionId region, SecureRandom random) {
        this.region = region;
        this.random = random;
        body.writeBytes(SegmentForm.MAGIC);
    }

    /** Where a content was put, and the salts without which, beside the person's key, it does not open. */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    public record Placed(SegmentEntry entry, byte @Nullable [] contentSalt, byte[] decisionSalt) {}

    public boolean isFull() {
        return entries.size() >= MAX_CONTENTS || body.size() >= MAX_BYTES;
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    /** Contents come in the order of their indices. */
    public Placed add(ArchivedContent content, PersonKey person) {
        if (isFull()) throw new IllegalStateException("the segment is full");
        if (!entries.isEmpty() && entries.getLast().contentIndex() >= content.index())
            throw new IllegalArgumentException("content " + content.index() + " comes out of its order");
        byte[] contentSalt = content.revisions().isEmpty() ? null : salt();
        byte[] decisionSalt = salt();
        byte[] words = contentSalt == null
                ? new byte[0]
                : person.record(contentSalt)
                        .seal(
                                SegmentParts.content(part, content.revisions()),
                                SegmentForm.place(region, content.index(), SegmentParts.CONTENT));
        byte[] decisions = person.record(decisionSalt)
                .seal(
                        SegmentParts.decisions(part, content),
                        SegmentForm.place(region, content.index(), SegmentParts.DECISIONS));
        var entry = new SegmentEntry(content.index(), body.size(), words.length, decisions.length);
        body.writeBytes(words);
        body.writeBytes(decisions);
        entries.add(entry);
        return new Placed(entry, contentSalt, decisionSalt);
    }

    private byte[] salt() {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return salt;
    }

    /** The whole segment; nothing is added afterwards. */
    public byte[] finish() {
        long indexOffset = body.size();
        byte[] index = deflate(index());
        body.writeBytes(index);
        int end = body.size();
        body.writeBytes(new byte[SegmentForm.TRAILER_BYTES]);
        byte[] segment = body.toByteArray();
        // Gone through once: the digest of all begins as that of what stands before the end.
        var digest = newDigest();
        digest.update(segment, 0, end);
        ByteBuffer.wrap(segment, end, SegmentForm.TRAILER_BYTES)
                .putLong(indexOffset)
                .putInt(index.length)
                .put(digestSoFar(digest))
                .put(SegmentForm.MAGIC);
        digest.update(segment, end, SegmentForm.TRAILER_BYTES);
        whole = digest.digest();
        return segment;
    }

    /** Of the whole segment, once it is finished: as {@code sha256sum} has it. */
    public byte[] sha256() {
        byte[] digest = whole;
        if (digest == null) throw new IllegalStateException("the segment is not finished");
        return digest.clone();
    }

    private static byte[] digestSoFar(MessageDigest digest) {
        try {
            return ((MessageDigest) digest.clone()).digest();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("SHA-256 of every JDK can be cloned", e);
        }
    }

    private byte[] index() {
        var index = ByteBuffer.allocate(Integer.BYTES + entries.size() * (Long.BYTES + 2 * Integer.BYTES));
        index.putInt(entries.size());
        for (var entry : entries)
            index.putLong(entry.contentIndex()).putInt(entry.contentLength()).putInt(entry.decisionLength());
        return index.array();
    }

    /** As zlib does, which every language has: the index says nothing of anybody. */
    private static byte[] deflate(byte[] plain) {
        var deflater = new Deflater();
        try {
            deflater.setInput(plain);
            deflater.finish();
            var out = new ByteArrayOutputStream();
            var chunk = new byte[8_192];
            while (!deflater.finished()) out.write(chunk, 0, deflater.deflate(chunk));
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    static byte[] sha256(byte[] bytes, int length) {
        var digest = newDigest();
        digest.update(bytes, 0, length);
        return digest.digest();
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
