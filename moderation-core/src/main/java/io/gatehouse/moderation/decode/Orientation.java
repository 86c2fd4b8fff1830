package io.gatehouse.moderation.decode;

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

    /** @param degrees clockwise */
    static Orientation ofTurn(int degrees) {
        return switch (Math.floorMod(degrees, 360)) {
            case 90 -> QUARTER_TURN;
            case 180 -> HALF_TURN;
            case 270 -> THREE_QUARTER_TURN;
            default -> NORMAL;
        };
    }

    /** Never fails: data that cannot be read turn nothing. */
    static Orientation of(MediaFormat format, byte[] file) {
        return Exif.in(format, file).map(Exif::orientation).orElse(NORMAL);
    }
}
