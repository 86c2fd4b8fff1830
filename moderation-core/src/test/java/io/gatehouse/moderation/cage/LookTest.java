package io.gatehouse.moderation.cage;

import static io.gatehouse.moderation.cage.CageTest.file;
import static io.gatehouse.moderation.cage.CageTest.hashOf;
import static io.gatehouse.moderation.cage.CageTest.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.moderation.cage.CageTest.Bytes;
import io.gatehouse.moderation.decode.Missed;
import io.gatehouse.moderation.decode.Refusal;
import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.look.MediaLook;
import io.gatehouse.moderation.look.SeenText;
import io.gatehouse.moderation.signal.FailedSignal;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is seen beside hashes, and formats that are more than one flat picture. */
class LookTest {
    private static final TextReading READING = TextReading.find(List.of("eng"));

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
    @CsvSource({
        "words.jpg, the pelican sells lanterns, 41, 60, 430",
        "caption.jpg, lanterns for pelicans, 90, 425, 460",
        "small.png, small pelican letters, 11, 24, 150",
        "clear.png, clear pelican words, 21, 50, 290",
    })
    void readsWhatIsWrittenOnPictures(String name, String words, int left, int top, int width) throws IOException {
        assumeReader();
        var look = look(name);
        var line = line(look, words);
        assertThat(line.source()).isEqualTo(SeenText.Source.SCREEN);
        assertThat(line.confidence()).isBetween(0.3, 1.0);
        var box = line.place().box();
        assertThat(box.left()).isCloseTo(left, Offset.offset(12));
        assertThat(box.top()).isCloseTo(top, Offset.offset(12));
        assertThat(box.width()).isCloseTo(width, Offset.offset(40));
        assertThat(line.place().frame()).isZero();
        assertThat(look.missed()).isEmpty();
    }

    @Test
    void readsAPictureAsItIsTurned() throws IOException {
        assumeReader();
        var half = new BufferedImage(640, 360, BufferedImage.TYPE_INT_RGB);
        var pen = half.createGraphics();
        pen.rotate(Math.PI, 320, 180);
        pen.drawImage(ImageIO.read(new ByteArrayInputStream(file("words.jpg"))), 0, 0, null);
        pen.dispose();
        var turned = CageTest.withExif(jpeg(half), 3);
        var box = line(picture(hash(turned)).look(), "the pelican sells lanterns")
                .place()
                .box();
        assertThat(box.left()).isCloseTo(41, Offset.offset(12));
        assertThat(box.top()).isCloseTo(60, Offset.offset(12));
    }

    @Test
    void readsInTheWeakerCageToo() throws IOException {
        assumeReader();
        var weaker = CageKind.wanted("limits-only").orElseThrow();
        try (var other = Cage.open(weaker, 1, 1, MediaLimits.DEFAULT, Senses.reading(READING))) {
            var look = picture(other.hash(new Bytes(file("words.jpg")), Sampling.SCENES))
                    .look();
            assertThat(line(look, "every second thursday").place().box().top()).isCloseTo(185, Offset.offset(12));
        }
    }

    @Test
    void findsNothingWhereNothingIsWritten() throws IOException {
        assumeReader();
        assertThat(look("m.png").texts()).isEmpty();
    }

    @Test
    void seesATwoSecondInsertOfAVideoAndWhatIsWrittenInIt() throws IOException {
        var video = (HashedMedia.Video) hash(file("insert.mp4"));
        var scenes = video.look().scenes();
        assertThat(scenes).hasSize(3);
        assertThat(scenes.get(1).startMillis()).isEqualTo(3000);
        assertThat(scenes.get(1).endMillis()).isEqualTo(5000);
        assertThat(scenes.get(1).evidenceFrame()).isBetween(30, 49);
        assertThat(scenes.getLast().endMillis()).isBetween(7900L, 8000L);
        assertThat(video.frames()).extracting(HashedMedia.Frame::number).contains(0, 30, 50);
        assertThat(video.look().incomplete()).isFalse();
        assumeReader();
        var line = line(video.look(), "pelicans sell lanterns");
        assertThat(line.place().frame()).isBetween(30, 49);
        assertThat(line.place().startMillis()).isBetween(3000L, 4000L);
        assertThat(line.place().endMillis()).isBetween(3900L, 5000L);
        assertThat(line.place().box().left()).isCloseTo(60, Offset.offset(12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"subs.mkv", "subs.mp4", "subs.webm"})
    void takesTheFilesOwnSubtitles(String name) throws IOException {
        var said = video(name).look().texts().stream()
                .filter(text -> text.source() == SeenText.Source.SUBTITLES)
                .toList();
        assertThat(said).extracting(SeenText::text).containsExactly("the pelican speaks", "of lanterns");
        assertThat(said.getFirst().place().startMillis()).isCloseTo(500, Offset.offset(2L));
        assertThat(said.getFirst().place().endMillis()).isCloseTo(1500, Offset.offset(2L));
    }

    /** Of discs and of television: players lay them over frames that show nothing of them. */
    @ParameterizedTest
    @ValueSource(strings = {"subs-pgs.mkv", "subs-dvd.mkv", "subs-dvb.mkv"})
    void readsSubtitlesThatAreKeptAsPictures(String name) throws IOException {
        assumeReader();
        var look = video(name).look();
        var said = look.texts().stream()
                .filter(text -> text.source() == SeenText.Source.SUBTITLES)
                .toList();
        assertThat(said)
                .extracting(text -> text.text().toLowerCase(Locale.ROOT))
                .containsExactly("the pelican speaks", "of lanterns\nand rivers");
        assertThat(said.getFirst().place().startMillis()).isCloseTo(500, Offset.offset(60L));
        assertThat(said.getFirst().place().endMillis()).isCloseTo(1500, Offset.offset(60L));
        assertThat(said.getLast().place().startMillis()).isCloseTo(1800, Offset.offset(60L));
        assertThat(look.missed()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "cmyk.jpg, m.png, 24",
        "progressive.jpg, m.png, 16",
        "half.avif, half.png, 24",
        "half.heic, half.png, 24",
        "tiles.heic, big.png, 16",
        "thumb.heic, m.png, 20",
        "moving.webp, m.png, 24",
    })
    void hashesAsViewersShow(String name, String plain, int mostBits) throws IOException {
        var expected = hashOf(onWhite(plain));
        var seen = picture(hash(file(name)));
        assertThat(seen.hashed().hash().distance(expected.hash())).isLessThanOrEqualTo(mostBits);
        assertThat(seen.look().incomplete()).isFalse();
    }

    /** In tiles as well as in one piece. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void showsTransparentTilesOnWhite(boolean tilesVeil) throws IOException {
        var expected = hashOf(onWhite("half.png"));
        var seen = picture(hash(TiledHeif.of(file("half.heic"), tilesVeil)));
        assertThat(seen.width()).isEqualTo(128);
        assertThat(seen.hashed().hash().distance(expected.hash())).isLessThanOrEqualTo(24);
        assertThat(seen.hashed()
                        .hash()
                        .distance(picture(hash(file("half.heic"))).hashed().hash()))
                .as("the same picture in one piece")
                .isLessThanOrEqualTo(8);
        assertThat(seen.look().missed()).isEmpty();
    }

    @Test
    void turnsTilesAsTheyAreShown() throws IOException {
        var plain = onWhite("big.png");
        var turned = new BufferedImage(192, 256, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 192; y++) for (int x = 0; x < 256; x++) turned.setRGB(y, 255 - x, plain.getRGB(x, y));
        var seen = picture(hash(file("turned.heic")));
        assertThat(seen.width()).isEqualTo(192);
        assertThat(seen.hashed().hash().distance(hashOf(turned).hash())).isLessThanOrEqualTo(16);
    }

    @Test
    void seesTheFramesOfAMovingWebp() throws IOException {
        var all = new Sampling(false, 0, true, false);
        var seen = picture(cage.hash(new Bytes(file("moving.webp")), all));
        assertThat(seen.frames()).extracting(HashedMedia.Frame::micros).containsExactly(0L, 300_000L, 700_000L);
        var parts = picture(cage.hash(new Bytes(file("parts.webp")), all));
        var whole = picture(cage.hash(new Bytes(file("moving.gif")), all));
        assertThat(parts.frames()).hasSameSizeAs(whole.frames());
        for (int i = 0; i < whole.frames().size(); i++)
            assertThat(parts.frames()
                            .get(i)
                            .hashed()
                            .hash()
                            .distance(whole.frames().get(i).hashed().hash()))
                    .as("frame " + i)
                    .isLessThanOrEqualTo(30);
    }

    @Test
    void hashesThumbnailsWhichNeedNotShowTheSame() throws IOException {
        byte[] other = jpeg(onWhite("half.png"));
        var seen = picture(hash(withThumbnail(file("m.jpg"), other)));
        assertThat(seen.thumbnails()).containsExactly(picture(hash(other)).hashed());
        assertThat(seen.hashed()).isEqualTo(picture(hash(file("m.jpg"))).hashed());
        assertThat(picture(hash(file("thumb.heic"))).thumbnails()).hasSize(1).allSatisfy(LookTest::isNearTheBoat);
        assertThat(video("cover.mp4").thumbnails())
                .containsExactly(picture(hash(file("m.jpg"))).hashed());
    }

    private static void isNearTheBoat(HashedPicture small) throws IOException {
        assertThat(small.hash().distance(hashOf(onWhite("m.png")).hash())).isLessThanOrEqualTo(40);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "m.jpg",
                "progressive.jpg",
                "cmyk.jpg",
                "m.png",
                "m.gif",
                "moving.gif",
                "m.webp",
                "moving.webp",
                "m.bmp",
                "m.avif",
                "tiles.heic",
                "v.mp4",
                "v.mov",
                "v.mkv",
                "v.webm",
                "insert.mp4"
            })
    void saysWhenAFileIsCut(String name) throws IOException {
        byte[] whole = file(name);
        assertThat(lookOf(hash(whole)).incomplete()).as("the whole of " + name).isFalse();
        for (int percent : new int[] {50, 75, 97}) {
            var cut = hash(Arrays.copyOf(whole, whole.length * percent / 100));
            boolean told = cut instanceof HashedMedia.Refused || lookOf(cut).incomplete();
            assertThat(told).as(percent + " % of " + name).isTrue();
        }
    }

    @Test
    void readsManyVideosWithOneWorker() throws IOException {
        // More than callbacks of the decoding library can live at once: each file must give its own back.
        try (var one = Cage.open(CageKind.wanted("auto").orElseThrow(), 1, 1, MediaLimits.DEFAULT)) {
            byte[] whole = file("av1.mp4");
            byte[] broken = Arrays.copyOf(whole, 100);
            for (int i = 0; i < 24; i++) {
                assertThat(one.hash(new Bytes(broken), Sampling.KEY_FRAMES)).isInstanceOf(HashedMedia.Refused.class);
                assertThat(one.hash(new Bytes(whole), Sampling.KEY_FRAMES))
                        .as("file " + i)
                        .isInstanceOf(HashedMedia.Video.class);
            }
        }
    }

    @Test
    void aSizeBeyondEveryFileCostsNoWorker() throws IOException {
        byte[] heic = file("half.heic");
        int meta = ByteBuffer.wrap(heic).getInt(0);
        // The box says that its size stands behind its name, and that is all that a number can be.
        ByteBuffer.wrap(heic).putInt(meta, 1).putLong(meta + 8, Long.MAX_VALUE);
        assertThat(hash(heic)).isNotEqualTo(new HashedMedia.Refused(Refusal.DECODER_LOST));
        assertThat(hash(heic)).isInstanceOf(HashedMedia.Refused.class);
    }

    @Test
    void hashesWhatItsReaderCannotBear() throws IOException {
        assumeReader();
        var hurried = new MediaLimits(1 << 20, 1 << 20, 100, Duration.ofMinutes(1), Duration.ofMillis(2_500), 2L << 30);
        var others = CageTest.workers();
        try (var strict = Cage.open(CageKind.wanted("auto").orElseThrow(), 1, 1, hurried, Senses.reading(READING))) {
            var deadlyOnce = new Bytes(file("m.png")) {
                private boolean again;

                @Override
                public int read(long at, byte[] into, int length) throws IOException {
                    // As a picture on which the reader breaks: the first worker is lost.
                    if (!again)
                        CageTest.workers().stream()
                                .filter(it -> !others.contains(it))
                                .forEach(ProcessHandle::destroyForcibly);
                    again = true;
                    return super.read(at, into, length);
                }
            };
            var seen = picture(strict.hash(deadlyOnce, Sampling.SCENES));
            assertThat(seen.look().missed())
                    .containsExactly(new FailedSignal(Missed.READER_LOST.signal(), Missed.READER_LOST.reason()));
        }
    }

    @Test
    void saysWhatKeepsItFromReading(@TempDir Path empty) throws IOException {
        assertThat(TextReading.find(List.of())).isEqualTo(new TextReading.Off());
        assertThat(TextReading.find(List.of("eng"), List.of(empty), List.of(empty)))
                .isInstanceOfSatisfying(
                        TextReading.Missing.class,
                        missing -> assertThat(missing.reason()).contains("not installed"));
        java.nio.file.Files.createFile(empty.resolve("libtesseract.so.5"));
        assertThat(TextReading.find(List.of("xyz"), List.of(empty), List.of(empty)))
                .isInstanceOfSatisfying(
                        TextReading.Missing.class,
                        missing -> assertThat(missing.reason()).contains("no data for xyz"));
    }

    private static void assumeReader() {
        assumeTrue(READING instanceof TextReading.By, "no Tesseract on this machine: " + READING);
    }

    private static HashedMedia hash(byte[] bytes) throws IOException {
        return cage.hash(new Bytes(bytes), Sampling.SCENES);
    }

    private static HashedMedia.Video video(String name) throws IOException {
        return (HashedMedia.Video) hash(file(name));
    }

    private static MediaLook look(String name) throws IOException {
        return lookOf(hash(file(name)));
    }

    private static MediaLook lookOf(HashedMedia media) {
        return switch (media) {
            case HashedMedia.Picture picture -> picture.look();
            case HashedMedia.Video video -> video.look();
            case HashedMedia.Refused refused -> throw new AssertionError(refused);
        };
    }

    private static SeenText line(MediaLook look, String words) {
        return look.texts().stream()
                .filter(text -> text.text().toLowerCase(Locale.ROOT).contains(words))
                .findFirst()
                .orElseThrow(() -> new AssertionError(words + " is not among " + look.texts()));
    }

    private static BufferedImage onWhite(String name) throws IOException {
        var seen = ImageIO.read(new ByteArrayInputStream(file(name)));
        var white = new BufferedImage(seen.getWidth(), seen.getHeight(), BufferedImage.TYPE_INT_RGB);
        var pen = white.createGraphics();
        pen.drawImage(seen, 0, 0, java.awt.Color.WHITE, null);
        pen.dispose();
        return white;
    }

    private static byte[] jpeg(BufferedImage picture) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpg", bytes);
        return bytes.toByteArray();
    }

    /** With EXIF data whose second directory names a thumbnail. */
    private static byte[] withThumbnail(byte[] jpeg, byte[] thumbnail) {
        var exif = ByteBuffer.allocate(6 + 8 + 6 + 30 + thumbnail.length);
        exif.put("Exif\0\0MM\0*".getBytes(StandardCharsets.ISO_8859_1)).putInt(8);
        exif.putShort((short) 0).putInt(14);
        exif.putShort((short) 2);
        exif.putShort((short) 0x0201).putShort((short) 4).putInt(1).putInt(44);
        exif.putShort((short) 0x0202).putShort((short) 4).putInt(1).putInt(thumbnail.length);
        exif.putInt(0);
        exif.put(thumbnail);
        var whole = ByteBuffer.allocate(jpeg.length + 4 + exif.capacity());
        whole.put(jpeg, 0, 2).putShort((short) 0xffe1).putShort((short) (2 + exif.capacity()));
        whole.put(exif.array()).put(jpeg, 2, jpeg.length - 2);
        return whole.array();
    }
}
