package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.gatehouse.moderation.classifier.GramRow.Source;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.training.TrainingTexts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GramTrainingTest {
    private static final GramLearner QUICK = new GramLearner(14, 3, 0.3, 1e-6, 0.2, 0.2, 0, 1);

    @TempDir
    static Path directory;

    private static GramRows rows;
    private static TrainingReport report;
    private static GramClassifier model;

    @BeforeAll
    static void train() throws IOException {
        rows = madeUp();
        report = Training.run(rows, QUICK, 1, directory.resolve("one.bin"), Progress.SILENT);
        model = GramClassifier.load(report.file());
    }

    /** Two languages of made-up words; a text of a category has one of its words. Only in Italian do people label hate. */
    private static GramRows madeUp() throws IOException {
        var random = new Random(3);
        var made = new ArrayList<GramRow>();
        var words = List.of("bread", "river", "window", "garden", "letter", "summer", "bicycle", "music");
        for (int i = 0; i < 2_400; i++) {
            String language = i % 2 == 0 ? "it" : "fi";
            var text = new StringBuilder();
            for (int n = 3 + random.nextInt(5); n > 0; n--)
                text.append(words.get(random.nextInt(words.size()))).append(' ');
            Optional<Category> harm =
                    i % 4 > 1 ? Optional.empty() : Optional.of(Truths.CATEGORIES.get(random.nextInt(16)));
            harm.ifPresent(c -> text.append("zz")
                    .append(c.name().toLowerCase().replace("_", "qu"))
                    .append(language));
            made.add(new GramRow(
                    "made up",
                    "",
                    text.toString(),
                    language,
                    Truths.ofTemplate(harm, "game"),
                    1,
                    i / 4 % GramRows.FOLDS,
                    language.equals("it") ? Source.LABELLED : Source.TEMPLATE,
                    true));
        }
        return new GramRows(made, List.of(), Map.of("it", vocabulary()));
    }

    /** Rivers and gardens are groups, and windows mean something. */
    private static Vocabulary vocabulary() throws IOException {
        for (String kind : List.of("templates", "fillers", "lexicons"))
            Files.createDirectories(directory.resolve(kind));
        Files.writeString(directory.resolve("templates/it.tsv"), "label\tkind\ttext\n");
        Files.writeString(directory.resolve("fillers/it.tsv"), "slot\tnom\ngroup\triver\nmember\tgarden\n");
        Files.writeString(directory.resolve("lexicons/it.tsv"), "concept\tword\tenglish\neveryday\twindow\twindow\n");
        return Vocabulary.of(TrainingTexts.read(directory), "it");
    }

    @Test
    void theSameRowsGiveTheSameFileAndEvidenceHoweverManyFoldsAreLearnedAtOnce() throws IOException {
        var again = Training.run(rows, QUICK, 3, directory.resolve("two.bin"), Progress.SILENT);
        assertThat(again.digest()).isEqualTo(report.digest());
        assertThat(Files.readAllBytes(again.file())).isEqualTo(Files.readAllBytes(report.file()));
        assertThat(Files.readString(directory.resolve("two.evidence.tsv")))
                .isEqualTo(Files.readString(directory.resolve("one.evidence.tsv")));
    }

    @Test
    void whatWasHeldOutIsFoundInEachLanguageAndInNone() {
        for (String language : List.of("it", "fi"))
            assertThat(report.heldOut()
                            .quality("self-harm", language)
                            .orElseThrow()
                            .averagePrecision()
                            .value())
                    .as(language)
                    .isGreaterThan(0.9);
        for (String language : List.of("it", "fi", "und", "xx")) {
            var scores = model.score("bread river zzscamfi zzscamit music", language);
            assertThat(scores.get(Category.SCAM)).as(language).isGreaterThan(scores.get(Category.HATE));
            assertThat(scores.values()).allMatch(score -> score >= 0 && score <= 1);
        }
        assertThat(model.languages()).containsExactlyInAnyOrder("fi", "it");
    }

    @Test
    void bytesScoreAsTheNumbersThatTheyStandFor() {
        var trainer = new CategoryTrainer(rows, QUICK);
        var found = trainer.learn(2, Progress.SILENT);
        var calibrations = trainer.calibrations(found.heldOut());
        for (var row : rows.rows().subList(0, 200)) {
            var example = new GramLearner.Example(
                    row, QUICK.logRows(), rows.languages(), new float[16], rows.vocabulary(row.language()));
            var raw = new float[16];
            found.shipped().raw(example, true, raw);
            double[] scores = model.scores(row.text(), row.language());
            for (int lane = 0; lane < 16; lane++)
                assertThat(scores[lane])
                        .isCloseTo(calibrations.get(lane).score(row.language(), raw[lane]), within(0.15));
        }
    }

    @Test
    void theFileKnowsTheWordsThatItsTextsWereReadWith() {
        assertThat(model.scores("bread river zzscamit", "it")).isEqualTo(model.scores("bread garden zzscamit", "it"));
        assertThat(model.scores("bread river zzscamit", "fi"))
                .isNotEqualTo(model.scores("bread garden zzscamit", "fi"));
        // Where the language is not known, what any of them knows counts.
        assertThat(model.scores("bread river zzscamit", "und")).isEqualTo(model.scores("bread garden zzscamit", "und"));
    }

    @Test
    void aTableAddsUpWhatAPlainLoopDoes() {
        var random = new Random(4);
        var weights = new byte[16 << 10];
        for (int i = 0; i < weights.length; i++) weights[i] = (byte) (random.nextInt(255) - 127);
        var table = GramTable.of(ByteBuffer.wrap(weights));
        for (int count : new int[] {0, 1, 256, 257, 258, 3_000}) {
            int[] rowsAsked = random.ints(count + 5L, 0, 1 << 10).toArray();
            // The extremes, too: all of one row.
            if (count == 257) java.util.Arrays.fill(rowsAsked, 7);
            var sums = new int[16];
            table.sum(rowsAsked, count, sums);
            for (int lane = 0; lane < 16; lane++) {
                int expected = 0;
                for (int i = 0; i < count; i++) expected += weights[rowsAsked[i] * 16 + lane];
                assertThat(sums[lane]).as(count + " rows, lane " + lane).isEqualTo(expected);
            }
        }
    }

    @Test
    void aShortInsultInALongTextCounts() {
        String harm = "bread zzscamit river";
        String filled = "garden letter summer ".repeat(300);
        double without = model.score(filled, "it").get(Category.SCAM);
        assertThat(without).isLessThan(0.1);
        // In a piece of its own it would be diluted by thousands of other words.
        assertThat(model.score(filled.repeat(3) + " ".repeat(GramClassifier.LONGEST_PIECE) + harm, "it")
                        .get(Category.SCAM))
                .isGreaterThan(0.5);
        assertThat(model.score("x".repeat(5_000), "it")).hasSize(16);
    }

    @Test
    void onlyLabelledTextsOfPeopleLetAnybodyActAutomatically() throws IOException {
        var evidence = Evidence.read(directory.resolve("one.evidence.tsv"), report.digest());
        for (var row : evidence.rows()) {
            if (!row.language().equals("it")) assertThat(row.use()).isNotEqualTo(Use.AUTOMATIC);
            assertThat(row.from().equals("labelled"))
                    .as(row.toString())
                    .isIn(row.language().equals("it"), false);
        }
        assertThat(evidence.rows()).anyMatch(row -> row.use() == Use.REVIEW_ONLY);
        var held = model.with(evidence);
        assertThat(held.use(Category.SCAM, "xx", 1)).isEqualTo(Use.NONE);
        assertThat(model.use(Category.SCAM, "xx", 1)).isEqualTo(Use.REVIEW_ONLY);
    }

    @Test
    void evidenceAboutAnotherModelIsRefused() {
        assertThatExceptionOfType(ModelRefusedException.class)
                .isThrownBy(() -> Evidence.read(directory.resolve("one.evidence.tsv"), "sha256:00"))
                .withMessageContaining("line 1")
                .withMessageContaining("sha256:00");
    }

    @Test
    void aFileWithoutAVoiceForUnknownLanguagesIsRefused() throws IOException {
        var file = directory.resolve("mute.bin");
        var header = new GramHeader(
                "mute", GramFeatures.VERSION, 1, List.of("hate"), List.of(1f), List.of(), "none", 1, List.of());
        ModelContainer.write(file, GramClassifier.MAGIC, header, new byte[32]);
        assertThatExceptionOfType(ModelRefusedException.class)
                .isThrownBy(() -> GramClassifier.load(file))
                .withMessageContaining("no known language");
        ModelContainer.write(file, GramClassifier.MAGIC, header, new byte[31]);
        assertThatExceptionOfType(ModelRefusedException.class)
                .isThrownBy(() -> GramClassifier.load(file))
                .withMessageContaining("32 bytes declared, 31 present");
        ModelContainer.write(file, GramClassifier.MAGIC, withWords(3, 1), new byte[32 + 8 * 3]);
        assertThatExceptionOfType(ModelRefusedException.class)
                .isThrownBy(() -> GramClassifier.load(file))
                .withMessageContaining("64 bytes declared, 56 present");
        ModelContainer.write(file, GramClassifier.MAGIC, withWords(-1, 1), new byte[32]);
        assertThatExceptionOfType(ModelRefusedException.class)
                .isThrownBy(() -> GramClassifier.load(file))
                .withMessageContaining("fewer than no words: it");
    }

    private static GramHeader withWords(int names, int meanings) {
        var it = new GramHeader.Language("it", List.of(0f), List.of(1.0), List.of(0.0), names, meanings);
        return new GramHeader(
                "mute", GramFeatures.VERSION, 1, List.of("hate"), List.of(1f), List.of(it), "none", 1, List.of());
    }
}
