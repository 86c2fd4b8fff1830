package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.gatehouse.moderation.classifier.TrainingRow.Fold;
import io.gatehouse.moderation.evaluation.LabelledText;
import io.gatehouse.moderation.evaluation.Truth;
import io.gatehouse.moderation.signal.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
    private static final Learner QUICK = new Learner(ToxicityTrainer.LEARNER.algorithm(), 15, 0.01);

    @TempDir
    Path directory;

    /** Made-up words: half of the texts of each category carry one of its words. */
    private static TrainingRows madeUp() {
        var absent = new EnumMap<Category, Predicate<LabelledText>>(Category.class);
        for (var category : ToxicityTrainer.CATEGORIES)
            absent.put(category, row -> !row.categories().contains(category));
        var set = new TrainingSet("made-up", "none", "none", List.of(), 1, Map.copyOf(absent));
        var random = new Random(1);
        var words = List.of("bread", "river", "window", "garden", "letter", "summer", "bicycle", "music");
        var rows = new ArrayList<TrainingRow>();
        for (int i = 0; i < 900; i++) {
            var text = new StringBuilder();
            for (int n = 3 + random.nextInt(5); n > 0; n--)
                text.append(words.get(random.nextInt(words.size()))).append(' ');
            var categories = new ArrayList<Category>();
            for (var category : ToxicityTrainer.CATEGORIES) {
                if (random.nextInt(3) > 0) continue;
                categories.add(category);
                text.append("zz")
                        .append(category.name().toLowerCase().replace('_', 'q'))
                        .append(' ');
            }
            rows.addAll(TrainingRow.of(
                    set,
                    new LabelledText(
                            "r" + i,
                            "made-up",
                            text + "no" + (char) ('a' + i % 26) + (char) ('a' + i / 26),
                            "en",
                            Set.copyOf(categories),
                            Optional.of(!categories.isEmpty()),
                            "",
                            List.of()),
                    1));
        }
        return new TrainingRows(rows, List.of());
    }

    @Test
    void theSameDataAndSeedGiveTheSameFile() throws IOException {
        var shares = new ArrayList<Double>();
        var one = Training.run(madeUp(), QUICK, directory.resolve("one.bin"), (_, done) -> shares.add(done));
        assertThat(shares).isSorted().endsWith(1.0);
        var other = Training.run(madeUp(), QUICK, directory.resolve("other.bin"), Progress.SILENT);
        assertThat(other.digest()).isEqualTo(one.digest());
        assertThat(Files.readAllBytes(other.file())).isEqualTo(Files.readAllBytes(one.file()));
        assertThat(one.learnedFrom()).isBetween(600, 800);
        assertThat(one.heldOut()
                        .quality("hate", "en")
                        .orElseThrow()
                        .averagePrecision()
                        .value())
                .isGreaterThan(0.95);
    }

    @Test
    void compactTablesScoreAsOpenNlpEvaluates() {
        var rows = madeUp();
        var report = Training.run(rows, QUICK, directory.resolve("model.bin"), Progress.SILENT);
        var classifier = CompactTextClassifier.load(report.file());
        var trainer = new ToxicityTrainer(rows.rows());
        for (int c = 0; c < ToxicityTrainer.CATEGORIES.size(); c++) {
            var learned = trainer.learn(ToxicityTrainer.CATEGORIES.get(c), QUICK);
            int present = learned.model.getIndex(Learner.PRESENT);
            for (var row : rows.rows().subList(0, 300)) {
                int[] buckets = TextFeatures.of(row.text().text());
                double expected = learned.model.eval(Learner.names(buckets), Learner.values(buckets))[present];
                assertThat(CompactTextClassifier.sigmoid(
                                classifier.raw(row.text().text())[c]))
                        .isCloseTo(expected, within(1e-6));
            }
        }
    }

    @Test
    void textsThatDifferOnlyInNamesLinksAndNumbersShareAFold() {
        var set = TrainingSet.TOXICITY.getFirst();
        for (int i = 0; i < 200; i++) {
            var one = text(
                    "RT @abc: look here " + Integer.toString(i * 7919, 36).replaceAll("\\d", "") + " 12!",
                    "davidson2017");
            var other =
                    text(one.text().replace("@abc", "@xyz").replace("12", "345").toUpperCase(), "davidson2017");
            assertThat(TrainingRow.of(set, one, 1).getFirst().fold())
                    .isEqualTo(TrainingRow.of(set, other, 1).getFirst().fold());
        }
    }

    @Test
    void markedPostsAreReadBySentence() {
        var set = TrainingSet.TOXICITY.stream()
                .filter(s -> s.name().startsWith("toxic_spans"))
                .findFirst()
                .orElseThrow();
        var post = new LabelledText(
                "p",
                set.name(),
                "What a lovely morning it was 😀. Then the fool came. Ok.",
                "en",
                Set.of(Category.HARASSMENT),
                Optional.of(true),
                "toxic_post",
                List.of(41, 42, 43, 44));
        var rows = TrainingRow.of(set, post, 1);
        assertThat(rows)
                .extracting(r -> r.text().text())
                .containsExactly("What a lovely morning it was 😀.", "Then the fool came.");
        assertThat(rows).extracting(r -> r.truth(Category.HARASSMENT)).containsExactly(Truth.ABSENT, Truth.PRESENT);
        assertThat(rows).extracting(r -> r.truth(Category.PROFANITY)).containsOnly(Truth.NOT_LABELLED);
        assertThat(rows)
                .extracting(TrainingRow::fold)
                .containsOnly(rows.getFirst().fold());
    }

    @Test
    void publishersMarksAreUndone() {
        assertThat(TrainingRow.clean("[USER] see [URL] &amp; &#8220;x&#8221;|LBR|RT @me"))
                .isEqualTo("@user see http://x.org  & “x”\n  @me");
    }

    @Test
    void trainsOnTierAOnly() {
        assertThat(TrainingSet.TOXICITY)
                .extracting(TrainingSet::name)
                .doesNotContain(
                        "tweeteval_hate",
                        "tweeteval_offensive",
                        "stormfront_vicomtech",
                        "implicit_hate_safenlp",
                        "iwg_refugees_de",
                        "germeval2021",
                        "offendes_es",
                        "toldbr_pt",
                        "poleval2019_pl",
                        "ogtd_el",
                        "sms_spam_uci",
                        "sms_phishing_mendeley");
        assertThat(TrainingSet.TOXICITY)
                .extracting(TrainingSet::licence)
                .allMatch(l -> l.matches("(MIT|CC0|CC BY 4|Apache|PDDL).*"));
    }

    @Test
    void saysWhatIsWrongBeforeTheWork() {
        var out = directory.resolve("m.bin");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Training.run("nonsense", directory, directory, out, Progress.SILENT))
                .withMessageContaining("nonsense")
                .withMessageContaining("toxicity");
        assertThatExceptionOfType(TrainingFailedException.class)
                .isThrownBy(() -> Training.run("toxicity", directory, directory, out, Progress.SILENT))
                .withMessageContaining("davidson2017")
                .withMessageContaining("ro_offense");
        assertThatExceptionOfType(TrainingFailedException.class)
                .isThrownBy(() -> Training.run(
                        "toxicity", directory, directory, directory.resolve("no/such/m.bin"), Progress.SILENT))
                .withMessageContaining("cannot write");
    }

    @Test
    void plattMakesScoresProbabilities() {
        var random = new Random(2);
        var points = new ArrayList<Platt.Point>();
        for (int i = 0; i < 20_000; i++) {
            double raw = random.nextGaussian() * 3;
            points.add(new Platt.Point(raw, random.nextDouble() < CompactTextClassifier.sigmoid(0.4 * raw - 1), 1));
        }
        var platt = Platt.fit(points);
        assertThat(platt.slope()).isCloseTo(0.4, within(0.02));
        assertThat(platt.intercept()).isCloseTo(-1, within(0.06));
    }

    @Test
    void foldsAreAboutOneTenthEach() {
        long heldOut =
                madeUp().rows().stream().filter(r -> r.fold() == Fold.HELD_OUT).count();
        assertThat(heldOut).isBetween(55L, 130L);
    }

    private static LabelledText text(String text, String set) {
        return new LabelledText("id", set, text, "en", Set.of(), Optional.of(false), "", List.of());
    }
}
