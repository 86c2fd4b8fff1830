package io.gatehouse.moderation.hash;

/**
 * A picture's hash and how much it says.
 *
 * @param quality 0 to 100: how much structure the picture has. The publisher's tools ignore hashes below 50: a plain
 *     surface is like every other
 */
public record HashedPicture(PdqHash hash, int quality) {
    /** Quality below which the publisher's matching ignores a hash. */
    public static final int MIN_QUALITY = 50;

    public HashedPicture {
        if (quality < 0 || quality > 100) throw new IllegalArgumentException("quality must be in [0, 100]: " + quality);
    }
}
