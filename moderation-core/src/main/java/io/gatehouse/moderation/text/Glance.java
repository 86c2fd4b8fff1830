package io.gatehouse.moderation.text;

/** Looks at what a suspect word says in each of its ways, and whether anybody looks for that; writes nothing down. */
final class Glance {
    // What it finds, as bits.
    /** What is looked for may be in the first of the whole readings. */
    static final int FIRST = 1;
    /** It may be in the second. */
    static final int SECOND = 2;
    /** It may be in another way of reading the word. */
    static final int ALONE = 4;
    /** In some way it says something else than the text as it is written, whether that is looked for or not. */
    static final int OTHERWISE = 8;
    /** What is looked for may begin or end with a word that is there as the text is written. */
    static final int BESIDE = 16;

    private static final int WANTED = FIRST | SECOND | ALONE;

    private final int[] codePoints;
    private final Wanted wanted;
    private final TokenList plain;
    private final FoldWork work;
    private final FoldedView.Builder scratch = new FoldedView.Builder(48);
    private final WordReader reader;
    private final TokenList words = new TokenList(8);

    Glance(int[] codePoints, FoldedView plain, Wanted wanted, FoldWork work) {
        this.codePoints = codePoints;
        this.wanted = wanted;
        this.plain = plain.tokens();
        this.work = work;
        reader = new WordReader(codePoints, scratch);
    }

    static boolean isWanted(int found) {
        return (found & WANTED) != 0;
    }

    /**
     * @param most ways that are tried
     * @param start where the word begins in the plain reading, {@code end} where it ends
     */
    int at(Ways ways, int most, int start, int end) {
        int first = wordFrom(start);
        int last = first;
        while (last < plain.count() && plain.start(last) < end) last++;
        int found = 0;
        for (int way = 0; way < most; way++) {
            int from = ways.from(way);
            int to = ways.to(way);
            if (!work.spend(FoldWork.WORD + FoldWork.READ * (to - from))) break;
            scratch.truncate(0);
            reader.read(from, to, ways.how(way));
            words.reread(scratch);
            found |= ask(way, ways.how(way), first, last);
        }
        return found;
    }

    private int ask(int way, int how, int first, int last) {
        int bit = way == 0 ? FIRST : way == 1 ? SECOND : ALONE;
        int written = words.count() - words.masks();
        boolean isAligned = written == last - first;
        int found = isAligned ? 0 : OTHERWISE;
        if (words.isMasked()) found |= wanted.mayHoldMasked(words, work) ? bit | OTHERWISE : OTHERWISE;
        int at = first;
        for (int token = 0; token < words.count(); token++) {
            if (words.isMasked() && words.isMask(token)) continue;
            boolean isAsWritten = isAligned && isSame(token, at++);
            if (!isAsWritten) found |= OTHERWISE;
            // A letter that stands alone may be one of a word spelled out.
            boolean isLetter = way == 0 && !isAsWritten && words.end(token) - words.start(token) == 1;
            if (isLetter || wanted.mayHold(words, token))
                found |= isAsWritten && !mayBeLonger(token, how) ? BESIDE : bit;
        }
        return found;
    }

    /**
     * Whether a letter of the word is written as a sign or as another letter: it may make a stretch longer, which the word does
     * not show.
     */
    private boolean mayBeLonger(int token, int how) {
        boolean isAltered = (how & WordReader.ALTERED) != 0;
        int end = scratch.end(words.end(token) - 1);
        for (int i = scratch.start(words.start(token)); i < end; i++) {
            int c = codePoints[i];
            if (CodePoints.block(c).kind[c & 0xFF] == CodePoints.SYMBOL) return true;
            if (isAltered && ((c | 32) == 'q' || (c | 32) == 'v')) return true;
        }
        return false;
    }

    private boolean isSame(int token, int at) {
        return words.state(token) == plain.state(at)
                && words.end(token) - words.start(token) == plain.end(at) - plain.start(at);
    }

    /** The first word of the plain reading that does not begin before the place. */
    private int wordFrom(int place) {
        int low = 0;
        int high = plain.count();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (plain.start(middle) < place) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
