package io.gatehouse.moderation.hash;

/** A picture's brightness, row by row, as in {@link Luma}. */
@FunctionalInterface
public interface LumaRows {
    /**
     * @param row from 0 on
     * @param at where the row's first value goes
     */
    void read(int row, float[] luma, int at);
}
