package io.gatehouse.moderation.hash;

import static io.gatehouse.moderation.hash.VectorPlaneRows.BYTES;
import static io.gatehouse.moderation.hash.VectorPlaneRows.FLOATS;
import static io.gatehouse.moderation.hash.VectorPlaneRows.INTS;

import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;

/** With vector instructions, of frames whose colours have half their size: two registers of columns at a time, down a mean's pairs of rows. */
final class VectorHalvedRows {
    private static final VectorShuffle<Integer> FIRST_TWICE = INTS.shuffleFromOp(i -> i / 2);
    private static final VectorShuffle<Integer> LAST_TWICE = INTS.shuffleFromOp(i -> (i + INTS.length()) / 2);

    private VectorHalvedRows() {}

    /** As {@link PlaneRows#weigh(HalvedFrame, int, float[], float[])}. */
    static void weigh(HalvedFrame frame, int firstRow, float[] weights, float[] sums) {
        int step = 2 * INTS.length();
        if (sums.length < step) {
            PlaneRows.weighPlainly(frame, firstRow, weights, sums);
            return;
        }
        var plane = frame.plane();
        var cb = frame.cb();
        var cr = frame.cr();
        long stride = frame.stride();
        var colours = frame.colours();
        int end = firstRow + weights.length;
        for (int block = 0; block < sums.length; block += step) {
            // The last columns are taken together with some of those before, once more.
            int x = Math.min(block, sums.length - step);
            var leftSum = FloatVector.zero(FLOATS);
            var rightSum = leftSum;
            for (int pair = firstRow & ~1; pair < end; pair += 2) {
                // Written out: the compiler puts no method into one as large as this, and hands vectors over as
                // objects.
                long colour = pair / 2 * frame.halvedStride() + x / 2;
                var bluish = (IntVector) ByteVector.fromMemorySegment(BYTES, cb, colour, ByteOrder.nativeOrder())
                        .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
                var reddish = (IntVector) ByteVector.fromMemorySegment(BYTES, cr, colour, ByteOrder.nativeOrder())
                        .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0);
                var red = reddish.mul(colours.redOfCr)
                        .lanewise(VectorOperators.ASHR, 16)
                        .mul(colours.scale)
                        .add(colours.red);
                var green = bluish.mul(colours.greenOfCb)
                        .lanewise(VectorOperators.ASHR, 16)
                        .add(reddish.mul(colours.greenOfCr).lanewise(VectorOperators.ASHR, 16))
                        .mul(colours.scale)
                        .add(colours.green);
                var blue = bluish.mul(colours.blueOfCb)
                        .lanewise(VectorOperators.ASHR, 16)
                        .mul(colours.scale)
                        .add(colours.blue);
                var redLeft = red.rearrange(FIRST_TWICE);
                var redRight = red.rearrange(LAST_TWICE);
                var greenLeft = green.rearrange(FIRST_TWICE);
                var greenRight = green.rearrange(LAST_TWICE);
                var blueLeft = blue.rearrange(FIRST_TWICE);
                var blueRight = blue.rearrange(LAST_TWICE);
                for (int row = Math.max(firstRow, pair); row < Math.min(end, pair + 2); row++) {
                    long bright = row * stride + x;
                    var left = ((IntVector) ByteVector.fromMemorySegment(BYTES, plane, bright, ByteOrder.nativeOrder())
                                    .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0))
                            .mul(colours.scale);
                    var leftRed = (FloatVector) left.add(redLeft)
                            .lanewise(VectorOperators.ASHR, 16)
                            .max(0)
                            .min(255)
                            .convertShape(VectorOperators.I2F, FLOATS, 0);
                    var leftGreen = (FloatVector) left.add(greenLeft)
                            .lanewise(VectorOperators.ASHR, 16)
                            .max(0)
                            .min(255)
                            .convertShape(VectorOperators.I2F, FLOATS, 0);
                    var leftBlue = (FloatVector) left.add(blueLeft)
                            .lanewise(VectorOperators.ASHR, 16)
                            .max(0)
                            .min(255)
                            .convertShape(VectorOperators.I2F, FLOATS, 0);
                    // In the order of the plain sums, and not fused.
                    leftSum = leftSum.add(leftRed.mul(0.299f)
                            .add(leftGreen.mul(0.587f))
                            .add(leftBlue.mul(0.114f))
                            .mul(weights[row - firstRow]));
                    var right = ((IntVector) ByteVector.fromMemorySegment(
                                            BYTES, plane, bright + INTS.length(), ByteOrder.nativeOrder())
                                    .convertShape(VectorOperators.ZERO_EXTEND_B2I, INTS, 0))
                            .mul(colours.scale);
                    var rightRed = (FloatVector) right.add(redRight)
                            .lanewise(VectorOperators.ASHR, 16)
                            .max(0)
                            .min(255)
                            .convertShape(VectorOperators.I2F, FLOATS, 0);
                    var rightGreen = (FloatVector) right.add(greenRight)
                            .lanewise(VectorOperators.ASHR, 16)
                            .max(0)
                            .min(255)
                            .convertShape(VectorOperators.I2F, FLOATS, 0);
                    var rightBlue = (FloatVector) right.add(blueRight)
                            .lanewise(VectorOperators.ASHR, 16)
                            .max(0)
                            .min(255)
                            .convertShape(VectorOperators.I2F, FLOATS, 0);
                    // In the order of the plain sums, and not fused.
                    rightSum = rightSum.add(rightRed.mul(0.299f)
                            .add(rightGreen.mul(0.587f))
                            .add(rightBlue.mul(0.114f))
                            .mul(weights[row - firstRow]));
                }
            }
            leftSum.intoArray(sums, x);
            rightSum.intoArray(sums, x + FLOATS.length());
        }
    }
}
