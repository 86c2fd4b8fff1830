package io.gatehouse.moderation.cage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtSession;
import io.gatehouse.moderation.cage.CageTest.Bytes;
import io.gatehouse.moderation.look.FrameScores;
import io.gatehouse.moderation.signal.Category;
import java.net.URISyntaxException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped model of pictures, and what is said of models that are not what they are described as. */
@Tag("long")
class PictureModelTest {
    private static final Path HOME = Path.of(System.getProperty("gatehouse.home", ".."));
    private static final Path ADULT = HOME.resolve("policies/models/pictures/adult.properties");

    @Test
    void saysWhatTheModelItWasMadeOfSays() throws Exception {
        var values = new float[224 * 224 * 3];
        for (int i = 0; i < values.length; i++)
            values[i] = (float) (i * 7919L % 256 / 255.0 * 0.5 + i / 3 % 224 / 448.0);
        var environment = OrtEnvironment.getEnvironment();
        try (var session = environment.createSession(
                        PictureModel.read(ADULT).file().toString(), new OrtSession.SessionOptions());
                var picture =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(values), new long[] {1, 224, 224, 3});
                var result = session.run(Map.of("picture", picture))) {
            // Of TensorFlow.js 4.22.0 on the package itself, for the same numbers.
            double[] expected = {0.4046585, 0.0180622, 0.5682020, 0.0072110, 0.0018662};
            var said = ((float[][]) result.get(0).getValue())[0];
            for (int i = 0; i < expected.length; i++)
                assertThat((double) said[i]).isCloseTo(expected[i], Offset.offset(5e-5));
        }
    }

    @Test
    void scoresPicturesAndTheScenesOfVideosInTheCage() throws Exception {
        var senses = new Senses(new TextReading.Off(), new Senses.Scoring(PictureModel.read(ADULT), runtime()));
        try (var cage = Cage.open(CageKind.wanted("auto").orElseThrow(), 1, 1, MediaLimits.DEFAULT, senses)) {
            var picture = CageTest.picture(cage.hash(new Bytes(CageTest.file("m.png")), Sampling.SCENES));
            assertThat(picture.look().scores()).singleElement().satisfies(scores -> {
                assertThat(scores.classifier()).isEqualTo("adult");
                // A drawn pattern.
                assertThat(scores.scores()).containsOnlyKeys(Category.SEXUAL);
                assertThat(scores.scores().get(Category.SEXUAL)).isBetween(0.0, 0.5);
            });
            var video = (HashedMedia.Video) cage.hash(new Bytes(CageTest.file("insert.mp4")), Sampling.SCENES);
            assertThat(video.look().scores()).extracting(FrameScores::frame).contains(0, 30, 50);
            assertThat(CageTest.picture(cage.hash(new Bytes(CageTest.file("tiles.heic")), Sampling.SCENES))
                            .look()
                            .scores())
                    .hasSize(1);
        }
    }

    @Test
    void refusesWhatIsNotAsDescribed(@TempDir Path directory) throws Exception {
        var model = directory.resolve("mine.onnx");
        Files.write(model, new byte[] {1, 2, 3});
        var lines = Files.readAllLines(ADULT);
        for (var fault : Map.of(
                        "sha256 = ", "another than described",
                        "licence", "licence is missing",
                        "category", "scores no category",
                        "layout", "layout is missing")
                .entrySet()) {
            var changed = lines.stream()
                    .filter(line ->
                            !line.startsWith(fault.getKey()) || fault.getKey().startsWith("sha"))
                    .map(line -> line.startsWith("file")
                            ? "file = " + (fault.getKey().startsWith("sha") ? "mine.onnx" : model(ADULT))
                            : line)
                    .toList();
            var description = Files.write(directory.resolve("mine.properties"), changed);
            assertThatThrownBy(() -> PictureModel.read(description))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("mine.properties")
                    .hasMessageContaining(fault.getValue());
        }
        assertThat(PictureModel.namesIn(directory)).isEqualTo(List.of("mine"));
        assertThat(PictureModel.namesIn(directory.resolve("none"))).isEmpty();
    }

    private static String model(Path description) {
        return description.resolveSibling("adult.onnx").toAbsolutePath().toString();
    }

    private static Path runtime() throws URISyntaxException {
        return Path.of(OrtEnvironment.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }
}
