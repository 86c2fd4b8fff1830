package io.gatehouse.moderation.hash;

import java.util.EnumMap;
import java.util.Map;

/**
 * Hashes pictures of one size as the reference PDQ implementation does, to the bit. Keeps its arrays between pictures: use
 * one in each thread.
 *
 * @see <a href="https://github.com/facebook/ThreatExchange/tree/main/pdq">PDQ, the published algorithm</a>
 */
public final class PdqHasher {
    /** In pixels: below, a picture has no hash and quality 0. */
    public static final int MIN_SIDE = 5;

    private static final int SMALL = TentFilter.SIDE;

    /** Scale of the quality metric, chosen by the publisher. */
    private static final int GRADIENTS_PER_POINT = 90;

    private final int width;
    private final int height;
    private final TentFilter filter;

    /** @param width in pixels, of every picture that this one hashes */
    public PdqHasher(int width, int height) {
        this(width, height, Boxes.fastest());
    }

    PdqHasher(int width, int height, Boxes boxes) {
        this.width = width;
        this.height = height;
        filter = new TentFilter(width, height, boxes);
    }

    /** @throws IllegalArgumentException for a picture of another size */
    public HashedPicture hash(Luma picture) {
        if (tooSmall(picture)) return new HashedPicture(PdqHash.EMPTY, 0);
        return ofSmall(shrunk(picture));
    }

    /** @param small 64 rows of 64 */
    static HashedPicture ofSmall(float[] small) {
        return ofSmall(small, Dihedral.ORIGINAL);
    }

    /** As {@link #ofSmall(float[])}, of the picture turned and mirrored. */
    static HashedPicture ofSmall(float[] small, Dihedral form) {
        var frequencies = CosineTransform.apply(small);
        return new HashedPicture(
                bits(form == Dihedral.ORIGINAL ? frequencies : form.apply(frequencies)), quality(small));
    }

    /** The hashes of all eight forms; their quality is the same. */
    public Map<Dihedral, HashedPicture> hashAll(Luma picture) {
        if (!tooSmall(picture)) return allOfSmall(shrunk(picture));
        var hashes = new EnumMap<Dihedral, HashedPicture>(Dihedral.class);
        for (var form : Dihedral.values()) hashes.put(form, new HashedPicture(PdqHash.EMPTY, 0));
        return hashes;
    }

    /**
     * As {@link #hashAll(Luma)} of a picture that is larger than 64 pixels both ways.
     *
     * @param picture asked for each row once, from the first on
     */
    public Map<Dihedral, HashedPicture> hashAll(LumaRows picture) {
        if (width <= SMALL || height <= SMALL)
            throw new IllegalArgumentException("a picture of " + width + "x" + height + " is hashed as a whole");
        return allOfSmall(filter.apply(picture));
    }

    private static Map<Dihedral, HashedPicture> allOfSmall(float[] small) {
        var hashes = new EnumMap<Dihedral, HashedPicture>(Dihedral.class);
        var frequencies = CosineTransform.apply(small);
        int quality = quality(small);
        for (var form : Dihedral.values()) hashes.put(form, new HashedPicture(bits(form.apply(frequencies)), quality));
        return hashes;
    }

    private boolean tooSmall(Luma picture) {
        if (picture.width() != width || picture.height() != height)
            throw new IllegalArgumentException(
                    "hashes pictures of " + width + "x" + height + ", not " + picture.width() + "x" + picture.height());
        return width < MIN_SIDE || height < MIN_SIDE;
    }

    private float[] shrunk(Luma picture) {
        return width == SMALL && height == SMALL ? picture.values() : filter.apply(picture::read);
    }

    /** How many of the steps between neighbouring values are large. */
    private static int quality(float[] small) {
        int gradients = 0;
        for (int i = 0; i < SMALL * (SMALL - 1); i++) gradients += step(small[i], small[i + SMALL]);
        for (int row = 0; row < SMALL; row++)
            for (int i = row * SMALL; i < row * SMALL + SMALL - 1; i++) gradients += step(small[i], small[i + 1]);
        return Math.min(100, gradients / GRADIENTS_PER_POINT);
    }

    private static int step(float one, float other) {
        return Math.abs((int) ((one - other) * 100 / 255));
    }

    /** A bit is set where the frequency is above the lower median. */
    private static PdqHash bits(float[] frequencies) {
        float median = Median.lower(frequencies);
        var words = new long[4];
        for (int i = 0; i < PdqHash.BITS; i++) if (frequencies[i] > median) words[i >> 6] |= 1L << (i & 63);
        return new PdqHash(words[3], words[2], words[1], words[0]);
    }
}
