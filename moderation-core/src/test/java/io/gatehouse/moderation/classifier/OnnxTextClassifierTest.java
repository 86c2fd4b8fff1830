package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.gatehouse.moderation.encoder.ModelFailedException;
import io.gatehouse.moderation.signal.Category;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that an operator brings as files, by a model so small that its answers are known by hand. */
class OnnxTextClassifierTest {
    /** Of [PAD], [UNK], [CLS], [SEP], good, bad, ##ly, beyond: a row of the three labels. */
    private static final float[][] TABLE = {
        {9, 9, 9}, {0, 0, 0}, {0, 0, 0}, {0, 0, 0}, {-4, 2, 1}, {8, -2, 4}, {4, 0, 0}, {1, 1, 1}
    };

    private static final String LABELS = "0: harassment, 1: hate, 2: \"-\"";

    @TempDir
    Path directory;

    private Path models;

    @BeforeEach
    void writeModel() throws IOException {
        models = Files.createDirectories(directory.resolve("models"));
        Files.write(models.resolve("mine.onnx"), TinyModel.of(TABLE));
        Files.writeString(models.resolve("mine.tokenizer.json"), TinyModel.TOKENIZER);
        list(entry());
    }

    private String entry() throws IOException {
        return "onnx: { file: mine.onnx, sha256: " + digest("mine.onnx")
                + ", tokenizer: mine.tokenizer.json, tokenizer_sha256: " + digest("mine.tokenizer.json")
                + ", languages: [en, de], output: sigmoid, labels: {" + LABELS + "}, most_pieces: 16 }";
    }

    /** In quotes, since a digest may be all digits. */
    private String digest(String file) throws IOException {
        return '"'
                + ModelContainer.digestOf(Files.readAllBytes(models.resolve(file)))
                        .substring("sha256:".length())
                + '"';
    }

    private void list(String entry) throws IOException {
        Files.writeString(directory.resolve(Models.LIST), "models:\n  - name: mine\n    " + entry + "\n");
    }

    private TextClassifier load() {
        return Models.load(directory).named("mine").orElseThrow();
    }

    private void assertRefused(String... told) {
        var refused = assertThatExceptionOfType(ModelRefusedException.class).isThrownBy(() -> Models.load(directory));
        for (String part : told) refused.withMessageContaining(part);
    }

    private static void assertScores(Map<Category, Double> scores, double harassment, double hate) {
        assertThat(scores).containsOnlyKeys(Category.HARASSMENT, Category.HATE);
        assertThat(scores.get(Category.HARASSMENT)).isCloseTo(harassment, within(1e-6));
        assertThat(scores.get(Category.HATE)).isCloseTo(hate, within(1e-6));
    }

    private static double sigmoid(double number) {
        return 1 / (1 + Math.exp(-number));
    }

    @Test
    void saysWhatTheModelSaysOfTheTextsOwnPieces() {
        var mine = load();
        // [CLS] bad ##ly [SEP]; neither cut at four pieces nor filled up to nine, as the tokenizer's file would have
        // it.
        assertScores(mine.score("Badly"), sigmoid(12 / 4.0), sigmoid(-2 / 4.0));
        // [CLS] good bad bad [SEP]
        assertScores(mine.score("good bad bad"), sigmoid(12 / 5.0), sigmoid(-2 / 5.0));
        // [CLS] [UNK] [SEP]
        assertScores(mine.score("\uD800"), 0.5, 0.5);
        assertThat(mine.languages()).containsExactlyInAnyOrder("en", "de");
        assertThat(mine.use(Category.HATE, "en", 0.99)).isEqualTo(Use.REVIEW_ONLY);
    }

    @Test
    void readsNoMorePiecesThanListed() throws IOException {
        list(entry().replace("most_pieces: 16", "most_pieces: 4"));
        // [CLS] good bad [SEP]
        assertScores(load().score("good bad bad bad"), sigmoid(4 / 4.0), sigmoid(0));
        assertScores(load().score("good bad " + "bad ".repeat(4_000)), sigmoid(4 / 4.0), sigmoid(0));
    }

    @Test
    void ofASoftmaxLabelsOfOneCategoryAreTogetherAndIgnoredOnesCount() throws IOException {
        list(entry().replace("sigmoid", "softmax").replace("1: hate", "1: harassment"));
        double[] parts = {Math.exp(8 / 3.0), Math.exp(-2 / 3.0), Math.exp(4 / 3.0)};
        double sum = parts[0] + parts[1] + parts[2];
        assertThat(load().score("bad")).containsOnlyKeys(Category.HARASSMENT);
        assertThat(load().score("bad").get(Category.HARASSMENT)).isCloseTo((parts[0] + parts[1]) / sum, within(1e-6));
        list(entry().replace("1: hate", "1: harassment"));
        assertThat(load().score("bad").get(Category.HARASSMENT)).isCloseTo(sigmoid(8 / 3.0), within(1e-6));
    }

    @Test
    void givesAModelTheInputsItWants() throws IOException {
        var table = TABLE.clone();
        table[0] = new float[] {1, 0.5f, 0};
        table[1] = new float[] {-2, 1, 0};
        Files.write(models.resolve("mine.onnx"), TinyModel.ofAllInputs(table));
        list(entry());
        assertScores(load().score("bad"), sigmoid(8 / 3.0 - 1), sigmoid(-2 / 3.0 + 1.5));
    }

    @Test
    void manyThreadsHearTheSame() throws Exception {
        var mine = load();
        try (var threads = Executors.newFixedThreadPool(4)) {
            Callable<Map<Category, Double>> asked = () -> mine.score("bad good badly");
            var first = asked.call();
            for (var heard : threads.invokeAll(Collections.nCopies(200, asked)))
                assertThat(heard.get()).isEqualTo(first);
        }
    }

    @Test
    void aRunThatFailsIsNoScoreAndQuotesNothing() throws IOException {
        Files.write(models.resolve("mine.onnx"), TinyModel.failingInTheMiddle(new float[19][3]));
        list(entry());
        var mine = load();
        assertThatExceptionOfType(ModelFailedException.class)
                .isThrownBy(() -> mine.score("beyond bad"))
                .withMessageMatching("the model does not run: [A-Z_]+");
        assertScores(mine.score("beyond"), 0.5, 0.5);
    }

    @Test
    void aTokenizerOfMorePiecesThanTheModelKnowsIsRefused() throws IOException {
        Files.write(models.resolve("mine.onnx"), TinyModel.of(Arrays.copyOf(TABLE, 7)));
        list(entry());
        assertRefused("mine.onnx: does not know piece 7, the last of its tokenizer");
        Files.write(models.resolve("mine.onnx"), TinyModel.of(TABLE));
        Files.writeString(
                models.resolve("mine.tokenizer.json"),
                TinyModel.TOKENIZER.replace(
                        "\"added_tokens\": [",
                        "\"added_tokens\": [{\"id\": 8, \"content\": \"[NEW]\", \"single_word\": false, \"lstrip\": false, "
                                + "\"rstrip\": false, \"normalized\": false, \"special\": true},"));
        list(entry());
        assertRefused("mine.onnx: does not know piece 8");
    }

    @Test
    void anAnswerThatIsNoNumberIsAFailure() throws IOException {
        var table = TABLE.clone();
        table[5] = new float[] {Float.NaN, 0, 0};
        Files.write(models.resolve("mine.onnx"), TinyModel.of(table));
        list(entry());
        var mine = load();
        assertThatExceptionOfType(ModelFailedException.class)
                .isThrownBy(() -> mine.score("bad"))
                .withMessageContaining("without a number");
        assertThat(mine.score("good").get(Category.HATE)).isGreaterThan(0.5);
    }

    @Test
    void theDigestIsOfBothFilesAndOfHowTheyAreRead() throws IOException {
        String first = load().digest();
        assertThat(first).matches("sha256:[0-9a-f]{64}");
        assertThat(load().digest()).isEqualTo(first);
        for (String change : List.of("sigmoid>softmax", "[en, de]>[en]", "1: hate>1: spam", "pieces: 16>pieces: 17")) {
            list(entry().replace(change.split(">")[0], change.split(">")[1]));
            assertThat(load().digest()).as(change).isNotEqualTo(first);
        }
        Files.writeString(models.resolve("mine.tokenizer.json"), TinyModel.TOKENIZER + "\n");
        list(entry());
        assertThat(load().digest()).isNotEqualTo(first);
    }

    @Test
    void evidenceIsOfThisModelAndItsSettings() throws IOException {
        Evidence.of(List.of(new Evidence.Row(
                        Category.HATE, "en", Use.AUTOMATIC, 0.9, 50, 50, 1, 0.5, 0, 1, 0.9, "labelled")))
                .write(models.resolve("mine.tsv"), load().digest());
        list(entry() + "\n    evidence: mine.tsv");
        assertThat(load().use(Category.HATE, "en", 0.95)).isEqualTo(Use.AUTOMATIC);
        assertThat(load().use(Category.HATE, "de", 0.95)).isEqualTo(Use.NONE);
        list(entry().replace("most_pieces: 16", "most_pieces: 17") + "\n    evidence: mine.tsv");
        assertRefused("mine.tsv", "the model that it is about");
    }

    @Test
    void filesOtherThanListedAreRefusedByName() throws IOException {
        String right = entry();
        Files.writeString(models.resolve("mine.tokenizer.json"), "{}");
        assertRefused("mine.tokenizer.json: is sha256:", "lists sha256:");
        list(entry());
        assertRefused("mine.tokenizer.json: is no tokenizer of Hugging Face");
        Files.writeString(models.resolve("mine.tokenizer.json"), TinyModel.TOKENIZER);
        Files.write(models.resolve("mine.onnx"), new byte[] {1, 2, 3});
        list(right);
        assertRefused("mine.onnx: is sha256:");
        list(entry());
        assertRefused("mine.onnx: does not open");
        Files.delete(models.resolve("mine.onnx"));
        assertRefused("mine.onnx: cannot be read");
    }

    @Test
    void aFileThatIsTooLargeIsNotRead() throws IOException {
        for (var large : Map.of(
                        "mine.onnx", OnnxTextClassifier.MOST_MODEL_BYTES,
                        "mine.tokenizer.json", OnnxTextClassifier.MOST_TOKENIZER_BYTES)
                .entrySet()) {
            byte[] before = Files.readAllBytes(models.resolve(large.getKey()));
            try (var sparse =
                    new RandomAccessFile(models.resolve(large.getKey()).toFile(), "rw")) {
                sparse.setLength(large.getValue() + 1);
            }
            assertRefused(
                    large.getKey() + ": " + (large.getValue() + 1) + " bytes; it may have at most " + large.getValue());
            Files.write(models.resolve(large.getKey()), before);
        }
        assertThat(load().score("bad")).isNotEmpty();
    }

    @Test
    void modelsOfAnotherFormAreRefusedBeforeTheyJudge() throws IOException {
        for (var form : Map.of(
                        "says 3 numbers, but models/models.yaml has 2 labels for mine", TinyModel.of(TABLE),
                        "wants an input pixel_values", TinyModel.wanting("pixel_values", TABLE),
                        "its input input_ids must be a tensor of int64", TinyModel.ofSmallIntegers(TABLE),
                        "its output logits is not one row of labels", TinyModel.withoutMean(TABLE),
                        // No row for [SEP].
                        "does not read a text of 3 pieces", TinyModel.of(TABLE[0], TABLE[1], TABLE[2]))
                .entrySet()) {
            Files.write(models.resolve("mine.onnx"), form.getValue());
            list(form.getKey().startsWith("says") ? entry().replace(", 2: \"-\"", "") : entry());
            assertRefused("mine.onnx: " + form.getKey());
        }
    }

    @Test
    void everyFaultOfTheListIsNamed() throws IOException {
        for (var fault : Map.ofEntries(
                        Map.entry("1: hate>1: nonsense", "no category is called 'nonsense'"),
                        Map.entry("1: hate>7: hate", "numbered from 0 to 2"),
                        Map.entry("0: harassment, 1: hate>0: \"-\", 1: \"-\"", "labels name no category"),
                        Map.entry("labels: {" + LABELS + "}>labels: {}", "labels must say what"),
                        Map.entry("output: sigmoid>output: linear", "output must be sigmoid or softmax: linear"),
                        Map.entry("[en, de]>[english]", "languages must be ISO 639-1 codes"),
                        Map.entry("[en, de]>[]", "languages must be a list"),
                        Map.entry("most_pieces: 16>most_pieces: 513", "most_pieces must be from 1 to 512: 513"),
                        Map.entry(", most_pieces: 16>", "most_pieces is missing"),
                        Map.entry("most_pieces: 16>most_pieces: 16, pool: mean", "no key is called pool"),
                        Map.entry("tokenizer: mine.tokenizer.json>tokenizer: ../x.json", "must stand beside the list"))
                .entrySet()) {
            String[] change = fault.getKey().split(">", -1);
            assertThat(entry()).contains(change[0]);
            list(entry().replace(change[0], change[1]));
            assertRefused("models.yaml", "mine", fault.getValue());
        }
        list(entry() + "\n    share: 1");
        assertRefused("models.yaml", "or needs name and onnx");
        Files.writeString(
                directory.resolve(Models.LIST), "models:\n  - name: Mine!\n    " + entry(), StandardCharsets.UTF_8);
        assertRefused("models.yaml", "Mine!", "its name must be like");
    }
}
