package io.gatehouse.moderation.encoder;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import ai.djl.huggingface.tokenizers.jni.LibUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Cuts texts as a {@code tokenizer.json} of Hugging Face says, with the library that the format comes from. It asks no network, and its
 * native part is this program's own copy out of the jar. Thread-safe until closed.
 */
public final class PieceCutter {
    /** As many as models of this kind were mostly made for; what a run costs grows with them. */
    public static final int MOST_PIECES = 512;

    /**
     * A piece is a word or less, and words are mostly shorter; so the end of a long text is not cut in order to be thrown away. Only a text
     * of longer words than these on the average is read less far than {@code mostPieces} allow.
     */
    private static final int CHARACTERS_A_PIECE = 32;

    private static final int REPLACEMENT = 0xFFFD;

    private final HuggingFaceTokenizer tokenizer;
    private final int mostPieces;
    private final int highest;

    /** What a model is given of a text, all of one length. */
    record Pieces(long[] ids, long[] mask, long[] types) {}

    private PieceCutter(HuggingFaceTokenizer tokenizer, int mostPieces, int highest) {
        this.tokenizer = tokenizer;
        this.mostPieces = mostPieces;
        this.highest = highest;
    }

    /**
     * @param mostPieces of a text, those that the tokenizer adds among them, in [1, {@link #MOST_PIECES}]; the rest of a text is not read
     * @throws IllegalArgumentException saying what is wrong with the file, or that this machine cannot read such files
     */
    public static PieceCutter open(byte[] json, int mostPieces) {
        if (mostPieces < 1 || mostPieces > MOST_PIECES)
            throw new IllegalArgumentException("pieces must be from 1 to " + MOST_PIECES + ": " + mostPieces);
        // What the file says of cutting off and filling up is of its training; here one text is read at a time.
        var options = Map.of(
                "truncation",
                "LONGEST_FIRST",
                "maxLength",
                Integer.toString(mostPieces),
                "modelMaxLength",
                Integer.toString(mostPieces),
                "padding",
                "DO_NOT_PAD");
        if (!Library.FAULT.isEmpty()) throw new IllegalArgumentException(Library.FAULT);
        int highest = PieceNumbers.highest(json);
        try {
            return new PieceCutter(
                    HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(json), options), mostPieces, highest);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException("is no tokenizer of Hugging Face: " + e.getMessage(), e);
        }
    }

    int mostPieces() {
        return mostPieces;
    }

    /** The piece of the highest number, alone. A model that was made for fewer pieces does not read it. */
    Pieces last() {
        return new Pieces(new long[] {highest}, new long[] {1}, new long[] {0});
    }

    /** @throws ModelFailedException when the tokenizer cannot cut it */
    Pieces cut(String text) {
        try {
            int most = Math.min(text.length(), mostPieces * CHARACTERS_A_PIECE);
            Encoding cut = tokenizer.encode(whole(text.substring(0, most)), true, false);
            return new Pieces(cut.getIds(), cut.getAttentionMask(), cut.getTypeIds());
        } catch (RuntimeException e) {
            // Its message could quote what it was given.
            throw new ModelFailedException(
                    "was given no pieces: " + e.getClass().getSimpleName());
        }
    }

    /** Without halves of characters, of which the library knows nothing. */
    private static String whole(String text) {
        var characters = new StringBuilder(text.length());
        text.codePoints()
                .map(point ->
                        point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? REPLACEMENT : point)
                .forEach(characters::appendCodePoint);
        return characters.toString();
    }

    void close() {
        tokenizer.close();
    }

    /** The native part, loaded by whoever opens the first tokenizer. */
    private static final class Library {
        /** Why it is not loaded; empty when it is. */
        static final String FAULT = load();

        private static final String FOLDER = "ENGINE_CACHE_DIR";

        private static String load() {
            // Else it tells its makers of machines in their cloud, and looks for a faster build of itself on their
            // servers.
            System.setProperty("ai.djl.offline", "true");
            System.setProperty("OPT_OUT_TRACKING", "true");
            try {
                // Not where it would look by itself: what others can write to is not loaded into this process.
                var folder = Files.createTempDirectory("gatehouse-tokenizers");
                System.setProperty(FOLDER, folder.toString());
                try {
                    LibUtils.checkStatus();
                    return "";
                } finally {
                    System.clearProperty(FOLDER);
                    delete(folder);
                }
            } catch (IOException | RuntimeException | LinkageError e) {
                return "cannot be read here, there is no library of tokenizers for this machine: " + e;
            }
        }

        /** What is loaded stays loaded. */
        private static void delete(Path folder) throws IOException {
            List<Path> all;
            try (var found = Files.walk(folder)) {
                all = found.sorted(Comparator.reverseOrder()).toList();
            }
            for (var path : all) Files.deleteIfExists(path);
        }
    }
}
