package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.gatehouse.moderation.encoder.SentenceEncoder;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.OneNorm;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.moderation.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CascadeClassifierTest {
    private static final int LOG_ROWS = 12;
    private static final String ENCODER = SentenceEncoder.shipped().digest();

    @TempDir
    Path directory;

    private GramClassifier cheap;
    private Path headFile;

    /** The cheap model scores texts at 0.05, with "maybe" at about 0.6 and with "surely" near 1; the head asks the sentence alone. */
    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(directory.resolve("models"));
        var weights = new byte[GramTable.LANES << LOG_ROWS];
        // Words alone in a text: all that is seen of it are these rows, so that the sum is known.
        set(weights, "maybe", 34);
        set(weights, "surely", 100);
        var voices = List.of(voice("en"), voice("de"), voice(GramClassifier.UNKNOWN));
        var header = new GramHeader(
                "two",
                GramFeatures.VERSION,
                LOG_ROWS,
                List.of("harassment", "spam"),
                List.of(0.03f, 0.03f),
                voices,
                "by hand",
                1,
                List.of());
        var file = directory.resolve("models/two.bin");
        ModelContainer.write(file, GramClassifier.MAGIC, header, weights);
        cheap = GramClassifier.load(file);
        headFile = directory.resolve("models/two.cascade.bin");
        writeHead(header(cheap.digest(), ENCODER), weightsOfHead());
    }

    private static GramHeader.Language voice(String code) {
        return new GramHeader.Language(code, List.of(-3f, -3f), List.of(1.0, 1.0), List.of(0.0, 0.0), 0, 0);
    }

    private static void set(byte[] weights, String text, int weight) {
        var features = GramFeatures.of(text, LOG_ROWS, 0);
        for (int i = 0; i < features.sharedCount(); i++)
            weights[features.shared()[i] * GramTable.LANES] =
                    (byte) Math.round(weight * 3 / Math.sqrt(features.sharedCount()));
    }

    private static EncoderHead.Header header(String model, String encoder) {
        return new EncoderHead.Header(
                model,
                encoder,
                2,
                List.of("harassment"),
                List.of(new EncoderHead.Lane(0.5f, 2, -1)),
                List.of(0.0, 0.02, 0.04, 0.1, 0.2, 0.3, 0.5, 1.0),
                "by hand",
                1,
                10);
    }

    /** The first number of the sentence, and half of what the cheap model says of harassment. */
    private static float[] weightsOfHead() {
        var weights = new float[EncoderHead.inputs(2)];
        weights[0] = 0.1f;
        weights[SentenceEncoder.SIZE] = 0.5f;
        return weights;
    }

    private void writeHead(EncoderHead.Header header, float[] weights) throws IOException {
        EncoderHead.write(headFile, header, weights);
    }

    private static float[] sentence(String text) {
        var sentence = new float[SentenceEncoder.SIZE];
        sentence[0] = text.contains("!") ? 1 : -1;
        return sentence;
    }

    private CascadeClassifier cascade(double share, Function<String, float[]> encoder) {
        return CascadeClassifier.of(cheap, EncoderHead.load(headFile, cheap, ENCODER), encoder, share);
    }

    @Test
    void unsureEnglishTextsAloneGoToTheTransformer() {
        double unsure = cheap.score("maybe", "en").get(Category.HARASSMENT);
        assertThat(unsure).isBetween(0.5, 0.7);
        var cascade = cascade(0.05, CascadeClassifierTest::sentence);
        for (String text : List.of("plain words", "surely"))
            assertThat(cascade.score(text, "en")).isEqualTo(cheap.score(text, "en"));
        for (String language : List.of("de", GramClassifier.UNKNOWN, "xx"))
            assertThat(cascade.score("maybe", language)).isEqualTo(cheap.score("maybe", language));
        assertThat(cascade.score("maybe")).isEqualTo(cheap.score("maybe"));
        assertThat(cascade.seen()).isEqualTo(new CascadeClassifier.Seen(6, 2, 0, 0));
        assertThat(cascade.score("maybe", "en")).isNotEqualTo(cheap.score("maybe", "en"));
        assertThat(cascade.seen()).isEqualTo(new CascadeClassifier.Seen(7, 3, 1, 0));
    }

    @Test
    void theTransformerSpeaksForItsCategoriesFromTheSentenceAndTheCheapScores() {
        double unsure = cheap.score("maybe", "en").get(Category.HARASSMENT);
        double logOdds = Math.log(unsure / (1 - unsure));
        var cascade = cascade(1, CascadeClassifierTest::sentence);
        for (int sign : new int[] {1, -1}) {
            double sum = 0.5 + sign * 0.1 * Math.sqrt(SentenceEncoder.SIZE) + 0.5 * logOdds;
            var scores = cascade.score(sign > 0 ? "maybe!" : "maybe", "en");
            // The sign is a feature of the cheap model, too, of which it knows nothing: its score is diluted.
            if (sign < 0)
                assertThat(scores.get(Category.HARASSMENT)).isCloseTo(1 / (1 + Math.exp(-(2 * sum - 1))), within(1e-5));
            else assertThat(scores.get(Category.HARASSMENT)).isGreaterThan(0.8);
            assertThat(scores.get(Category.SPAM))
                    .isEqualTo(cheap.score("maybe!", "en").get(Category.SPAM), within(0.05));
        }
        assertThat(cascade.score("maybe", "en")).isEqualTo(cascade.score("maybe", "en"));
    }

    @Test
    void aShareOfNothingAsksNeverAndOfAllAlways() {
        var never = cascade(0, _ -> {
            throw new AssertionError("asked");
        });
        assertThat(never.score("maybe", "en")).isEqualTo(cheap.score("maybe", "en"));
        assertThat(never.digest()).isEqualTo(cheap.digest());
        var always = cascade(1, CascadeClassifierTest::sentence);
        for (String text : List.of("maybe", "plain words", "surely", "")) always.score(text, "en");
        assertThat(always.seen()).isEqualTo(new CascadeClassifier.Seen(4, 4, 4, 0));
        assertThat(Set.of(
                        cheap.digest(),
                        always.digest(),
                        cascade(0.05, CascadeClassifierTest::sentence).digest()))
                .as("another share decides otherwise, and is another model")
                .hasSize(3);
        assertThatIllegalArgumentException().isThrownBy(() -> cascade(1.01, CascadeClassifierTest::sentence));
    }

    @Test
    void evidenceOfBothHoldsInEnglishAndThatOfTheCheapModelElsewhere() {
        var both = Evidence.of(List.of(row("en", Use.REVIEW_ONLY)));
        var ofCheap = Evidence.of(List.of(row("en", Use.NONE), row("de", Use.AUTOMATIC)));
        var cascade = cascade(0.05, CascadeClassifierTest::sentence)
                .withEvidenceOfBoth(both)
                .with(ofCheap);
        assertThat(cascade.use(Category.HARASSMENT, "en", 1)).isEqualTo(Use.REVIEW_ONLY);
        assertThat(cascade.use(Category.HARASSMENT, "de", 1)).isEqualTo(Use.AUTOMATIC);
        assertThat(cascade.use(Category.SPAM, "en", 1)).isEqualTo(Use.NONE);
    }

    private static Evidence.Row row(String language, Use use) {
        return new Evidence.Row(Category.HARASSMENT, language, use, 0.5, 100, 100, 1, 1, 0, 1, 1, "labelled");
    }

    @Test
    void aHeadOfAnotherModelOrEncoderOrWithoutNumbersIsRefused() throws IOException {
        refused(header("sha256:00", ENCODER), weightsOfHead(), "made for model sha256:00");
        refused(header(cheap.digest(), "sha256:11"), weightsOfHead(), "made for encoder sha256:11");
        refused(header(cheap.digest(), ENCODER), new float[3], "needs 386 weights");
        var broken = weightsOfHead();
        broken[7] = Float.NaN;
        refused(header(cheap.digest(), ENCODER), broken, "not a number");
        writeHead(header(cheap.digest(), ENCODER), weightsOfHead());
        byte[] whole = Files.readAllBytes(headFile);
        whole[whole.length - 40] ^= 1;
        Files.write(headFile, whole);
        assertThatExceptionOfType(ModelRefusedException.class)
                .isThrownBy(() -> EncoderHead.load(headFile, cheap, ENCODER))
                .withMessageContaining("digest");
    }

    private void refused(EncoderHead.Header header, float[] weights, String message) throws IOException {
        writeHead(header, weights);
        assertThatExceptionOfType(ModelRefusedException.class)
                .isThrownBy(() -> EncoderHead.load(headFile, cheap, ENCODER))
                .withMessageContaining("two.cascade.bin")
                .withMessageContaining(message);
    }

    @Test
    void aListNamesTheCascadeWithItsDigestEvidenceAndShare() throws IOException {
        String head = EncoderHead.load(headFile, cheap, ENCODER).digest();
        Evidence.of(List.of(row("en", Use.REVIEW_ONLY)))
                .write(directory.resolve("models/two.cascade.evidence.tsv"), head);
        String sha256 = head.substring("sha256:".length());
        list("share: 0.05", sha256);
        var listed = (CascadeClassifier) Models.load(directory).named("two").orElseThrow();
        assertThat(listed.share()).isEqualTo(0.05);
        assertThat(listed.use(Category.HARASSMENT, "en", 1)).isEqualTo(Use.REVIEW_ONLY);
        for (String wrong : List.of("share: 1.5", "share: much", "parts: 0.05", "share: 0.05, more: 1")) {
            list(wrong, sha256);
            assertThatExceptionOfType(ModelRefusedException.class)
                    .as(wrong)
                    .isThrownBy(() -> Models.load(directory))
                    .withMessageContaining("cascade of two");
        }
        list("share: 0", "0".repeat(64));
        assertThatExceptionOfType(ModelRefusedException.class)
                .isThrownBy(() -> Models.load(directory))
                .withMessageContaining("lists sha256:000");
    }

    @Test
    void aListMayNameLayersOfTheEncoderThatTheHeadWasMadeFor() throws IOException {
        var layers = directory.resolve("models/two.encoder.bin");
        String tuned = EncoderTuning.write(
                Map.of("encoder.layer.0.output.LayerNorm.bias", new float[SentenceEncoder.SIZE]),
                "by hand",
                1,
                1,
                layers);
        String named = "share: 0.05, encoder: { file: two.encoder.bin, sha256: \"%s\" }";
        writeHead(header(cheap.digest(), ENCODER), weightsOfHead());
        list(
                named.formatted(sha256(tuned)),
                sha256(EncoderHead.load(headFile, cheap, ENCODER).digest()));
        assertThatExceptionOfType(ModelRefusedException.class)
                .isThrownBy(() -> Models.load(directory))
                .withMessageContaining("made for encoder " + ENCODER);
        writeHead(header(cheap.digest(), tuned), weightsOfHead());
        String head = EncoderHead.load(headFile, cheap, tuned).digest();
        Evidence.of(List.of(row("en", Use.REVIEW_ONLY)))
                .write(directory.resolve("models/two.cascade.evidence.tsv"), head);
        list(named.formatted(sha256(tuned)), sha256(head));
        var listed = Models.load(directory).named("two").orElseThrow();
        assertThat(listed.score("maybe", "en").get(Category.HARASSMENT)).isBetween(0.0, 1.0);
        list(named.formatted("0".repeat(64)), sha256(head));
        assertThatExceptionOfType(ModelRefusedException.class)
                .isThrownBy(() -> Models.load(directory))
                .withMessageContaining("two.encoder.bin")
                .withMessageContaining("lists sha256:000");
        list("share: 0.05, encoder: two.encoder.bin", sha256(head));
        assertThatExceptionOfType(ModelRefusedException.class)
                .isThrownBy(() -> Models.load(directory))
                .withMessageContaining("an encoder of two needs file and sha256");
    }

    private static String sha256(String digest) {
        return digest.substring("sha256:".length());
    }

    private void list(String share, String sha256) throws IOException {
        Files.writeString(directory.resolve(Models.LIST), """
                models:
                  - name: two
                    file: two.bin
                    sha256: "%s"
                    cascade: { file: two.cascade.bin, sha256: "%s", evidence: two.cascade.evidence.tsv, %s }
                """.formatted(
                        cheap.digest().substring("sha256:".length()), sha256, share));
    }

    /** Neither the cheap score nor silence decides: a person does. Texts of which the cheap model is sure are judged as ever. */
    @Test
    void aTransformerThatFailsIsToldAndSendsUnsureTextsToPeople() throws IOException {
        var cascade = cascade(0.05, _ -> {
            throw new IllegalStateException("no library");
        });
        var moderator = new Moderator(policies(), _ -> new LanguageGuess("en", 0.9), List.of(cascade));
        var unsure = OneNorm.judge(moderator, "maybe");
        assertThat(unsure.degraded()).containsExactly(new FailedSignal("two", "failed: IllegalStateException"));
        assertThat(unsure.verdict()).isEqualTo(new Verdict.Review(false));
        var sure = OneNorm.judge(moderator, "plain words");
        assertThat(sure.degraded()).isEmpty();
        assertThat(sure.verdict()).isEqualTo(new Verdict.Allow());
        assertThat(cascade.seen()).isEqualTo(new CascadeClassifier.Seen(2, 2, 1, 1));
    }

    private PolicySet policies() throws IOException {
        return OneNorm.of(directory, "two", """
                rules:
                  - id: test.model
                    when: { classifier: two, category: harassment, at_least: 0.7 }
                    then: { verdict: label, severity: 2 }
                """);
    }
}
