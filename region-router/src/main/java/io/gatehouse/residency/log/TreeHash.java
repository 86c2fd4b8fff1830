package io.gatehouse.residency.log;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A SHA-256 hash in a Merkle tree (RFC 6962 section 2.1): of a leaf, of two subtrees, or of a whole tree. */
@SuppressWarnings("ArrayRecordComponent") // Compared by content; nobody changes the bytes.
public record TreeHash(byte[] bytes) {
    public static final int SIZE_BYTES = 32;
    /** Of the tree without leaves. */
    public static final TreeHash EMPTY = new TreeHash(sha256().digest());

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    public TreeHash {
        if (bytes.length != SIZE_BYTES) throw new IllegalArgumentException("not 32 bytes: " + bytes.length);
    }

    public static TreeHash leaf(byte[] entry) {
        var digest = sha256();
        digest.update(LEAF);
        return new TreeHash(digest.digest(entry));
    }

    static TreeHash node(TreeHash left, TreeHash right) {
        var digest = sha256();
        digest.update(NODE);
        digest.update(left.bytes);
        return new TreeHash(digest.digest(right.bytes));
    }

    /** Hash number {@code n} of a tile's bytes. */
    static TreeHash in(byte[] tile, int n) {
        return new TreeHash(Arrays.copyOfRange(tile, n * SIZE_BYTES, (n + 1) * SIZE_BYTES));
    }

    static TreeHash ofBase64(String text) {
        return new TreeHash(Base64.getDecoder().decode(text));
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TreeHash(byte[] theirs) && Arrays.equals(bytes, theirs);
    }

    @Override
    public int hashCode() {
        return ByteBuffer.wrap(bytes).getInt();
    }

    @Override
    public String toString() {
        return hex();
    }
}
