package io.gatehouse.moderation.hash;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/** Hashes as tests need them. */
final class Made {
    private Made() {}

    static PdqHash random(RandomGenerator random) {
        return new PdqHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    static PdqHash flip(PdqHash hash, int bit) {
        long[] words = {hash.first(), hash.second(), hash.third(), hash.last()};
        words[bit / Long.SIZE] ^= Long.MIN_VALUE >>> bit;
        return new PdqHash(words[0], words[1], words[2], words[3]);
    }

    /** Exactly so many bits away. */
    static PdqHash flipped(PdqHash hash, int bits, RandomGenerator random) {
        var flipped = hash;
        var done = new BitSet();
        while (done.cardinality() < bits) {
            int bit = random.nextInt(PdqHash.BITS);
            if (done.get(bit)) continue;
            done.set(bit);
            flipped = flip(flipped, bit);
        }
        return flipped;
    }

    /** Random hashes, near copies of some, exact copies with another owner, and plain pictures, nearly alike. */
    static List<OwnedHash> entries(int count, RandomGenerator random) {
        var entries = new ArrayList<OwnedHash>(count);
        for (int owner = 0; owner < count; owner++) {
            var hash = switch (entries.isEmpty() ? 0 : random.nextInt(4)) {
                case 1 -> flipped(pick(entries, random), random.nextInt(40), random);
                case 2 -> pick(entries, random);
                case 3 -> flipped(PdqHash.EMPTY, random.nextInt(20), random);
                default -> random(random);
            };
            entries.add(new OwnedHash(hash, owner));
        }
        return entries;
    }

    static PdqHash pick(List<OwnedHash> entries, RandomGenerator random) {
        return entries.get(random.nextInt(entries.size())).hash();
    }

    static List<NearHash> bruteForce(Iterable<OwnedHash> entries, PdqHash wanted, int radius) {
        var near = new ArrayList<NearHash>();
        for (var entry : entries) {
            int distance = entry.hash().distance(wanted);
            if (distance <= radius) near.add(new NearHash(entry.hash(), distance, entry.owner()));
        }
        near.sort(NearHash.ORDER);
        return near;
    }
}
