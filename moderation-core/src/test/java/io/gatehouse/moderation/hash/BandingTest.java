package io.gatehouse.moderation.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gatehouse.moderation.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class BandingTest {
    private static final List<Banding> BOTH = List.of(Banding.SIXTEEN, Banding.ELEVEN);

    @Test
    void everyBitIsInOneBand() {
        for (var banding : BOTH) {
            for (int bit = 0; bit < PdqHash.BITS; bit++) {
                var one = Made.flip(PdqHash.EMPTY, bit);
                int keys = 0;
                for (int band = 0; band < banding.bands(); band++) keys += Integer.bitCount(key(banding, band, one));
                assertEquals(1, keys, "bit " + bit);
            }
        }
    }

    @Test
    void theFirstBandHoldsTheFirstDigits() {
        var hash = PdqHash.parse("abcdef" + "0".repeat(58));
        assertEquals(0xabcd, key(Banding.SIXTEEN, 0, hash));
        assertEquals(0xabcdef, key(Banding.ELEVEN, 0, hash));
    }

    /** The pigeonhole: were every band further away than it is looked around, more bits than the radius would differ. */
    @Test
    void flipsAddUpToMoreThanTheRadius() {
        for (var banding : BOTH)
            for (int radius = 0; radius <= PdqHash.MATCH_DISTANCE; radius++)
                assertEquals(
                        radius + 1,
                        Arrays.stream(banding.flips(radius)).map(it -> it + 1).sum());
    }

    @Test
    void masksAreAllWaysToFlipSoManyBits() {
        for (var banding : BOTH) {
            for (int band = 0; band < banding.bands(); band++) {
                for (int most = 0; most <= 2; most++) {
                    int limit = most;
                    var masks = Arrays.stream(banding.masks(band, most))
                            .boxed()
                            .collect(Collectors.toCollection(TreeSet::new));
                    int width = Integer.numberOfTrailingZeros(banding.keys(band));
                    assertEquals(1 + (most > 0 ? width : 0) + (most > 1 ? width * (width - 1) / 2 : 0), masks.size());
                    assertTrue(masks.stream().allMatch(it -> Integer.bitCount(it) <= limit && it < banding.keys(0)));
                }
            }
        }
    }

    @Test
    void whateverBitsDifferSomeBandFindsIt() {
        Seeds.forAll(3_000, random -> {
            var banding = BOTH.get(random.nextInt(BOTH.size()));
            int radius = random.nextInt(PdqHash.MATCH_DISTANCE + 1);
            var one = Made.random(random);
            var other = Made.flipped(one, random.nextInt(radius + 1), random);
            boolean found = false;
            for (int band = 0; band < banding.bands(); band++)
                found |= Integer.bitCount(key(banding, band, one) ^ key(banding, band, other))
                        <= banding.flips(radius)[band];
            assertTrue(found);
        });
    }

    private static int key(Banding banding, int band, PdqHash hash) {
        return banding.key(band, hash.first(), hash.second(), hash.third(), hash.last());
    }
}
