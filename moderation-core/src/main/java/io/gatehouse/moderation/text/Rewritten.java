package io.gatehouse.moderation.text;

/**
 * A text made from another one, and where each of its code points comes from.
 *
 * @param starts by code point: the first code point of the other text that it stands for
 * @param ends by code point: after the last one
 */
record Rewritten(String text, int[] starts, int[] ends) {
    /** Whether the code point, or what stood before it, is not as it was; so too at the end. */
    boolean isChangedAt(int i) {
        if (i == starts.length) return true;
        return ends[i] - starts[i] != 1 || starts[i] != (i == 0 ? 0 : ends[i - 1]);
    }
}
