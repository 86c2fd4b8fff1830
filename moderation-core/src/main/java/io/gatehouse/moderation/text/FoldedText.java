package io.gatehouse.moderation.text;

import java.nio.charset.StandardCharsets;
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
    /** An escape within an escape is still read, as browsers do with text that was escaped twice. */
    private static final int MAX_REWRITINGS = 2;

    private static final int FIRST_MARKED = 0xC0;
    private static final int LAST_MARKED = 0x24F;

    private final String text;
    private final int rewritings;
    private FoldWork work;
    private int @Nullable [] codePoints;
    private int codePointCount = -1;
    private @Nullable FoldedView exact;
    private @Nullable FoldedView caseFolded;
    private @Nullable FoldedView plain;
    private @Nullable Cues cues;
    private @Nullable List<FoldedView> full;
    private @Nullable List<FoldedView> near;
    private @Nullable Wanted nearWanted;
    private @Nullable FoldedView counted;
    private @Nullable Rewritten rewritten;
    private @Nullable FoldedText inner;
    private boolean isRewritten;
    private int bytes;
    /** Whether each code point is known to be one UTF-16 unit. */
    private boolean isAllUnits;

    private FoldedText(String text, int rewritings, FoldWork work) {
        this.work = work;
        this.text = text;
        this.rewritings = rewritings;
    }

    public static FoldedText of(String text) {
        return of(text, FoldWork.MOST);
    }

    /**
     * @param mostWork units for every reading but the plain ones; of more than the most, that many. Where
     *     they run out, {@link #isCut}
     */
    public static FoldedText of(String text, int mostWork) {
        return new FoldedText(text, 0, new FoldWork(Math.min(mostWork, FoldWork.MOST)));
    }

    /** Allows fewer units than the most; before anything but {@link #plain()} is asked for. */
    public void allow(int mostWork) {
        work = new FoldWork(Math.min(mostWork, FoldWork.MOST));
    }

    /** Bytes of the text in UTF-8; a lone surrogate counts as one. */
    public int bytes() {
        plain();
        return bytes;
    }

    private int[] codePoints() {
        if (codePoints == null) codePoints = isAllUnits ? widened(text.toCharArray()) : read(text);
        return codePoints;
    }

    /** A loop without a question, which a processor does in strides. */
    private static int[] widened(char[] units) {
        var codePoints = new int[units.length];
        for (int i = 0; i < units.length; i++) codePoints[i] = units[i];
        return codePoints;
    }

    private static int[] read(String text) {
        char[] chars = text.toCharArray();
        var codePoints = new int[chars.length];
        int count = 0;
        for (int i = 0; i < chars.length; i++) {
            char c = chars[i];
            if (Character.isSurrogate(c)) {
                int codePoint = text.codePointAt(i);
                boolean isPair = Character.isSupplementaryCodePoint(codePoint);
                codePoints[count++] = isPair ? codePoint : 0xFFFD;
                if (isPair) i++;
            } else {
                codePoints[count++] = c;
            }
        }
        return count == chars.length ? codePoints : Arrays.copyOf(codePoints, count);
    }

    /**
     * Whether the code points [start, end) are letters as people usually write them: of one alphabet, with the usual capitals
     * and accents, none drawn out, words apart by one space.
     */
    public boolean isPlain(int start, int end) {
        return PlainSpelling.is(codePoints(), start, end);
    }

    /**
     * The word that hyphens, pictures or ends of lines cut, of which the code points [start, end) are a part or all; null where
     * nothing cuts it.
     */
    public @Nullable CutWord cutWord(int start, int end) {
        return CutWord.around(codePoints(), start, end);
    }

    /** The word that is spelled out letter by letter, of which the code points are a part or all; null where none is. */
    public @Nullable CutWord spelledWord(int start, int end) {
        return CutWord.spelled(codePoints(), start, end);
    }

    /** Whether the code points are a number, with its ending or without, or a piece of a part's number. */
    public boolean isNumeral(int start, int end) {
        return Numeral.is(codePoints(), start, end);
    }

    /** Whether some letter of the word that begins there is a Latin one with a mark. */
    public boolean isMarked(int start) {
        int[] all = codePoints();
        for (int i = start; i < all.length && Character.isLetter(all[i]); i++)
            if (all[i] >= FIRST_MARKED && all[i] <= LAST_MARKED) return true;
        return false;
    }

    /** What was submitted at the code points [start, end). */
    public String submitted(int start, int end) {
        return new String(codePoints(), start, end - start);
    }

    /** Whether a capital before a small letter stands there. */
    public boolean isCapitalised(int codePoint) {
        int[] all = codePoints();
        return codePoint + 1 < all.length
                && Character.isUpperCase(all[codePoint])
                && Character.isLowerCase(all[codePoint + 1]);
    }

    /** How many code points were submitted. */
    public int codePointCount() {
        if (codePointCount < 0) codePointCount = text.codePointCount(0, text.length());
        return codePointCount;
    }

    /** The text itself, well-formed. */
    public FoldedView exact() {
        if (exact == null) exact = SimpleFolds.exact(codePoints());
        return exact;
    }

    /**
     * NFKC case-folded, in decomposed form, without characters that cannot be seen; one space for any white space.
     */
    public FoldedView caseFolded() {
        if (caseFolded == null) caseFolded = SimpleFolds.byCase(codePoints());
        return caseFolded;
    }

    /**
     * The words of the text in full folding but without decoding any disguise: no accents, one letter for a stretch of
     * it, Latin letters for look-alikes in a Latin word, one space for anything between words. Words of policies are
     * compared in this form.
     */
    public FoldedView plain() {
        if (plain == null) plain = foldPlainly();
        return plain;
    }

    private FoldedView foldPlainly() {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        bytes = encoded.length;
        var ascii = AsciiFold.of(text, encoded);
        if (ascii != null) {
            cues = ascii.cues();
            isAllUnits = true;
            codePointCount = text.length();
            return ascii.view();
        }
        var fold = new PlainFold(text);
        var folded = fold.fold();
        cues = fold.cues();
        isAllUnits = !fold.hasSurrogates();
        codePointCount = cues.codePointCount();
        return folded;
    }

    /**
     * Every reading at full folding: {@link #plain()} first, and in most texts alone. Where a word is plainly disguised,
     * two more of the whole text: one that reads digits and symbols inside words as letters, joins spelled-out letters
     * and shows {@link DisguiseFold#MASK} for masked ones; one that also drops separators inside words and reads
     * ambiguous symbols the other way. Where anything may be disguised, one of single words, in no order, that it may
     * say. Where the text is written in escapes or right to left by force, what it shows is read instead of what it is.
     */
    public List<FoldedView> full() {
        if (full == null) {
            full = read(plain(), Integer.MAX_VALUE, Wanted.EVERYTHING);
            for (var view : full) view.tokens();
        }
        return full;
    }

    /**
     * As {@link #full()}, but the readings of the whole text besides the first may leave out what is far from every word
     * that reads otherwise than in the first: {@link DisguiseFold#GAP} stands there. They cost much less. Once {@link
     * #full()} was asked for, it is those.
     *
     * @param neighbours so many words on each side of such a word are kept
     * @param wanted what is looked for; words that may be none of it in any reading may be left out. Asked for the same
     *     again, the same are given
     */
    @SuppressWarnings("ReferenceEquality") // The same filter, not one like it.
    public List<FoldedView> near(int neighbours, Wanted wanted) {
        if (full != null) return full;
        if (near == null || nearWanted != wanted) near = read(plain(), neighbours, wanted);
        nearWanted = wanted;
        return near;
    }

    private List<FoldedView> read(FoldedView asWritten, int neighbours, Wanted wanted) {
        if (cues == null || cues.isEmpty()) return List.of(asWritten);
        var views = new ArrayList<FoldedView>(4);
        views.add(asWritten);
        var shown = rewritten();
        if (shown == null) decode(asWritten, cues, views, neighbours, wanted);
        else addShown(inner(shown).near(neighbours, wanted), shown, neighbours, views);
        return List.copyOf(views);
    }

    private static void addShown(List<FoldedView> readings, Rewritten shown, int neighbours, List<FoldedView> views) {
        views.add(readings.getFirst().nearChanges(shown, neighbours));
        for (var view : readings.subList(1, readings.size())) views.add(view.through(shown));
    }

    /** What the text's escapes show; null when there are none, or no work is left to read them. */
    private @Nullable Rewritten rewritten() {
        if (isRewritten) return rewritten;
        isRewritten = true;
        plain();
        boolean mayBe = cues != null && cues.isEscapable() && rewritings < MAX_REWRITINGS;
        if (!mayBe || !work.spend(FoldWork.SEEN * codePoints().length) || !Escapes.mayBeIn(codePoints())) return null;
        if (!work.spend(FoldWork.ESCAPE * codePoints().length)) return null;
        var shown = Escapes.rewrite(codePoints());
        if (shown != null && work.spend(FoldWork.PLAIN * shown.starts().length)) rewritten = shown;
        return rewritten;
    }

    private FoldedText inner(Rewritten shown) {
        if (inner == null) inner = new FoldedText(shown.text(), rewritings + 1, work);
        return inner;
    }

    private void decode(FoldedView asWritten, Cues found, List<FoldedView> views, int neighbours, Wanted wanted) {
        var fold = new DisguiseFold(codePoints(), asWritten, found, work, neighbours, wanted);
        views.addAll(fold.fold());
        if (fold.isWhole() && neighbours == Integer.MAX_VALUE) counted = views.get(1);
    }

    /**
     * The reading by which words are counted, whole and in the order of the text: a word that was spelled out letter by
     * letter is one word in it. Other readings may hold some words only, and not in order.
     */
    public FoldedView counted() {
        full();
        return counted == null ? plain() : counted;
    }

    /**
     * Whether the text holds so much that is suspect that some of it was not read in every way. Known after {@link
     * #full()}; never so for a text of fewer than 1,500 code points that may be given the most.
     */
    public boolean isCut() {
        return work.isCut();
    }

    /** Units that the readings made so far took beside the plain ones. */
    public int work() {
        return work.spent();
    }

    private List<FoldedView> allCaseFolded() {
        var shown = rewritten();
        if (shown == null) return List.of(caseFolded());
        var views = new ArrayList<FoldedView>(3);
        views.add(caseFolded());
        for (var view : inner(shown).allCaseFolded()) views.add(view.through(shown));
        return views;
    }

    /** The views in which a word of this level is looked for. */
    public List<FoldedView> views(FoldLevel level) {
        return switch (level) {
            case EXACT -> List.of(exact());
            case CASE -> allCaseFolded();
            case FULL -> full();
        };
    }
}
