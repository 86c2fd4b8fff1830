package io.gatehouse.moderation.match;

/**
 * How a word sounds, roughly, however it is spelled: one letter for all that are read alike in most languages that are
 * written in Latin letters (after the idea of Soundex and its kin, coarser in vowels).
 */
final class Sounds {
    /** Sounds of a word that is told from others by them. */
    static final int LEAST = 4;

    static final long NONE = 0;

    private static final long BASE = 0x100000001B3L;

    private Sounds() {}

    /** A hash of the sounds of the letters [start, end); {@link #NONE} where there are too few, or other letters. */
    static long of(char[] word, int start, int end) {
        long hash = 7;
        int count = 0;
        char before = 0;
        for (int i = start; i < end; ) {
            char c = word[i];
            if (c < 'a' || c > 'z') return NONE;
            char next = i + 1 < end ? word[i + 1] : 0;
            int length = lengthAt(c, next, i + 2 < end ? word[i + 2] : 0);
            char sound = soundOf(c, next, length, i == start, i + length >= end);
            i += length;
            if (sound == 0 || sound == before) continue;
            before = sound;
            hash = hash * BASE + sound;
            count++;
        }
        return count < LEAST ? NONE : hash;
    }

    /** How many letters are one sound. */
    private static int lengthAt(char c, char next, char third) {
        if (c == 's' && next == 'c' && third == 'h') return 3;
        if (c == 't' && next == 'c' && third == 'h') return 3;
        boolean isPair = switch (c) {
            case 'p', 's' -> next == 'h';
            case 'c' -> next == 'h' || next == 'k';
            case 'q' -> next == 'u';
            case 'e' -> next == 'e' || next == 'a' || next == 'i' || next == 'r';
            case 'i' -> next == 'e';
            case 'a' -> next == 'i' || next == 'e' || next == 'h';
            case 'o' -> next == 'o' || next == 'u' || next == 'e';
            default -> false;
        };
        return isPair ? 2 : 1;
    }

    private static char soundOf(char c, char next, int length, boolean isFirst, boolean isLast) {
        if (length == 3) return c == 's' ? 'S' : 'C';
        if (length == 2)
            return switch (c) {
                case 'p' -> 'f';
                case 's' -> 'S';
                case 'c' -> next == 'h' ? 'C' : 'k';
                case 'q' -> 'k';
                case 'e' -> next == 'r' ? (isLast ? 'a' : 'R') : 'i';
                case 'i' -> 'i';
                case 'a' -> next == 'h' ? 'a' : 'e';
                default -> 'u';
            };
        return switch (c) {
            case 'c', 'q', 'k' -> 'k';
            case 'z', 's' -> 's';
            case 'w', 'v' -> 'v';
            case 'y', 'j', 'i' -> 'i';
            case 'h' -> isFirst ? 'h' : 0;
            case 'e' -> isLast ? 0 : 'e';
            default -> c;
        };
    }
}
