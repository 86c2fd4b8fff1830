package io.gatehouse.moderation.text;

/**
 * A text made from another one, and where each of its code points comes from.
 *
 * @param starts by code point: the first code point of the other text that it stands for
 * @param ends by code point: after the last one
 */
record Rewritten(String text, int[] starts, int[] ends) {}
