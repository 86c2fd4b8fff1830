package io.gatehouse.moderation.hash;

import java.lang.foreign.MemorySegment;

/**
 * A frame whose colours lie in planes of half its width and height (4:2:0), both of them even.
 *
 * @param stride of the brightness, in bytes from one row's begin to the next one's
 * @param halvedStride of {@code cb} and {@code cr}
 */
record HalvedFrame(
        MemorySegment plane,
        long stride,
        MemorySegment cb,
        MemorySegment cr,
        long halvedStride,
        HalvedColours colours) {}
