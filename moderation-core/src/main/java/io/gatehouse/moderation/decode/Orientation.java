package io.gatehouse.moderation.decode;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;

import io.gatehouse.moderation.hash.Dihedral;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.javacpp.IntPointer;

/** How a picture is turned before it is shown, as its EXIF data say: the values 1 to 8 of tag 0x0112. */
enum Orientation {
    NORMAL(false, false, false),
    MIRRORED(true, false, false),
    HALF_TURN(true, true, false),
    UPSIDE_DOWN(false, true, false),
    TRANSPOSED(false, false, true),
    QUARTER_TURN(false, true, true),
    TRANSVERSE(true, true, true),
    THREE_QUARTER_TURN(true, false, true);

    private final boolean fromRight;
    private final boolean fromBottom;
    private final boolean transposes;

    Orientation(boolean fromRight, boolean fromBottom, boolean transposes) {
        this.fromRight = fromRight;
        this.fromBottom = fromBottom;
        this.transposes = transposes;
    }

    /** Whether stored columns are counted from the right when the picture is shown. */
    boolean fromRight() {
        return fromRight;
    }

    boolean fromBottom() {
        return fromBottom;
    }

    /** Whether stored columns become rows. */
    boolean transposes() {
        return transposes;
    }

    /** As the display matrix among some side data says, to the nearest quarter turn; {@link #NORMAL} without one. */
    static Orientation of(AVPacketSideData all, int count) {
        var found = count == 0 ? null : av_packet_side_data_get(all, count, AV_PKT_DATA_DISPLAYMATRIX);
        if (found == null || found.isNull() || found.size() < 9 * Integer.BYTES) return NORMAL;
        var matrix = new IntPointer(found.data());
        return of(matrix.get(0), matrix.get(1), matrix.get(3), matrix.get(4));
    }

    /** Of a matrix that takes x to {@code a * x + c * y}, and y to {@code b * x + d * y}. */
    static Orientation of(long a, long b, long c, long d) {
        boolean transposes = Math.abs(b) + Math.abs(c) > Math.abs(a) + Math.abs(d);
        boolean fromRight = (transposes ? b : a) < 0;
        boolean fromBottom = (transposes ? c : d) < 0;
        for (var each : values())
            if (each.transposes == transposes && each.fromRight == fromRight && each.fromBottom == fromBottom)
                return each;
        throw new IllegalStateException("eight ways are all");
    }

    /** Which of a hash's forms is that of the picture as it is shown. */
    Dihedral form() {
        return switch (this) {
            case NORMAL -> Dihedral.ORIGINAL;
            case MIRRORED -> Dihedral.FLIP_Y;
            case HALF_TURN -> Dihedral.ROTATE_180;
            case UPSIDE_DOWN -> Dihedral.FLIP_X;
            case TRANSPOSED -> Dihedral.FLIP_PLUS_1;
            case QUARTER_TURN -> Dihedral.ROTATE_270;
            case TRANSVERSE -> Dihedral.FLIP_MINUS_1;
            case THREE_QUARTER_TURN -> Dihedral.ROTATE_90;
        };
    }

    /** Never fails: data that cannot be read turn nothing. */
    static Orientation of(MediaFormat format, byte[] file) {
        return Exif.in(format, file).map(Exif::orientation).orElse(NORMAL);
    }
}
