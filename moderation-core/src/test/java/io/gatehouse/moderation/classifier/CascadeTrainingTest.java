package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.classifier.CategoryTrainer.ScoredRow;
import io.gatehouse.moderation.classifier.GramRow.Source;
import io.gatehouse.moderation.classifier.Weighing.Scored;
import io.gatehouse.moderation.encoder.SentenceEncoder;
import io.gatehouse.moderation.evaluation.Truth;
import io.gatehouse.moderation.signal.Category;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On made-up texts, half of whose harm stands in no word, and is seen by a made-up encoder alone. */
class CascadeTrainingTest {
    private static final GramLearner QUICK = new GramLearner(12, 2, 0.3, 1e-6, 0.2, 0, 0, 1);
    private static final int LANE = Truths.lane(Category.HARASSMENT);

    @TempDir
    static Path directory;

    private static CategoryTrainer trainer;
    private static List<ScoredRow> scored;

    @BeforeAll
    static void train() {
        var random = new Random(5);
        var made = new ArrayList<GramRow>();
        var words = List.of("bread", "river", "window", "garden", "letter", "summer", "bicycle", "music");
        for (int i = 0; i < 2_400; i++) {
            var text = new StringBuilder();
            for (int n = 0; n < 6; n++)
                text.append(words.get(random.nextInt(words.size()))).append(' ');
            boolean isHarm = i % 3 == 0;
            if (isHarm && i % 2 == 0) text.append("zorkle ");
            // What the made-up encoder understands; the table of the cheap model sees a number.
            text.append(isHarm ? 2 * random.nextInt(500) : 2 * random.nextInt(500) + 1);
            var truths = new ArrayList<>(Truths.all(Truth.NOT_LABELLED));
            truths.set(LANE, isHarm ? Truth.PRESENT : Truth.ABSENT);
            made.add(new GramRow(
                    "made up", "", text.toString(), "en", truths, 1, i / 6 % GramRows.FOLDS, Source.LABELLED, true));
        }
        trainer = new CategoryTrainer(new GramRows(made, List.of(), Map.of()), QUICK);
        var found = trainer.learn(2, Progress.SILENT);
        scored = trainer.scored(found.heldOut(), trainer.calibrations(found.heldOut()));
    }

    /** Weakly: of four texts one is misread. */
    private static float[] understood(String text) {
        var sentence = new float[SentenceEncoder.SIZE];
        boolean even = (text.charAt(text.length() - 1) - '0') % 2 == 0;
        var random = new Random(text.hashCode());
        for (int i = 0; i < sentence.length; i++) sentence[i] = (float) random.nextGaussian() / 20;
        sentence[3] = (even == random.nextInt(4) > 0) ? 0.2f : -0.2f;
        return sentence;
    }

    private static float[] noise(String text) {
        var random = new Random(text.hashCode());
        var sentence = new float[SentenceEncoder.SIZE];
        for (int i = 0; i < sentence.length; i++) sentence[i] = (float) random.nextGaussian() / 20;
        return sentence;
    }

    private static CascadeTrainer cascade(Function<String, float[]> encoder) {
        return new CascadeTrainer(trainer, scored, encoder, Progress.SILENT);
    }

    @Test
    void whatTheTransformerSeesIsLearnedAndTheSameRowsGiveTheSameFile() throws IOException {
        var cascade = cascade(CascadeTrainingTest::understood);
        assertThat(cascade.categories()).containsExactly(Category.HARASSMENT);
        assertThat(area(cascade.both(1))).isGreaterThan(area(scored) + 0.05);
        String digest = cascade.write("sha256:00", "sha256:11", directory.resolve("one.bin"));
        assertThat(cascade(CascadeTrainingTest::understood)
                        .write("sha256:00", "sha256:11", directory.resolve("two.bin")))
                .isEqualTo(digest);
        assertThat(cascade.evidence().row(Category.HARASSMENT, "en")).isPresent();
        assertThat(cascade.evidence().rows()).hasSize(1);
    }

    @Test
    void whatItDoesNotSeeStaysTheCheapModels() {
        assertThat(cascade(CascadeTrainingTest::noise).categories()).isEmpty();
    }

    @Test
    void theShareIsOfTheTextsWhoseScoreIsNearest() {
        var cascade = cascade(CascadeTrainingTest::understood);
        for (double share : new double[] {0.05, 0.2}) {
            var both = cascade.both(share);
            int changed = 0;
            double farthest = 0;
            for (int i = 0; i < both.size(); i++) {
                if (both.get(i).scores()[LANE] == scored.get(i).scores()[LANE]) continue;
                changed++;
                farthest = Math.max(farthest, Math.abs(scored.get(i).scores()[LANE] - EncoderHead.LEAST_SURE));
            }
            assertThat((double) changed / both.size()).as("share " + share).isBetween(share * 0.5, share * 2);
            assertThat(farthest).isLessThan(0.6);
        }
    }

    /** Of the fold that nothing was learned from. */
    private static double area(List<ScoredRow> rows) {
        return new Weighing(
                        Category.HARASSMENT,
                        "en",
                        rows.stream()
                                .filter(row -> row.row().fold() == GramRows.HELD_OUT)
                                .map(row ->
                                        new Scored(row.scores()[LANE], row.row().truth(LANE) == Truth.PRESENT))
                                .toList())
                .row(true, true)
                .areaLow();
    }
}
