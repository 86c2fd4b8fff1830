package io.gatehouse.moderation.hash;

/**
 * Brightness of a picture, row after row, 0 to 255. Weights and order of the sums are those of the reference, so that each
 * value is the same float.
 *
 * @param values width times height values; taken over, not copied
 */
@SuppressWarnings("ArrayRecordComponent") // Millions of values that nobody compares.
public record Luma(int width, int height, float[] values) {
    private static final float[] RED = weighted(0.299f);
    private static final float[] GREEN = weighted(0.587f);
    private static final float[] BLUE = weighted(0.114f);

    public Luma {
        if (width < 1 || height < 1)
            throw new IllegalArgumentException("a picture has pixels: " + width + "x" + height);
        if (values.length != Math.multiplyExact(width, height))
            throw new IllegalArgumentException(width + "x" + height + " pixels, but " + values.length + " values");
    }

    /** As {@link LumaRows} says. */
    void read(int row, float[] luma, int at) {
        System.arraycopy(values, row * width, luma, at, width);
    }

    private static float[] weighted(float weight) {
        var values = new float[256];
        for (int i = 0; i < 256; i++) values[i] = weight * i;
        return values;
    }

    /** Of one pixel whose colours are 0 to 255; the same float as in every picture here. */
    public static float of(int red, int green, int blue) {
        return 0.299f * red + 0.587f * green + 0.114f * blue;
    }

    /** @param rgb red, green and blue of each pixel, row after row, without padding */
    public static Luma ofRgb(int width, int height, byte[] rgb) {
        return ofRgb(width, height, rgb, width, height);
    }

    /**
     * Of a picture made smaller by taking, for each new pixel, the old one at the same part of width and height, rounded
     * down: what the reference does before it hashes larger pictures.
     *
     * @param rgb red, green and blue of each pixel of the picture as it is
     * @param newWidth at most {@code width}
     */
    public static Luma ofRgb(int width, int height, byte[] rgb, int newWidth, int newHeight) {
        if (rgb.length != Math.multiplyExact(3, Math.multiplyExact(width, height)))
            throw new IllegalArgumentException(width + "x" + height + " pixels, but " + rgb.length + " bytes");
        var values = new float[newWidth * newHeight];
        var offsets = new int[newWidth];
        for (int x = 0; x < newWidth; x++) offsets[x] = 3 * (int) ((long) x * width / newWidth);
        for (int y = 0, i = 0; y < newHeight; y++) {
            int row = 3 * width * (int) ((long) y * height / newHeight);
            for (int x = 0; x < newWidth; x++, i++) {
                int at = row + offsets[x];
                values[i] = RED[rgb[at] & 0xff] + GREEN[rgb[at + 1] & 0xff] + BLUE[rgb[at + 2] & 0xff];
            }
        }
        return new Luma(newWidth, newHeight, values);
    }

    /** @param grey one value of each pixel, row after row, without padding */
    public static Luma ofGrey(int width, int height, byte[] grey) {
        if (grey.length != Math.multiplyExact(width, height))
            throw new IllegalArgumentException(width + "x" + height + " pixels, but " + grey.length + " bytes");
        var values = new float[grey.length];
        for (int i = 0; i < values.length; i++) values[i] = grey[i] & 0xff;
        return new Luma(width, height, values);
    }
}
