package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatehouse.moderation.signal.Category;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
    private static final int MAGIC_BYTES = 18;

    @TempDir
    Path directory;

    private Path file;
    private byte[] whole;

    @BeforeEach
    void writeAModel() throws IOException {
        file = directory.resolve("models").resolve("small.bin");
        Files.createDirectories(file.getParent());
        ModelFile.write(header("hate"), weights(), file);
        whole = Files.readAllBytes(file);
    }

    private static ModelHeader header(String category) {
        return new ModelHeader(
                "small",
                TextFeatures.VERSION,
                TextFeatures.BUCKETS,
                List.of("en"),
                List.of(new ModelHeader.CategoryHeader(category, List.of("en"), -1, 1, 0)),
                "none",
                1,
                List.of());
    }

    private static float[] weights() {
        var weights = new float[TextFeatures.BUCKETS];
        for (int bucket : TextFeatures.of("bad")) weights[bucket] = 3;
        return weights;
    }

    @Test
    void scoresWithWhatWasWritten() {
        var classifier = CompactTextClassifier.load(file);
        assertThat(classifier.name()).isEqualTo("small");
        assertThat(classifier.categories()).containsExactly(Category.HATE);
        assertThat(classifier.score("bad").get(Category.HATE)).isGreaterThan(0.9);
        assertThat(classifier.score("").get(Category.HATE))
                .isCloseTo(1 / (1 + Math.E), org.assertj.core.api.Assertions.within(1e-9));
    }

    @Test
    void refusesAFileCutAnywhere() throws IOException {
        for (int length : new int[] {
            0, 1, MAGIC_BYTES - 1, MAGIC_BYTES, MAGIC_BYTES + 3, 60, 300, 4_096, whole.length - 33, whole.length - 1
        }) assertRefused(Arrays.copyOf(whole, length));
        assertRefused(Arrays.copyOf(whole, whole.length + 1));
    }

    @Test
    void refusesAFlippedBitAnywhere() throws IOException {
        var random = new Random(9);
        for (int i = 0; i < 120; i++) {
            byte[] changed = whole.clone();
            // Half of the bits in the first few hundred bytes: that is where magic, lengths and header stand.
            int at = random.nextInt(i % 2 == 0 ? 400 : changed.length);
            changed[at] ^= (byte) (1 << random.nextInt(8));
            assertRefused(changed);
        }
    }

    @Test
    void hugeSizesWithARightDigestAreRefusedWithoutReservingThem() throws IOException {
        for (int declared : new int[] {Integer.MAX_VALUE, -1, whole.length}) {
            byte[] changed = whole.clone();
            ByteBuffer.wrap(changed).putInt(MAGIC_BYTES, declared);
            assertRefused(resealed(changed));
        }
        String json = new String(whole, java.nio.charset.StandardCharsets.ISO_8859_1);
        byte[] huge = json.replace("\"buckets\":262144", "\"buckets\":999999")
                .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(huge).hasSameSizeAs(whole).isNotEqualTo(whole);
        assertRefused(resealed(huge));
        try (var sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(1L << 40);
        }
        assertThatExceptionOfType(ModelRefusedException.class)
                .isThrownBy(() -> CompactTextClassifier.load(file))
                .withMessageContaining("at most");
    }

    @Test
    void refusesForeignFilesUnknownCategoriesAndNumbersThatAreNone() throws IOException {
        assertRefused("PK\u0003\u0004 some archive".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        ModelFile.write(header("nonsense"), weights(), file);
        assertRefused(Files.readAllBytes(file));
        var weights = weights();
        weights[77] = Float.NaN;
        ModelFile.write(header("hate"), weights, file);
        assertRefused(Files.readAllBytes(file));
    }

    @Test
    void aMissingFileIsRefusedByName() {
        assertThatExceptionOfType(ModelRefusedException.class)
                .isThrownBy(() -> CompactTextClassifier.load(directory.resolve("absent.bin")))
                .withMessageContaining("absent.bin");
    }

    @Test
    void listedModelsAreLoadedAndADigestMismatchIsRefused() throws IOException {
        String sha256 = CompactTextClassifier.load(file).digest().substring("sha256:".length());
        list("small", "small.bin", sha256);
        assertThat(Models.load(directory).named("small")).isPresent();
        assertThat(Models.load(directory.resolve("models")).all()).isEmpty();
        for (var wrong : List.of(
                List.of("small", "small.bin", "0".repeat(64)),
                List.of("other", "small.bin", sha256),
                List.of("small", "../models/small.bin", sha256),
                List.of("small", "absent.bin", sha256))) {
            list(wrong.get(0), wrong.get(1), wrong.get(2));
            assertThatExceptionOfType(ModelRefusedException.class)
                    .as("%s", wrong)
                    .isThrownBy(() -> Models.load(directory));
        }
        Files.writeString(directory.resolve(Models.LIST), "models: [ {name: small} ]\n");
        assertThatExceptionOfType(ModelRefusedException.class).isThrownBy(() -> Models.load(directory));
        Files.writeString(directory.resolve(Models.LIST), "models: {");
        assertThatExceptionOfType(ModelRefusedException.class).isThrownBy(() -> Models.load(directory));
    }

    private void list(String name, String modelFile, String sha256) throws IOException {
        Files.writeString(
                directory.resolve(Models.LIST),
                "models:\n  - name: " + name + "\n    file: " + modelFile + "\n    sha256: \"" + sha256 + "\"\n");
    }

    private void assertRefused(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        assertThatExceptionOfType(ModelRefusedException.class)
                .isThrownBy(() -> CompactTextClassifier.load(file))
                .withMessageContaining("small.bin");
    }

    private static byte[] resealed(byte[] changed) {
        byte[] digest = ModelContainer.sha256(Arrays.copyOf(changed, changed.length - 32));
        System.arraycopy(digest, 0, changed, changed.length - 32, 32);
        return changed;
    }
}
