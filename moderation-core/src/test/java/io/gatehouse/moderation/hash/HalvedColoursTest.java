package io.gatehouse.moderation.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGBA;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUVJ420P;
import static org.bytedeco.ffmpeg.global.avutil.av_force_cpu_flags;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.swscale.SWS_AREA;
import static org.bytedeco.ffmpeg.global.swscale.sws_freeContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_getContext;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.DoublePointer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the library itself: what the published hashes of plain frames were made with. */
class HalvedColoursTest {
    @ParameterizedTest
    @EnumSource
    void areThoseOfTheLibrarysPlainCode(FrameHasher.Levels levels) {
        var random = new SplittableRandom(levels.ordinal());
        // Widths with every rest of the vectors' and the library's steps.
        for (int width : new int[] {512, 130, 132, 134, 142, 30, 14, 6}) {
            int height = 256;
            var frame = frame(width, height, levels);
            fill(frame, random);
            var rgba = converted(frame);
            try {
                compare(frame, rgba, levels);
            } finally {
                av_frame_free(frame);
                av_frame_free(rgba);
            }
        }
    }

    private static void compare(AVFrame frame, AVFrame rgba, FrameHasher.Levels levels) {
        int width = frame.width();
        var halved = new HalvedFrame(
                plane(frame, 0),
                frame.linesize(0),
                plane(frame, 1),
                plane(frame, 2),
                frame.linesize(1),
                HalvedColours.of(levels));
        // One row, and means that begin and end on rows of either kind.
        for (var weights : new float[][] {{1}, {0.3f, 0.7f}, {0.1f, 0.2f, 0.4f, 0.2f, 0.1f}})
            for (int row = 0; row + weights.length <= frame.height(); row++) {
                var expected = new float[width];
                PlaneRows.weighPlainly(lumas(rgba, row, weights.length), 0, weights.length, weights, expected, 0);
                for (var rows : new PlaneRows[] {new VectorPlaneRows(), new PlainPlaneRows()}) {
                    var sums = new float[width];
                    rows.weigh(halved, row, weights, sums);
                    assertThat(sums)
                            .as("%s, %d rows from %d on, of %d columns", rows, weights.length, row, width)
                            .isEqualTo(expected);
                }
            }
        var hasher = new FrameHasher(width, frame.height());
        assertThat(hasher.hashHalved(
                        plane(frame, 0),
                        frame.linesize(0),
                        plane(frame, 1),
                        plane(frame, 2),
                        frame.linesize(1),
                        levels))
                .isEqualTo(new FrameHasher(width, frame.height()).hashRgba(plane(rgba, 0), rgba.linesize(0)));
    }

    private static float[] lumas(AVFrame rgba, int first, int count) {
        var lumas = new float[count * rgba.width()];
        for (int i = 0; i < count; i++)
            PlaneRows.lumaPlainly(
                    plane(rgba, 0), (long) (first + i) * rgba.linesize(0), lumas, i * rgba.width(), rgba.width(), 0);
        return lumas;
    }

    private static AVFrame frame(int width, int height, FrameHasher.Levels levels) {
        var frame = av_frame_alloc();
        frame.width(width);
        frame.height(height);
        frame.format(levels == FrameHasher.Levels.FULL ? AV_PIX_FMT_YUVJ420P : AV_PIX_FMT_YUV420P);
        assertThat(av_frame_get_buffer(frame, 0)).isGreaterThanOrEqualTo(0);
        return frame;
    }

    /** Every brightness with every value of each colour, and with pairs of them that lie in no picture. */
    private static void fill(AVFrame frame, SplittableRandom random) {
        for (int plane = 0; plane < 3; plane++) {
            var bytes = plane(frame, plane);
            for (long i = 0; i < bytes.byteSize(); i++) bytes.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt(256));
        }
    }

    private static AVFrame converted(AVFrame frame) {
        var rgba = av_frame_alloc();
        rgba.width(frame.width());
        rgba.height(frame.height());
        rgba.format(AV_PIX_FMT_RGBA);
        av_force_cpu_flags(0);
        try {
            var context = sws_getContext(
                    frame.width(),
                    frame.height(),
                    frame.format(),
                    frame.width(),
                    frame.height(),
                    AV_PIX_FMT_RGBA,
                    SWS_AREA,
                    null,
                    null,
                    (DoublePointer) null);
            assertThat(sws_scale_frame(context, rgba, frame)).isGreaterThanOrEqualTo(0);
            sws_freeContext(context);
        } finally {
            av_force_cpu_flags(-1);
        }
        return rgba;
    }

    private static MemorySegment plane(AVFrame frame, int plane) {
        int rows = plane == 0 ? frame.height() : frame.height() / 2;
        return MemorySegment.ofAddress(frame.data(plane).address()).reinterpret((long) frame.linesize(plane) * rows);
    }
}
