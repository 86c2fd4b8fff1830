package io.gatehouse.benchmarks.hash;

import io.gatehouse.moderation.hash.NearHash;
import io.gatehouse.moderation.hash.PdqHash;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Looks at every hash: the rival, and the judge of the index. With vector instructions and many questions for each piece of
 * the hashes that is in the near cache; half of a hash is enough to say no to nearly all of them.
 */
final class BruteForce {
    private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;

    /** Rows whose first halves fit into the second-level cache beside the questions. */
    private static final int PIECE = 4_096;

    private static final Comparator<NearHash> ORDER = Comparator.comparingInt(NearHash::distance)
            .thenComparing(NearHash::hash)
            .thenComparingLong(NearHash::owner);

    private final long[][] words;
    private final int count;

    BruteForce(MadeHashes made) {
        this.count = made.count();
        // Padded to whole pieces; what is beyond the count is never looked at in full.
        this.words = new long[4][(count + PIECE - 1) / PIECE * PIECE];
        for (int number = 0; number < count; number++) {
            var hash = made.hash(number);
            words[0][number] = hash.first();
            words[1][number] = hash.second();
            words[2][number] = hash.third();
            words[3][number] = hash.last();
        }
    }

    /** For each question what is near, in the order of the index's answers. */
    List<List<NearHash>> near(List<PdqHash> questions, int radius) {
        var near = new ArrayList<List<NearHash>>();
        for (int i = 0; i < questions.size(); i++) near.add(new ArrayList<>());
        for (int from = 0; from < count; from += PIECE) {
            for (int i = 0; i < questions.size(); i++) {
                var question = questions.get(i);
                if (least(from, question.first(), question.second()) <= radius)
                    exact(from, Math.min(count, from + PIECE), question, radius, near.get(i));
            }
        }
        near.forEach(it -> it.sort(ORDER));
        return near;
    }

    private long least(int from, long first, long second) {
        var least = LongVector.broadcast(SPECIES, PdqHash.BITS);
        for (int row = from; row < from + PIECE; row += SPECIES.length()) {
            var distance = LongVector.fromArray(SPECIES, words[0], row)
                    .lanewise(VectorOperators.XOR, first)
                    .lanewise(VectorOperators.BIT_COUNT)
                    .add(LongVector.fromArray(SPECIES, words[1], row)
                            .lanewise(VectorOperators.XOR, second)
                            .lanewise(VectorOperators.BIT_COUNT));
            least = least.min(distance);
        }
        return least.reduceLanes(VectorOperators.MIN);
    }

    private void exact(int from, int to, PdqHash question, int radius, List<NearHash> near) {
        for (int row = from; row < to; row++) {
            int distance = Long.bitCount(words[0][row] ^ question.first())
                    + Long.bitCount(words[1][row] ^ question.second())
                    + Long.bitCount(words[2][row] ^ question.third())
                    + Long.bitCount(words[3][row] ^ question.last());
            if (distance <= radius)
                near.add(new NearHash(
                        new PdqHash(words[0][row], words[1][row], words[2][row], words[3][row]), distance, row));
        }
    }
}
