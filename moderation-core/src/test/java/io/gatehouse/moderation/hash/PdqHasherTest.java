package io.gatehouse.moderation.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PdqHasherTest {
    private static final Path PUBLISHED = Path.of(System.getProperty("gatehouse.home", ".."))
            .resolve("../shared/data/perceptual_hash")
            .normalize();

    /** Hashes of the pictures of {@link #waves}, made by the reference C++ implementation (compiled with -O3) once. */
    @ParameterizedTest
    @CsvSource({
        "512, 512, 100, 00d8effcdfff81bffedfddffffddffd88000f20000001002318c1ce6c20a4239",
        "64, 64, 100, b529ab4b4ad652d5b5aba5296ad65ad595aaa5294b569ad324a65929965a4d16",
        "640, 480, 100, ffff0ff00ff8ffff00ffffff3ffffffcc2000000c000000061c66061b0e10c08",
        "33, 257, 100, 0f4cd4a4ea5955532bacd458bd556aab275680a8d55655252bebaaaafc5a72a8",
        "5, 5, 0, 93246b4a6cdb14956cdbd79d93246c4b93246b4a932494a56cdb2b5a6cdb2b5a",
        "1920, 64, 100, d5eecc3cbffd4cdc133a3332aaf5aa33af75a075bfff8031ffff0000a0000000",
        "127, 129, 100, 8855b5ce2c245bfdd3104f75f38a0cff9c0018f5b58a686cd998933b4e7c33e0"
    })
    void hashesAsTheReference(int width, int height, int quality, String hash) {
        for (var boxes : implementations())
            assertEquals(
                    new HashedPicture(PdqHash.parse(hash), quality),
                    new PdqHasher(width, height, boxes).hash(Luma.ofRgb(width, height, waves(width, height))));
    }

    static Stream<int[]> sizes() {
        return Stream.of(
                new int[] {512, 512},
                new int[] {64, 64},
                new int[] {5, 5},
                new int[] {6, 300},
                new int[] {511, 77},
                new int[] {200, 700},
                new int[] {129, 513},
                new int[] {1000, 30});
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void isTheNaiveOneToTheBit(int[] size) {
        var random = new SplittableRandom(7);
        var grey = new byte[size[0] * size[1]];
        random.nextBytes(grey);
        for (var picture :
                List.of(Luma.ofGrey(size[0], size[1], grey), Luma.ofRgb(size[0], size[1], waves(size[0], size[1]))))
            for (var boxes : implementations())
                assertEquals(NaivePdq.hash(picture), new PdqHasher(size[0], size[1], boxes).hash(picture));
    }

    @Test
    void oneHasherServesManyPictures() {
        var hasher = new PdqHasher(96, 80);
        var waves = Luma.ofRgb(96, 80, waves(96, 80));
        var first = hasher.hash(waves);
        hasher.hash(Luma.ofGrey(96, 80, new byte[96 * 80]));
        assertEquals(first, hasher.hash(waves));
    }

    @Test
    void turnedPicturesHashAsTheirForms() {
        int side = 512;
        var rgb = clouds(side);
        var forms = new PdqHasher(side, side).hashAll(Luma.ofRgb(side, side, rgb));
        assertEquals(8, new HashSet<>(forms.values()).size());
        for (var form : Dihedral.values()) {
            var turned = new PdqHasher(side, side).hash(Luma.ofRgb(side, side, turned(rgb, side, form)));
            int distance = turned.hash().distance(forms.get(form).hash());
            // Windows of even width are not centred, so that a turned picture is not the same to the bit.
            assertTrue(distance <= 16, () -> form + " differs in " + distance + " bits");
        }
    }

    @Test
    void tooSmallPicturesHaveNoHash() {
        assertEquals(
                new HashedPicture(PdqHash.EMPTY, 0), new PdqHasher(4, 100).hash(Luma.ofGrey(4, 100, new byte[400])));
        assertEquals(
                0,
                new PdqHasher(100, 100)
                        .hash(Luma.ofGrey(100, 100, new byte[10_000]))
                        .quality());
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertThrows(IllegalArgumentException.class, () -> Luma.ofRgb(10, 10, new byte[299]));
        assertThrows(IllegalArgumentException.class, () -> Luma.ofGrey(0, 10, new byte[0]));
        assertThrows(ArithmeticException.class, () -> Luma.ofGrey(100_000, 100_000, new byte[0]));
        var other = Luma.ofGrey(10, 10, new byte[100]);
        assertThrows(IllegalArgumentException.class, () -> new PdqHasher(10, 11).hash(other));
    }

    @Test
    void hashesThePublishedPicturesAsPublished() throws IOException {
        assumeTrue(Files.isDirectory(PUBLISHED), "the published pictures are not here");
        for (var row : Files.readAllLines(PUBLISHED.resolve("expected_pdq_cpp.tsv")).stream()
                .skip(1)
                .toList()) {
            var fields = row.split("\t", -1);
            var image = ImageIO.read(PUBLISHED.resolve(fields[0]).toFile());
            int width = image.getWidth();
            int height = image.getHeight();
            var rgb = new byte[3 * width * height];
            for (int i = 0; i < width * height; i++) {
                int pixel = image.getRGB(i % width, i / width);
                for (int c = 0; c < 3; c++) rgb[3 * i + c] = (byte) (pixel >> (16 - 8 * c));
            }
            int newWidth = width > 512 || height > 512 ? 512 : width;
            int newHeight = width > 512 || height > 512 ? 512 : height;
            var luma = Luma.ofRgb(width, height, rgb, newWidth, newHeight);
            assertEquals(
                    fields[1],
                    new PdqHasher(newWidth, newHeight).hash(luma).hash().toHex(),
                    fields[0]);
        }
    }

    @Test
    void hashesAreReadAndWritten() {
        var hex = "d8f8f0cee0f4a84f0637022a078f67f0b36e2ed596621e1d33e6339c4e9c9b22";
        assertEquals(hex, PdqHash.parse(hex).toHex());
        assertEquals(PdqHash.parse(hex), PdqHash.parse(hex.toUpperCase(java.util.Locale.ROOT)));
        assertEquals(256, PdqHash.EMPTY.distance(new PdqHash(-1, -1, -1, -1)));
        assertNotEquals(PdqHash.EMPTY, PdqHash.parse(hex));
        assertThrows(IllegalArgumentException.class, () -> PdqHash.parse(hex.substring(1)));
        assertThrows(IllegalArgumentException.class, () -> PdqHash.parse("g" + hex.substring(1)));
    }

    private static List<Boxes> implementations() {
        var all = new ArrayList<Boxes>(List.of(new PlainBoxes()));
        if (Boxes.fastest() instanceof VectorBoxes vectors) all.add(vectors);
        return all;
    }

    /** Colours by whole numbers alone, so that every language makes the same picture. */
    static byte[] waves(int width, int height) {
        var rgb = new byte[3 * width * height];
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                for (int c = 0; c < 3; c++)
                    rgb[3 * (y * width + x) + c] =
                            (byte) ((x * x / (7 + c) + y * (3 + c) + (x * y) / 50 + (x / 40) * (y / 30) * 61) >> 1);
        return rgb;
    }

    /** Without symmetry, and smooth: turning it does not depend on single pixels. */
    private static byte[] clouds(int side) {
        var rgb = new byte[3 * side * side];
        for (int i = 0; i < side * side; i++) {
            double x = i % side / (double) side;
            double y = i / side / (double) side;
            double value = Math.sin(9 * x + 4 * y * y)
                    + Math.cos(23 * x * y)
                    + Math.sin(31 * y + 3 * x)
                    + Math.cos(41 * x - 17 * y);
            for (int c = 0; c < 3; c++) rgb[3 * i + c] = (byte) (127 + 30 * value);
        }
        return rgb;
    }

    private static byte[] turned(byte[] rgb, int side, Dihedral form) {
        var turned = new byte[rgb.length];
        int last = side - 1;
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int to = switch (form) {
                    case ORIGINAL -> y * side + x;
                    case ROTATE_90 -> (last - x) * side + y;
                    case ROTATE_180 -> (last - y) * side + last - x;
                    case ROTATE_270 -> x * side + last - y;
                    case FLIP_X -> (last - y) * side + x;
                    case FLIP_Y -> y * side + last - x;
                    case FLIP_PLUS_1 -> x * side + y;
                    case FLIP_MINUS_1 -> (last - x) * side + last - y;
                };
                System.arraycopy(rgb, 3 * (y * side + x), turned, 3 * to, 3);
            }
        }
        return turned;
    }
}
