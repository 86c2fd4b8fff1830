package io.gatehouse.moderation.cage;

import static io.gatehouse.moderation.cage.CageTest.file;
import static io.gatehouse.moderation.cage.CageTest.hashOf;
import static io.gatehouse.moderation.cage.CageTest.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.moderation.cage.CageTest.Bytes;
import io.gatehouse.moderation.decode.Refusal;
import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.hash.PdqHash;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What viewers and players show is what is hashed and read, also where a file holds something else beside it. */
class AsShownTest {
    private static final TextReading READING = TextReading.find(List.of("eng"));

    /** Of display matrices: right and down of a column, right and down of a row, for the eight values of EXIF's tag. */
    private static final int[][] MATRICES = {
        {1, 0, 0, 1},
        {-1, 0, 0, 1},
        {-1, 0, 0, -1},
        {1, 0, 0, -1},
        {0, 1, 1, 0},
        {0, 1, -1, 0},
        {0, -1, -1, 0},
        {0, -1, 1, 0}
    };

    private static Cage cage;

    @BeforeAll
    static void open() {
        cage = Cage.open(CageKind.wanted("auto").orElseThrow(), 1, 1, MediaLimits.DEFAULT, Senses.reading(READING));
    }

    @AfterAll
    static void close() {
        cage.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void turnsVideosAsTheyAreShown(int orientation) throws IOException {
        byte[] video = file("still.mp4");
        int matrix = at(video, "tkhd", 0) + 44;
        int[] turn = MATRICES[orientation - 1];
        for (int i = 0; i < 4; i++) ByteBuffer.wrap(video).putInt(matrix + 4 * (i < 2 ? i : i + 1), turn[i] << 16);
        var seen = (HashedMedia.Video) hash(video);
        var shown = CageTest.shown(image("m.png"), orientation);
        assertThat(seen.width()).isEqualTo(shown.getWidth());
        assertThat(seen.frames()).isNotEmpty().allSatisfy(frame -> isNear(frame.hashed(), hashOf(shown)));
    }

    @Test
    void readsAVideoThatIsStoredLying() throws IOException {
        assumeTrue(READING instanceof TextReading.By, "no reader here");
        var seen = (HashedMedia.Video) hash(file("lying.mp4"));
        assertThat(seen.width()).isGreaterThan(seen.height());
        assertThat(written(seen.look().texts().stream().map(text -> text.text()).toList()))
                .contains("the pelican sells lanterns");
    }

    /** Browsers show it as it is stored, other viewers turned as its EXIF data say. */
    @Test
    void readsAWebpThatIsTurnedForSome() throws IOException {
        assumeTrue(READING instanceof TextReading.By, "no reader here");
        var texts = picture(hash(file("words.webp"))).look().texts();
        assertThat(written(texts.stream().map(text -> text.text()).toList())).contains("the pelican sells lanterns");
    }

    /** What moves, and the grey picture that only old viewers show. */
    @Test
    void looksAtAMovingPng() throws IOException {
        var seen = picture(hash(file("grey-instead.png")));
        isNear(seen.hashed(), hashOf(image("m.png")));
        assertThat(seen.frames()).extracting(HashedMedia.Frame::micros).containsExactly(0L, 700_000L);
        isNear(seen.frames().getLast().hashed(), hashOf(CageTest.shown(image("m.png"), 3)));
        assertThat(seen.thumbnails()).hasSize(1);
        assertThat(seen.thumbnails().getFirst().quality()).isZero();
        assertThat(seen.look().incomplete()).isFalse();
    }

    @Test
    void aMovingPngWithoutFramesIsAPicture() throws IOException {
        byte[] broken = file("grey-instead.png");
        for (int from = 0; (from = new String(broken, StandardCharsets.ISO_8859_1).indexOf("fcTL", from)) > 0; )
            broken[from] = 'x';
        var seen = picture(hash(broken));
        assertThat(seen.frames()).isEmpty();
        assertThat(seen.hashed().quality()).isZero();
    }

    @Test
    void looksAtThePagesOfATiff() throws IOException {
        var other = CageTest.shown(image("m.png"), 3);
        var seen = picture(hash(tiff(List.of(image("m.png"), other), "LZW", false)));
        assertThat(seen.hashed()).isEqualTo(hashOf(image("m.png")));
        assertThat(seen.frames())
                .extracting(HashedMedia.Frame::hashed)
                .containsExactly(hashOf(image("m.png")), hashOf(other));
        assertThat(seen.look().incomplete()).isFalse();
        assertThat(picture(hash(tiff(List.of(other), "LZW", false))).frames()).isEmpty();
    }

    /** The decoding library makes black pictures of them. */
    @ParameterizedTest
    @CsvSource({"LZW, true", "JPEG, false"})
    void refusesTheTiffThatItCannotRead(String compression, boolean tiles) throws IOException {
        assertThat(hash(tiff(List.of(image("m.png")), compression, tiles)))
                .isEqualTo(new HashedMedia.Refused(Refusal.UNKNOWN_CODEC));
        var pages = picture(hash(tiff(List.of(image("m.png"), image("m.png")), "LZW", false)));
        assertThat(pages.look().incomplete()).isFalse();
    }

    /** Viewers do not take the fourth byte of a plain BMP file for transparency. */
    @Test
    void nothingHidesBehindTheFourthByteOfABmp() throws IOException {
        var shown = image("m.png");
        int width = shown.getWidth();
        int height = shown.getHeight();
        var bmp = ByteBuffer.allocate(54 + 4 * width * height).order(ByteOrder.LITTLE_ENDIAN);
        bmp.put((byte) 'B').put((byte) 'M').putInt(bmp.capacity()).putInt(0).putInt(54);
        bmp.putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) 32);
        bmp.position(54);
        for (int y = height - 1; y >= 0; y--)
            for (int x = 0; x < width; x++) bmp.putInt(shown.getRGB(x, y) & 0xffffff | (x + y) % 3 << 24);
        assertThat(picture(hash(bmp.array())).hashed()).isEqualTo(hashOf(shown));
    }

    @ParameterizedTest
    @CsvSource({"hdlr, 12, soun, NO_PICTURES", "stsd, 16, apch, UNKNOWN_CODEC"})
    void saysWhyAVideoIsNotRead(String box, int offset, String name, Refusal refusal) throws IOException {
        byte[] video = file("v.mp4");
        System.arraycopy(name.getBytes(StandardCharsets.US_ASCII), 0, video, at(video, box, 0) + offset, 4);
        assertThat(hash(video)).isEqualTo(new HashedMedia.Refused(refusal));
    }

    @Test
    void coloursUnderTransparencyAreThoseOfThePicture() throws IOException {
        var seen = picture(hash(file("veiled.avif")));
        assertThat(seen.hashed()
                        .hash()
                        .distance(picture(hash(file("half.png"))).hashed().hash()))
                .isLessThanOrEqualTo(4);
    }

    private static HashedMedia hash(byte[] bytes) throws IOException {
        return cage.hash(new Bytes(bytes), Sampling.SCENES);
    }

    private static void isNear(HashedPicture seen, HashedPicture shown) {
        assertThat(seen.hash().distance(shown.hash())).isLessThanOrEqualTo(20);
        assertThat(seen.hash()).isNotEqualTo(PdqHash.EMPTY);
    }

    private static String written(List<String> lines) {
        return String.join("\n", lines).toLowerCase(Locale.ROOT);
    }

    private static BufferedImage image(String name) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(file(name)));
    }

    /** Where a box's name begins. */
    private static int at(byte[] file, String box, int from) {
        int at = new String(file, StandardCharsets.ISO_8859_1).indexOf(box, from);
        assertThat(at).isPositive();
        return at;
    }

    private static byte[] tiff(List<BufferedImage> pages, String compression, boolean tiles) throws IOException {
        var writer = ImageIO.getImageWritersByFormatName("tiff").next();
        var bytes = new ByteArrayOutputStream();
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            var how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionType(compression);
            if (tiles) {
                how.setTilingMode(ImageWriteParam.MODE_EXPLICIT);
                how.setTiling(64, 64, 0, 0);
            }
            writer.prepareWriteSequence(null);
            for (var page : pages) {
                var plain = new BufferedImage(page.getWidth(), page.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
                plain.createGraphics().drawImage(page, 0, 0, null);
                writer.writeToSequence(
                        new IIOImage(plain, null, writer.getDefaultImageMetadata(new ImageTypeSpecifier(plain), how)),
                        how);
            }
            writer.endWriteSequence();
        }
        writer.dispose();
        return bytes.toByteArray();
    }
}
