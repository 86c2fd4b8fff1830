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
 * Looks at every hash: the rival, and the judge of the index. With vector instructions, many questions for each piece of the hashes
 * that is in the near cache, and four of them for each row that is in a register; half of a hash is enough to say no to nearly all
 * of them, and what is left is counted whole. It shares nothing with the index but the hashes.
 */
final class BruteForce {
    private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;

    /** Rows whose first halves, 32 KB, fit into the first-level cache. */
    private static final int PIECE = 2_048;

    /** Questions that share what is read of a row: their halves fit into registers beside it. */
    private static final int TOGETHER = 4;

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
        var halves = Halves.of(questions);
        for (int from = 0; from < count; from += PIECE) {
            for (int i = 0; i < questions.size(); i += TOGETHER) {
                // One that is near by its half sends all of its four to be counted, which costs nothing: so few are.
                if (least(from, halves, i) > radius) continue;
                int to = Math.min(count, from + PIECE);
                for (int each = i; each < Math.min(i + TOGETHER, questions.size()); each++)
                    exact(from, to, questions.get(each), radius, near.get(each));
            }
        }
        near.forEach(it -> it.sort(ORDER));
        return near;
    }

    /** The first halves of questions, as many as go together, the last one repeated. */
    @SuppressWarnings("ArrayRecordComponent") // Of this class alone.
    private record Halves(long[] first, long[] second) {
        static Halves of(List<PdqHash> questions) {
            int padded = (questions.size() + TOGETHER - 1) / TOGETHER * TOGETHER;
            var first = new long[padded];
            var second = new long[padded];
            for (int i = 0; i < padded; i++) {
                var question = questions.get(Math.min(i, questions.size() - 1));
                first[i] = question.first();
                second[i] = question.second();
            }
            return new Halves(first, second);
        }
    }

    /** Of the first halves of a piece and of some questions, the least distance. */
    private long least(int from, Halves questions, int at) {
        long first0 = questions.first[at];
        long first1 = questions.first[at + 1];
        long first2 = questions.first[at + 2];
        long first3 = questions.first[at + 3];
        long second0 = questions.second[at];
        long second1 = questions.second[at + 1];
        long second2 = questions.second[at + 2];
        long second3 = questions.second[at + 3];
        var least0 = LongVector.broadcast(SPECIES, PdqHash.BITS);
        var least1 = least0;
        var least2 = least0;
        var least3 = least0;
        for (int row = from; row < from + PIECE; row += SPECIES.length()) {
            var first = LongVector.fromArray(SPECIES, words[0], row);
            var second = LongVector.fromArray(SPECIES, words[1], row);
            least0 = least0.min(distance(first, second, first0, second0));
            least1 = least1.min(distance(first, second, first1, second1));
            least2 = least2.min(distance(first, second, first2, second2));
            least3 = least3.min(distance(first, second, first3, second3));
        }
        return least0.min(least1).min(least2.min(least3)).reduceLanes(VectorOperators.MIN);
    }

    private static LongVector distance(LongVector first, LongVector second, long ofFirst, long ofSecond) {
        return first.lanewise(VectorOperators.XOR, ofFirst)
                .lanewise(VectorOperators.BIT_COUNT)
                .add(second.lanewise(VectorOperators.XOR, ofSecond).lanewise(VectorOperators.BIT_COUNT));
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
