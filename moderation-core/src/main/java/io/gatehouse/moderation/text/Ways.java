package io.gatehouse.moderation.text;

import java.util.Arrays;

/**
 * The ways that a suspect word is read in, each with where the word then begins and ends. Used again for every word. The
 * first two are those of the whole readings.
 */
final class Ways {
    /** Of the whole readings. */
    static final int WHOLE = 2;

    /** Numbers a way takes. */
    private static final int WAY = 3;

    private int[] numbers = new int[8 * WAY];
    private int length;

    /** Forgets the word before. */
    void of(SuspectWord word) {
        length = 0;
        int from = word.from();
        int to = word.to();
        add(from, to, 0);
        add(from, to, WordReader.SECOND | WordReader.JOIN);
        if (word.signs() > 0) {
            add(from, to, WordReader.JOIN);
            if (word.mayBeMasked()) add(from, to, WordReader.MASKED);
        }
        if (word.separators() > 1) add(from, to, WordReader.BARE);
        if (word.isOddlyWritten()) {
            add(word.fromLetter(), word.toLetter(), WordReader.NATIVE | WordReader.JOIN);
            if (word.mayBeMasked()) add(from, to, WordReader.NATIVE | WordReader.MASKED);
            if (word.signs() > 0) add(from, to, WordReader.NATIVE | WordReader.BARE);
        }
        if (word.isOfTwoScripts()) add(from, to, WordReader.NATIVE | WordReader.JOIN);
        if (word.hasNumberInside()) add(from, to, WordReader.SPLIT);
        if (word.hasStars()) add(word.fromWithStars(), word.toWithStars(), WordReader.MASKED);
        if (word.isWordWithNumber()) add(word.fromLetter(), word.toLetter(), 0);
        if (word.isAlterable()) add(from, to, WordReader.ALTERED | WordReader.JOIN);
        if (word.ambiguous() > 1) {
            add(from, to, WordReader.MIXED | WordReader.JOIN);
            add(from, to, WordReader.MIXED | WordReader.SECOND | WordReader.JOIN);
        }
        if (word.isTurned()) add(from, to, WordReader.TURNED);
    }

    private void add(int from, int to, int how) {
        if (length == numbers.length) numbers = Arrays.copyOf(numbers, 2 * length);
        numbers[length++] = from;
        numbers[length++] = to;
        numbers[length++] = how;
    }

    int count() {
        return length / WAY;
    }

    int from(int way) {
        return numbers[way * WAY];
    }

    int to(int way) {
        return numbers[way * WAY + 1];
    }

    int how(int way) {
        return numbers[way * WAY + 2];
    }
}
