package io.gatehouse.moderation.comparison;

/** Digests for drawing lots and for counting; nothing secret rests on them. */
final class Digests {
    private Digests() {}

    /** FNV-1a, then {@link #mix}: 64 bits, each even odds. */
    static long of(String text) {
        long digest = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) digest = (digest ^ text.charAt(i)) * 0x100000001b3L;
        return mix(digest);
    }

    /** The finalizer of SplitMix64 (Steele et al., 2014). */
    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
