package io.gatehouse.benchmarks.hash;

import io.gatehouse.moderation.hash.OwnedHash;
import io.gatehouse.moderation.hash.PdqHash;
import java.util.BitSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/**
 * Made hashes, the same for the same seed: mostly random ones, and a share in clusters of near copies, as real lists have
 * them, and of plain pictures, whose hashes are almost alike.
 *
 * @param clustered share of hashes that are near copies of another one, in thousandths
 */
record MadeHashes(long seed, int count, int clustered) {
    /** Copies of one picture in a row. */
    private static final int CLUSTER = 200;

    private static final int THOUSAND = 1_000;

    /** Bits in which a near copy differs at most. */
    private static final int NEAR = 40;

    Iterator<OwnedHash> entries() {
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public OwnedHash next() {
                if (!hasNext()) throw new NoSuchElementException();
                int number = next++;
                return new OwnedHash(hash(number), number);
            }
        };
    }

    /** The hash with this number, without making those before it. */
    PdqHash hash(int number) {
        int cluster = number / CLUSTER;
        if (cluster % THOUSAND >= clustered) return random(new SplittableRandom(seed * 31 + number));
        var centre = random(new SplittableRandom(seed * 37 + cluster));
        var random = new SplittableRandom(seed * 31 + number);
        return flipped(centre, random.nextInt(NEAR + 1), random);
    }

    static PdqHash random(SplittableRandom random) {
        return new PdqHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    /** With so many different bits turned over. */
    static PdqHash flipped(PdqHash hash, int bits, SplittableRandom random) {
        long[] words = {hash.first(), hash.second(), hash.third(), hash.last()};
        var done = new BitSet(PdqHash.BITS);
        while (done.cardinality() < bits) {
            int bit = random.nextInt(PdqHash.BITS);
            if (done.get(bit)) continue;
            done.set(bit);
            words[bit / Long.SIZE] ^= 1L << bit;
        }
        return new PdqHash(words[0], words[1], words[2], words[3]);
    }
}
