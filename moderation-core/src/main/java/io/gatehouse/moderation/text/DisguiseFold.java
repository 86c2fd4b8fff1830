package io.gatehouse.moderation.text;

import java.util.ArrayList;
import java.util.Arrays;
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

    private static final byte EVERY_WAY = Glance.FIRST | Glance.SECOND | Glance.ALONE;

    private static final int UNSEEN = -1;

    /** Longer than any word that people disguise; what is longer is read in the whole readings only. */
    private static final int MAX_TOKEN = 40;

    private final int[] codePoints;
    private final FoldedView plain;
    private final Cues cues;
    private final FoldWork work;
    private final int neighbours;
    private final FoldedView.Builder words = new FoldedView.Builder(0);
    private final WordReader reader;
    private final SuspectWord token;
    /** The tokens among the cues in which there is something to decode, and where the word is in each. */
    private final int[] suspects;

    private final int[] froms;
    private final int[] tos;
    /** What the glance at each of them found. */
    private final byte[] glances;

    private int suspectCount;
    /** Those in which what is looked for may be, and all their code points. */
    private int wantedCount;

    private int wantedLength;
    /** Which of them a whole reading holds. */
    private final boolean[] near;

    /** Stands for a part of the text that is left out: a private-use character, too. */
    static final char GAP = '\uE001';

    private final List<FoldedView> readings = new ArrayList<>(3);
    private final Wanted wanted;
    private final Ways ways = new Ways();
    /** Whether one of them is so plainly disguised that the whole text is worth reading again. */
    private boolean hasPlain;

    private boolean isWhole;
    private boolean isReadTwice;

    /**
     * @param neighbours of the whole readings, so many words on each side of a suspect one are enough
     * @param wanted what is looked for in the readings
     */
    DisguiseFold(int[] codePoints, FoldedView plain, Cues cues, FoldWork work, int neighbours, Wanted wanted) {
        this.wanted = wanted;
        // Elsewhere than in a text with letters in a row they are fewer than these.
        this.neighbours = Math.max(neighbours, SpelledOut.MIN_LETTERS);
        this.work = work;
        this.codePoints = codePoints;
        this.plain = plain;
        this.cues = cues;
        this.reader = new WordReader(codePoints, words);
        this.token = new SuspectWord(codePoints);
        this.suspects = new int[cues.tokenCount()];
        this.froms = new int[suspects.length];
        this.tos = new int[suspects.length];
        this.glances = new byte[suspects.length];
        this.near = new boolean[suspects.length];
    }

    /** The readings besides the plain one: none, one of words, two of the whole text, or both. */
    List<FoldedView> fold() {
        int found = findSuspects();
        boolean isSpelledOut = cues.isSpelledOut();
        isReadTwice = (hasPlain || isSpelledOut) && isAffordable(2);
        // Where nothing but letters in a row asks for it, one reading will do, and the suspects are read by themselves.
        isWhole = isReadTwice || (!hasPlain && isSpelledOut && isAffordable(1));
        if (isWhole && (isSpelledOut || (found & Glance.FIRST) != 0)) readings.add(firstWhole());
        else if (!isWhole && (hasPlain || isSpelledOut)) work.cut();
        if (isReadTwice && (found & Glance.SECOND) != 0)
            readings.add(whole(WordReader.SECOND | WordReader.JOIN, Glance.SECOND, neighbours));
        readEach();
        if (words.length > 0) readings.add(words.build());
        if (cues.pieceCount() > 0) {
            var joined = new Pieces(codePoints, plain, cues, work, wanted).join();
            if (joined.length() > 0) readings.add(joined);
        }
        return readings;
    }

    private FoldedView firstWhole() {
        // Letters in a row may be anywhere.
        int around = cues.isSpelledOut() ? Integer.MAX_VALUE : neighbours;
        return new SpelledOut(codePoints, whole(0, Glance.FIRST, around), words, work).join();
    }

    /** Notes the suspects, and what is found at each; told is what is found at any. */
    @SuppressWarnings("ReferenceEquality") // Everything is one instance, known to all.
    private int findSuspects() {
        boolean isAll = wanted == Wanted.EVERYTHING;
        Glance glance = null;
        var simple = isAll || cues.tokenCount() == 0 ? null : new SimpleSuspect(codePoints, wanted, work);
        int found = 0;
        for (int i = 0; i < cues.tokenCount(); i++) {
            int length = cues.end(i) - cues.start(i);
            if (!work.spend(FoldWork.WORD + FoldWork.LOOK * length)) break;
            if (simple != null && cues.isSimple(i) && simple.isNothing(cues.start(i), cues.end(i))) {
                note(i, UNSEEN, UNSEEN, Glance.OTHERWISE | Glance.BESIDE);
            } else if (token.look(cues, i)) {
                hasPlain |= token.isPlainDisguise();
                if (glance == null && !isAll) glance = new Glance(codePoints, plain, wanted, work);
                int at = glance == null ? EVERY_WAY : glanceAt(i, glance);
                note(i, token.from(), token.to(), at);
                found |= at;
            }
        }
        return found;
    }

    private void note(int number, int from, int to, int glance) {
        suspects[suspectCount] = number;
        froms[suspectCount] = from;
        tos[suspectCount] = to;
        glances[suspectCount++] = (byte) glance;
        if (!Glance.isWanted(glance)) return;
        wantedCount++;
        wantedLength += to - from;
    }

    private int glanceAt(int number, Glance glance) {
        ways.of(token);
        int most = isReadAlone() ? ways.count() : Ways.WHOLE;
        int found = glance.at(ways, most, cues.startInView(number), cues.endInView(number));
        return isReadAlone() && token.isHashtag() ? found | Glance.ALONE : found;
    }

    private boolean isReadAlone() {
        return token.to() - token.from() <= MAX_TOKEN;
    }

    private void readEach() {
        boolean isApart = true;
        for (int i = 0; i < suspectCount; i++) {
            if (isWorthReading(i)) {
                if (!hasRoom(i)) return;
                if (!token.look(cues, suspects[i])) continue;
                if (!isApart) keepApart(token.from());
                isApart = true;
                readOtherwise(suspects[i]);
            } else if ((glances[i] & Glance.OTHERWISE) != 0) {
                isApart = words.length == 0;
            }
        }
    }

    private boolean hasRoom(int suspect) {
        int length = cues.end(suspects[suspect]) - cues.start(suspects[suspect]);
        return work.spend(FoldWork.WORD + FoldWork.LOOK * length);
    }

    /** Whether what is looked for may be in it, or reach over from a neighbour that it may be in. */
    private boolean isWorthReading(int suspect) {
        if (Glance.isWanted(glances[suspect])) return true;
        return (glances[suspect] & Glance.BESIDE) != 0
                && ((suspect > 0 && Glance.isWanted(glances[suspect - 1]))
                        || (suspect + 1 < suspectCount && Glance.isWanted(glances[suspect + 1])));
    }

    /** Words between which others were left out are no neighbours. */
    private void keepApart(int place) {
        words.addSeparator(place - 1, place);
        words.add(GAP, place - 1, place);
        words.add(' ', place - 1, place);
    }

    /** Whether the whole readings leave enough to read each suspect by itself, which tells more of a long text. */
    private boolean isAffordable(int wholes) {
        int length = readLength();
        int letters = FoldWork.JOIN * length;
        int copies = wholes * (FoldWork.COPY * length + wantedLength * FoldWork.READ);
        int matched = wholes * FoldWork.MATCHED * length;
        int others = wantedLength * (FoldWork.LOOK + 2 * FoldWork.READ) + wantedCount * FoldWork.WORD;
        return work.has(letters + copies + others + matched) && work.spend(letters + copies);
    }

    /** Whether the first reading is of the whole text. Known after folding. */
    boolean isWhole() {
        return isWhole;
    }

    /** The text, its suspect words read in one way, or what is near those in which that shows what is looked for. */
    private FoldedView whole(int how, int shown, int around) {
        markNear(shown, around);
        var view = new FoldedView.Builder(readLength() + 16);
        var wholeReader = new WordReader(codePoints, view);
        int done = 0;
        for (int i = 0; i < suspectCount; i++) {
            if (!near[i] || !isSeen(i)) continue;
            int begin = cues.startInView(suspects[i]);
            int after = forward(done, begin, around);
            int before = back(begin, after, around);
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
        view.copy(plain, done, forward(done, plain.length(), around));
        return view.build();
    }

    /** Finds out where the word is in a token that was not looked at before; whether there is one. */
    private boolean isSeen(int suspect) {
        if (froms[suspect] != UNSEEN) return true;
        if (!token.look(cues, suspects[suspect])) return false;
        froms[suspect] = token.from();
        tos[suspect] = token.to();
        return true;
    }

    /** Marks the suspects that show what is looked for, and those that are so near that the same phrase may hold both. */
    private void markNear(int shown, int around) {
        Arrays.fill(near, 0, suspectCount, around == Integer.MAX_VALUE);
        if (around == Integer.MAX_VALUE) return;
        for (int i = 0; i < suspectCount; i++) {
            if ((glances[i] & shown) == 0) continue;
            near[i] = true;
            int from = back(cues.startInView(suspects[i]), 0, around);
            for (int k = i - 1; k >= 0 && !near[k] && cues.endInView(suspects[k]) > from; k--) near[k] = true;
            int to = forward(cues.endInView(suspects[i]), plain.length(), around);
            for (int k = i + 1; k < suspectCount && cues.startInView(suspects[k]) < to; k++) near[k] = true;
        }
    }

    private void leaveOut(int before, FoldedView.Builder view) {
        int place = plain.start(before);
        view.addSeparator(place - 1, place);
        view.add(GAP, place - 1, place);
        view.add(' ', place - 1, place);
    }

    /** Characters of a whole reading, or what is near the words that are read, at most. */
    private int readLength() {
        if (cues.isSpelledOut()) return plain.length();
        long near = wantedLength + (long) (wantedCount + 1) * 2 * Math.min(neighbours, 1 << 16) * LETTERS;
        return (int) Math.min(plain.length(), near);
    }

    /** Where so many words of the plain reading end that follow the one before the index; at most the limit. */
    private int forward(int from, int limit, int around) {
        if (around == Integer.MAX_VALUE) return limit;
        int i = from;
        for (int word = 0; word < around && i < limit; word++) {
            while (i < limit && plain.charAt(i) == ' ') i++;
            while (i < limit && plain.charAt(i) != ' ') i++;
        }
        return i;
    }

    /** Where so many words begin that stand before the one at the index; at least the limit. */
    private int back(int from, int limit, int around) {
        if (around == Integer.MAX_VALUE) return limit;
        int i = from;
        for (int word = 0; word < around && i > limit; word++) {
            while (i > limit && plain.charAt(i - 1) == ' ') i--;
            while (i > limit && plain.charAt(i - 1) != ' ') i--;
        }
        return i;
    }

    private void readOtherwise(int number) {
        if (!isReadAlone()) return;
        int first = words.length;
        ways.of(token);
        for (int way = isReadTwice ? Ways.WHOLE : 0; way < ways.count(); way++)
            add(number, first, ways.from(way), ways.to(way), ways.how(way));
        if (token.isHashtag()) addParts(token.from(), token.to());
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
