package io.gatehouse.moderation.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A submitted text and what it may be read as. Every view is made in one pass, in time linear in the text, when it is
 * first asked for; no text is refused and none throws. Not thread-safe: one message, one instance.
 *
 * <p>Offsets count Unicode code points of the text as submitted. A lone surrogate counts as one, and reads as U+FFFD.
 */
public final class FoldedText {
    private final int[] codePoints;
    private @Nullable FoldedView exact;
    private @Nullable FoldedView caseFolded;
    private @Nullable FoldedView plain;
    private @Nullable List<FoldedView> full;
    private boolean isDisguised;

    private FoldedText(int[] codePoints) {
        this.codePoints = codePoints;
    }

    public static FoldedText of(String text) {
        int length = text.length();
        var codePoints = new int[length];
        int count = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                int codePoint = text.codePointAt(i);
                boolean isPair = Character.isSupplementaryCodePoint(codePoint);
                codePoints[count++] = isPair ? codePoint : 0xFFFD;
                if (isPair) i++;
            } else {
                codePoints[count++] = c;
            }
        }
        return new FoldedText(count == length ? codePoints : Arrays.copyOf(codePoints, count));
    }

    /** How many code points were submitted. */
    public int codePointCount() {
        return codePoints.length;
    }

    /** The text itself, well-formed. */
    public FoldedView exact() {
        if (exact == null) exact = SimpleFolds.exact(codePoints);
        return exact;
    }

    /**
     * NFKC case-folded, in decomposed form, without characters that cannot be seen; one space for any white space.
     */
    public FoldedView caseFolded() {
        if (caseFolded == null) caseFolded = SimpleFolds.byCase(codePoints);
        return caseFolded;
    }

    /**
     * The words of the text in full folding but without decoding any disguise: no accents, one letter for a stretch of
     * it, Latin letters for look-alikes in a Latin word, one space for anything between words. Words of policies are
     * compared in this form.
     */
    public FoldedView plain() {
        if (plain == null) {
            var fold = new PlainFold(codePoints);
            plain = fold.fold();
            isDisguised = fold.isDisguised();
        }
        return plain;
    }

    /**
     * Every reading at full folding: {@link #plain()} first; then, only where the text gives cause, one that reads
     * digits and symbols inside words as letters, joins spelled-out letters and shows {@link DisguiseFold#MASK} for
     * masked ones; and one that also drops separators inside words and reads ambiguous symbols the other way.
     */
    public List<FoldedView> full() {
        if (full == null) {
            var views = new ArrayList<FoldedView>(3);
            views.add(plain());
            if (isDisguised) {
                views.add(new DisguiseFold(codePoints, false).fold());
                views.add(new DisguiseFold(codePoints, true).fold());
            }
            full = List.copyOf(views);
        }
        return full;
    }

    /**
     * The reading by which words are counted, whole and in the order of the text: a word that was spelled out letter by
     * letter is one word in it. Other readings may hold some words only, and not in order.
     */
    public FoldedView counted() {
        var readings = full();
        return readings.get(Math.min(1, readings.size() - 1));
    }

    /** The views in which a word of this level is looked for. */
    public List<FoldedView> views(FoldLevel level) {
        return switch (level) {
            case EXACT -> List.of(exact());
            case CASE -> List.of(caseFolded());
            case FULL -> full();
        };
    }
}
