package io.gatehouse.moderation.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads what plain folding noted as suspect: see {@link FoldedText#full()}. Where a word is plainly disguised, two
 * readings of the whole text say it both ways, so that phrases are seen. Every other reading of a suspect word, and each
 * joining of pieces, stands as a word alone in one last reading, which costs next to nothing where little is suspect.
 */
public final class DisguiseFold {
    /** Stands for one letter that the author hid. A private-use character: no policy word can contain it. */
    public static final char MASK = '\uE000';

    /** Of a word and the space behind it, where nobody counts them. */
    private static final int LETTERS = 10;

    /** Longer than any word that people disguise; what is longer is read in the whole readings only. */
    private static final int MAX_TOKEN = 40;

    private final int[] codePoints;
    private final FoldedView plain;
    private final Cues cues;
    private final FoldWork work;
    private final int neighbours;
    private final FoldedView.Builder words = new FoldedView.Builder(64);
    private final WordReader reader;
    private final SuspectWord token;
    /** The tokens among the cues in which there is something to decode, and where the word is in each. */
    private final int[] suspects;

    private final int[] froms;
    private final int[] tos;
    private int suspectCount;
    /** Code points of all suspects. */
    private int suspectLength;

    /** Stands for a part of the text that is left out: a private-use character, too. */
    static final char GAP = '\uE001';

    private final List<FoldedView> readings = new ArrayList<>(3);
    private boolean isWhole;
    private boolean isReadTwice;

    /**
     * @param neighbours of the whole readings, so many words on each side of a suspect one are enough
     */
    DisguiseFold(int[] codePoints, FoldedView plain, Cues cues, FoldWork work, int neighbours) {
        // Letters in a row may be anywhere; elsewhere they are fewer than these.
        this.neighbours = cues.isSpelledOut() ? Integer.MAX_VALUE : Math.max(neighbours, SpelledOut.MIN_LETTERS);
        this.work = work;
        this.codePoints = codePoints;
        this.plain = plain;
        this.cues = cues;
        this.reader = new WordReader(codePoints, words);
        this.token = new SuspectWord(codePoints);
        this.suspects = new int[cues.tokenCount()];
        this.froms = new int[suspects.length];
        this.tos = new int[suspects.length];
    }

    /** The readings besides the plain one: none, one of words, two of the whole text, or both. */
    List<FoldedView> fold() {
        boolean hasPlain = findSuspects();
        isReadTwice = (hasPlain || cues.isSpelledOut()) && isAffordable(2);
        // Where nothing but letters in a row asks for it, one reading will do, and the suspects are read by themselves.
        isWhole = isReadTwice || (!hasPlain && cues.isSpelledOut() && isAffordable(1));
        if (isWhole) readings.add(new SpelledOut(codePoints, whole(0), words, work).join());
        else if (hasPlain || cues.isSpelledOut()) work.cut();
        if (isReadTwice && suspectCount > 0) readings.add(whole(WordReader.SECOND | WordReader.JOIN));
        for (int i = 0; i < suspectCount && hasRoom(i); i++)
            if (token.look(cues, suspects[i])) readOtherwise(suspects[i]);
        if (words.length > 0) readings.add(words.build());
        if (cues.pieceCount() > 0) {
            var joined = new Pieces(codePoints, plain, cues, work).join();
            if (joined.length() > 0) readings.add(joined);
        }
        return readings;
    }

    /** Whether the whole readings leave enough to read each suspect by itself, which tells more of a long text. */
    private boolean isAffordable(int wholes) {
        int length = readLength();
        int letters = FoldWork.JOIN * length;
        int copies = wholes * (FoldWork.COPY * length + suspectLength * FoldWork.READ);
        int matched = wholes * FoldWork.MATCHED * length;
        int others = suspectLength * (FoldWork.LOOK + 2 * FoldWork.READ) + suspectCount * FoldWork.WORD;
        return work.has(letters + copies + others + matched) && work.spend(letters + copies);
    }

    /** Whether the first reading is of the whole text. Known after folding. */
    boolean isWhole() {
        return isWhole;
    }

    private boolean hasRoom(int suspect) {
        return work.spend(FoldWork.WORD + FoldWork.LOOK * (tos[suspect] - froms[suspect]));
    }

    /** Whether one of them is so plainly disguised that the whole text is worth reading again. */
    private boolean findSuspects() {
        boolean isPlain = false;
        for (int i = 0; i < cues.tokenCount(); i++) {
            int length = cues.end(i) - cues.start(i);
            if (!work.spend(FoldWork.WORD + FoldWork.LOOK * length)) break;
            if (!token.look(cues, i)) continue;
            isPlain |= token.isPlainDisguise();
            suspects[suspectCount] = i;
            froms[suspectCount] = token.from();
            tos[suspectCount++] = token.to();
            suspectLength += token.to() - token.from();
        }
        return isPlain;
    }

    /** The text, its suspect words read in one way. */
    private FoldedView whole(int how) {
        var view = new FoldedView.Builder(readLength() + 16);
        var wholeReader = new WordReader(codePoints, view);
        int done = 0;
        for (int i = 0; i < suspectCount; i++) {
            int begin = cues.startInView(suspects[i]);
            int after = forward(done, begin);
            int before = back(begin, after);
            view.copy(plain, done, after);
            if (after < before) leaveOut(before, view);
            view.copy(plain, before, begin);
            done = cues.endInView(suspects[i]);
            if (!view.endsWord()) view.addSeparator(froms[i] - 1, froms[i]);
            wholeReader.read(froms[i], tos[i], how);
            if (done == plain.length()) continue;
            if (plain.charAt(done) != ' ') view.addSeparator(tos[i] - 1, tos[i]);
            else if (view.endsWord()) done++;
        }
        view.copy(plain, done, forward(done, plain.length()));
        return view.build();
    }

    private void leaveOut(int before, FoldedView.Builder view) {
        int place = plain.start(before);
        view.addSeparator(place - 1, place);
        view.add(GAP, place - 1, place);
        view.add(' ', place - 1, place);
    }

    /** Characters of a whole reading, or what is near the suspect words, at most. */
    private int readLength() {
        long near = suspectLength + (long) (suspectCount + 1) * 2 * Math.min(neighbours, 1 << 16) * LETTERS;
        return (int) Math.min(plain.length(), near);
    }

    /** Where the words of the plain reading that are neighbours of the one before the index end; at most the limit. */
    private int forward(int from, int limit) {
        if (neighbours == Integer.MAX_VALUE) return limit;
        int i = from;
        for (int word = 0; word < neighbours && i < limit; word++) {
            while (i < limit && plain.charAt(i) == ' ') i++;
            while (i < limit && plain.charAt(i) != ' ') i++;
        }
        return i;
    }

    /** Where the neighbours of the word at the index begin; at least the limit. */
    private int back(int from, int limit) {
        if (neighbours == Integer.MAX_VALUE) return limit;
        int i = from;
        for (int word = 0; word < neighbours && i > limit; word++) {
            while (i > limit && plain.charAt(i - 1) == ' ') i--;
            while (i > limit && plain.charAt(i - 1) != ' ') i--;
        }
        return i;
    }

    private void readOtherwise(int number) {
        if (token.to() - token.from() > MAX_TOKEN) return;
        int first = words.length;
        int from = token.from();
        int to = token.to();
        if (!isReadTwice) {
            add(number, first, from, to, 0);
            add(number, first, from, to, WordReader.SECOND | WordReader.JOIN);
        }
        if (token.signs() > 0) {
            add(number, first, from, to, WordReader.JOIN);
            if (token.mayBeMasked()) add(number, first, from, to, WordReader.MASKED);
        }
        if (token.separators() > 1) add(number, first, from, to, WordReader.BARE);
        if (token.isOddlyWritten()) {
            add(number, first, token.fromLetter(), token.toLetter(), WordReader.NATIVE | WordReader.JOIN);
            if (token.mayBeMasked()) add(number, first, from, to, WordReader.NATIVE | WordReader.MASKED);
            if (token.signs() > 0) add(number, first, from, to, WordReader.NATIVE | WordReader.BARE);
        }
        if (token.isOfTwoScripts()) add(number, first, from, to, WordReader.NATIVE | WordReader.JOIN);
        if (token.hasNumberInside()) add(number, first, from, to, WordReader.SPLIT);
        if (token.hasStars()) add(number, first, token.fromWithStars(), token.toWithStars(), WordReader.MASKED);
        if (token.isWordWithNumber()) add(number, first, token.fromLetter(), token.toLetter(), 0);
        if (token.isAlterable()) add(number, first, from, to, WordReader.ALTERED | WordReader.JOIN);
        if (token.ambiguous() > 1) {
            add(number, first, from, to, WordReader.MIXED | WordReader.JOIN);
            add(number, first, from, to, WordReader.MIXED | WordReader.SECOND | WordReader.JOIN);
        }
        if (token.isTurned()) add(number, first, from, to, WordReader.TURNED);
        if (token.isHashtag()) addParts(from, to);
    }

    /** Adds a reading of the suspect word unless it reads as before. */
    private void add(int number, int first, int from, int to, int how) {
        int start = words.length;
        if (!work.spend(FoldWork.WORD + FoldWork.READ * (to - from))) return;
        reader.read(from, to, how);
        while (words.length > start && words.endsWord()) words.truncate(words.length - 1);
        boolean isKnown = words.length - start < 2
                || words.isSame(start, plain, cues.startInView(number), cues.endInView(number));
        for (int at = first; at < start && !isKnown; ) {
            int end = at;
            while (words.charAt(end) != ' ') end++;
            isKnown = words.isSame(start, at, end);
            at = end + 1;
        }
        if (isKnown) words.truncate(start);
        else words.addSeparator(to - 1, to);
    }

    /** The words of a tag that are only told apart by capitals. */
    private void addParts(int from, int to) {
        int part = from;
        int start = words.length;
        for (int i = from + 1; i <= to; i++) {
            boolean isEdge =
                    i == to || (Character.isLowerCase(codePoints[i - 1]) && Character.isUpperCase(codePoints[i]));
            if (!isEdge) continue;
            if (part == from && i == to) return;
            reader.read(part, i, 0);
            words.addSeparator(i - 1, i);
            part = i;
        }
        if (words.length == start) words.truncate(start);
    }
}
