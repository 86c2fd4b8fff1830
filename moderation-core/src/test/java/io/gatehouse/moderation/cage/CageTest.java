package io.gatehouse.moderation.cage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.moderation.decode.Refusal;
import io.gatehouse.moderation.hash.Dihedral;
import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.hash.Luma;
import io.gatehouse.moderation.hash.PdqHash;
import io.gatehouse.moderation.hash.PdqHasher;
import io.gatehouse.moderation.signal.FailedSignal;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CageTest {
    private static final Path PUBLISHED = Path.of(System.getProperty("gatehouse.home", ".."))
            .resolve("../shared/data/perceptual_hash")
            .normalize();

    private static Cage cage;

    @BeforeAll
    static void open() {
        cage = Cage.open(CageKind.wanted("auto").orElseThrow(), 2, 1, MediaLimits.DEFAULT);
    }

    @AfterAll
    static void close() {
        cage.close();
    }

    @ParameterizedTest
    @CsvSource({
        "m.png, 0",
        "m.bmp, 0",
        "m.tiff, 0",
        "deep.png, 2",
        "m.jpg, 20",
        "m.webp, 24",
        "m.gif, 24",
        "m.avif, 20",
    })
    void readsPictures(String name, int mostBits) throws IOException {
        var hashed = picture(cage.hash(new Bytes(file(name)), Sampling.EVERY_FRAME));
        var plain = hashOf(ImageIO.read(new ByteArrayInputStream(file("m.png"))));
        assertThat(hashed.width()).isEqualTo(128);
        assertThat(hashed.height()).isEqualTo(96);
        assertThat(hashed.hashed().hash().distance(plain.hash())).isLessThanOrEqualTo(mostBits);
        assertThat(hashed.hashed().quality()).isCloseTo(plain.quality(), org.assertj.core.data.Offset.offset(5));
    }

    @Test
    void subtitlesThatAreKeptAsPicturesAreMissedWhereNobodyReads() throws IOException {
        var video = (HashedMedia.Video) cage.hash(new Bytes(file("subs-dvd.mkv")), Sampling.SCENES);
        assertThat(video.look().missed()).extracting(FailedSignal::signal).containsExactly("subtitles");
        assertThat(video.frames()).isNotEmpty();
    }

    @Test
    void seesTheJpegPixelsOfTheReferencesDecoder() throws IOException {
        var hashed = picture(cage.hash(new Bytes(file("m.jpg")), Sampling.EVERY_FRAME));
        assertThat(hashed.hashed()).isEqualTo(hashOf(ImageIO.read(new ByteArrayInputStream(file("m.jpg")))));
    }

    /** Grain and edges, so that a transform that rounds otherwise shows. */
    @Test
    void plainJpegFilesHashAsByTheReferencesDecoderToTheBit() throws IOException {
        var random = new SplittableRandom(76);
        for (int i = 0; i < 40; i++) {
            int width = random.nextInt(65, 513);
            int height = random.nextInt(65, 513);
            var out = new ByteArrayOutputStream();
            ImageIO.write(grainy(random, width, height), "jpg", out);
            var seen = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
            var hashed = picture(cage.hash(new Bytes(out.toByteArray()), Sampling.EVERY_FRAME));
            assertThat(hashed.hashed()).as("%d: %dx%d", i, width, height).isEqualTo(hashOf(seen));
        }
    }

    private static BufferedImage grainy(SplittableRandom random, int width, int height) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                image.setRGB(x, y, (x / 40 + y / 30) % 3 * 0x301810 + 0x505050 + random.nextInt(0x20) * 0x010101);
        return image;
    }

    /** Of {@code m.jpg}. */
    private static final int JPEG_HEAD_BYTES = 297;

    /** The decoder of plain files ends its program where a head is wrong: so none may reach it. */
    @Test
    void noHeadOfAJpegFileCostsItsDecoder() throws IOException {
        var random = new SplittableRandom(77);
        byte[] sound = file("m.jpg");
        for (int i = 0; i < 3_000; i++) {
            byte[] broken = sound.clone();
            for (int n = random.nextInt(1, 4); n > 0; n--) {
                int at = random.nextInt(2, JPEG_HEAD_BYTES);
                int other = Math.max(2, at - random.nextInt(16));
                byte moved = random.nextBoolean() ? broken[other] : (byte) random.nextInt(17);
                // Moved ones keep sums: of codes there are as many as before.
                broken[other] = broken[at];
                broken[at] = moved;
            }
            assertThat(cage.hash(new Bytes(broken), Sampling.EVERY_FRAME))
                    .as("%d", i)
                    .isNotEqualTo(new HashedMedia.Refused(Refusal.DECODER_LOST));
        }
    }

    @Test
    void aPlainJpegFileThatEndsInTheMiddleIsShownAsViewersDoAndCalledIncomplete() throws IOException {
        byte[] broken = file("m.jpg");
        broken[broken.length / 2] = (byte) 0xff;
        broken[broken.length / 2 + 1] = (byte) 0xd9;
        var hashed = picture(cage.hash(new Bytes(broken), Sampling.SCENES));
        assertThat(hashed.look().incomplete()).isTrue();
        assertThat(hashed.width()).isEqualTo(128);
    }

    /** Larger ones are hashed by some of their pixels: every second one where they are twice as wide, and any of the others. */
    @ParameterizedTest
    @CsvSource({"jpg, 1024, 700", "jpg, 1024, 1024", "jpg, 1151, 640", "bmp, 800, 700"})
    void largePicturesAreSeenByThePixelsThatTheReferencePicks(String format, int width, int height) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                image.setRGB(
                        x, y, java.awt.Color.HSBtoRGB((x * 3 + y) / 700f, 0.6f, (x / 90 + y / 70) % 2 * 0.4f + 0.5f));
        var out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, out)).isTrue();
        var seen = ImageIO.read(new ByteArrayInputStream(out.toByteArray()));
        var luma = Luma.ofRgb(width, height, rgb(seen), 512, 512);
        var hashed = picture(cage.hash(new Bytes(out.toByteArray()), Sampling.EVERY_FRAME));
        assertThat(hashed.hashed()).isEqualTo(new PdqHasher(512, 512).hash(luma));
    }

    @Test
    void showsTransparentPicturesOnWhite() throws IOException {
        var seen = ImageIO.read(new ByteArrayInputStream(file("half.png")));
        var onWhite = new BufferedImage(seen.getWidth(), seen.getHeight(), BufferedImage.TYPE_INT_RGB);
        var pen = onWhite.createGraphics();
        pen.drawImage(seen, 0, 0, java.awt.Color.WHITE, null);
        pen.dispose();
        var hashed = picture(cage.hash(new Bytes(file("half.png")), Sampling.EVERY_FRAME));
        assertThat(hashed.hashed().hash().distance(hashOf(onWhite).hash())).isLessThanOrEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void turnsPicturesAsTheyAreShown(int orientation) throws IOException {
        var stored = ImageIO.read(new ByteArrayInputStream(file("m.jpg")));
        var hashed = picture(cage.hash(new Bytes(withExif(file("m.jpg"), orientation)), Sampling.EVERY_FRAME));
        var shown = shown(stored, orientation);
        assertThat(hashed.width()).isEqualTo(shown.getWidth());
        assertThat(hashed.hashed()).isEqualTo(hashOf(shown));
    }

    @Test
    void hashesAllFormsOfAPicture() throws IOException {
        var hashed = picture(cage.hash(new Bytes(file("m.png")), Sampling.EVERY_FRAME));
        assertThat(hashed.forms()).hasSize(Dihedral.values().length);
        assertThat(hashed.forms().get(Dihedral.ROTATE_180).hash())
                .isNotEqualTo(hashed.hashed().hash());
    }

    @Test
    void hashesEveryFrameOfAnAnimation() throws IOException {
        var hashed = picture(cage.hash(new Bytes(file("moving.gif")), Sampling.EVERY_FRAME));
        assertThat(hashed.frames()).hasSize(6);
        assertThat(hashed.frames().getFirst().hashed()).isEqualTo(hashed.hashed());
    }

    @ParameterizedTest
    @CsvSource({"v.mp4, 30, 30", "v.mov, 30, 30", "v.webm, 30, 30", "v.mkv, 30, 30", "av1.mp4, 10, 10"})
    void readsVideos(String name, int frames, int hashedFrames) throws IOException {
        var hashed = (HashedMedia.Video) cage.hash(new Bytes(file(name)), Sampling.EVERY_FRAME);
        assertThat(hashed.decodedFrames()).isEqualTo(frames);
        assertThat(hashed.frames()).hasSize(hashedFrames);
        assertThat(hashed.frames().get(1).micros()).isBetween(99_000L, 101_000L);
        assertThat(hashed.width()).isEqualTo(128);
        assertThat(hashed.durationMillis()).isBetween(frames * 100L - 40, frames * 100L + 40);
    }

    @Test
    void aVideoWhoseContainerDoesNotSayItsSizeIsReadByItsFrames() throws IOException {
        byte[] silent = file("v.mp4");
        // Width and height of the sample entry: the second "avc1", behind the brand of that name.
        int entry = new String(silent, java.nio.charset.StandardCharsets.ISO_8859_1).lastIndexOf("avc1");
        Arrays.fill(silent, entry + 28, entry + 32, (byte) 0);
        var hashed = (HashedMedia.Video) cage.hash(new Bytes(silent), Sampling.EVERY_FRAME);
        assertThat(hashed).isEqualTo(cage.hash(new Bytes(file("v.mp4")), Sampling.EVERY_FRAME));
    }

    @Test
    void samplesScenesAtLeastTwiceASecond() throws IOException {
        var hashed = (HashedMedia.Video) cage.hash(new Bytes(file("v.mp4")), Sampling.SCENES);
        assertThat(hashed.decodedFrames()).isEqualTo(30);
        assertThat(hashed.frames()).extracting(HashedMedia.Frame::number).containsExactly(0, 5, 10, 15, 20, 25);
    }

    @Test
    void looksAtKeyFramesOnlyWhenAsked() throws IOException {
        var hashed = (HashedMedia.Video) cage.hash(new Bytes(file("v.mp4")), Sampling.KEY_FRAMES);
        assertThat(hashed.frames()).hasSizeLessThan(10).isNotEmpty();
    }

    @Test
    void refusesWhatIsNoPicture() throws IOException {
        for (var bytes : List.of(
                new byte[0], new byte[] {1}, "#!/bin/sh\n".getBytes(), "#EXTM3U\nfile:///etc/passwd\n".getBytes()))
            assertThat(cage.hash(new Bytes(bytes), Sampling.EVERY_FRAME))
                    .isEqualTo(new HashedMedia.Refused(Refusal.UNKNOWN_FORMAT));
    }

    @Test
    void refusesABombBeforeItGoesOff() throws IOException {
        // A header of 60,000 by 60,000 pixels.
        var bomb = file("m.png");
        ByteBuffer.wrap(bomb).putInt(16, 60_000).putInt(20, 60_000);
        var crc = new java.util.zip.CRC32();
        crc.update(bomb, 12, 17);
        ByteBuffer.wrap(bomb).putInt(29, (int) crc.getValue());
        long started = System.nanoTime();
        assertThat(cage.hash(new Bytes(bomb), Sampling.EVERY_FRAME)).isInstanceOf(HashedMedia.Refused.class);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void holdsItsCaps() throws IOException {
        var few = new MediaLimits(10_000, 128 * 96 - 1, 5, Duration.ofSeconds(1), Duration.ofSeconds(20), 2L << 30);
        try (var strict = Cage.open(CageKind.wanted("auto").orElseThrow(), 1, 1, few)) {
            assertThat(strict.hash(new Bytes(file("v.mp4")), Sampling.EVERY_FRAME))
                    .isEqualTo(new HashedMedia.Refused(Refusal.TOO_LONG));
            assertThat(strict.hash(new Bytes(file("av1.mp4")), Sampling.EVERY_FRAME))
                    .isEqualTo(new HashedMedia.Refused(Refusal.TOO_MANY_PIXELS));
            assertThat(strict.hash(new Bytes(file("m.bmp")), Sampling.EVERY_FRAME))
                    .isEqualTo(new HashedMedia.Refused(Refusal.TOO_MANY_BYTES));
            assertThat(strict.hash(new Bytes(file("m.jpg")), Sampling.EVERY_FRAME))
                    .isInstanceOf(HashedMedia.Refused.class);
        }
    }

    static List<ProcessHandle> workers() {
        return ProcessHandle.current().descendants().toList();
    }

    @Test
    void aWorkerThatIsLateCostsOneFile() throws IOException {
        var hurried = new MediaLimits(1 << 20, 1 << 20, 100, Duration.ofMinutes(1), Duration.ofMillis(1_500), 2L << 30);
        var others = workers();
        try (var cage = Cage.open(CageKind.wanted("auto").orElseThrow(), 1, 1, hurried)) {
            var stopping = new Bytes(file("v.mp4")) {
                @Override
                public int read(long at, byte[] into, int length) throws IOException {
                    // As a decoder that never ends: it stops, and is killed on time.
                    for (var worker : workers())
                        if (!others.contains(worker))
                            new ProcessBuilder("kill", "-STOP", Long.toString(worker.pid())).start();
                    return super.read(at, into, length);
                }
            };
            assertThat(cage.hash(stopping, Sampling.EVERY_FRAME)).isEqualTo(new HashedMedia.Refused(Refusal.TOO_SLOW));
            var slow = new Bytes(file("v.mp4")) {
                @Override
                public int read(long at, byte[] into, int length) throws IOException {
                    // A store that hangs says nothing of the file.
                    java.util.concurrent.locks.LockSupport.parkNanos(
                            Duration.ofSeconds(2).toNanos());
                    return super.read(at, into, length);
                }
            };
            assertThatThrownBy(() -> cage.hash(slow, Sampling.EVERY_FRAME))
                    .isInstanceOf(IOException.class)
                    .as("another worker asked for its bytes")
                    .hasMessageContaining("too slowly");
        }
    }

    @Test
    void aFailingStoreIsNoVerdictOnTheMedia() throws IOException {
        var failing = new Bytes(file("m.png")) {
            @Override
            public int read(long at, byte[] into, int length) throws IOException {
                throw new IOException("the store is away");
            }
        };
        assertThatThrownBy(() -> cage.hash(failing, Sampling.EVERY_FRAME)).hasMessage("the store is away");
        assertThat(cage.hash(new Bytes(file("m.png")), Sampling.EVERY_FRAME)).isInstanceOf(HashedMedia.Picture.class);
    }

    @Test
    void servesManyThreads() throws Exception {
        byte[] picture = file("m.jpg");
        var expected =
                picture(cage.hash(new Bytes(picture), Sampling.EVERY_FRAME)).hashed();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = java.util.stream.IntStream.range(0, 40)
                    .mapToObj(_ -> threads.submit(() -> cage.hash(new Bytes(picture), Sampling.EVERY_FRAME)))
                    .toList();
            for (var one : all) assertThat(picture(one.get()).hashed()).isEqualTo(expected);
        }
    }

    @Test
    void hashesThePublishedPicturesToTheBit() throws IOException {
        assumeTrue(Files.exists(PUBLISHED), "the published pictures are not on this machine");
        for (var line :
                Files.readAllLines(PUBLISHED.resolve("expected_pdq_cpp.tsv")).subList(1, 6)) {
            var columns = line.split("\t");
            try (var media = MediaFile.open(PUBLISHED.resolve(columns[0]))) {
                assertThat(picture(cage.hash(media, Sampling.EVERY_FRAME))
                                .hashed()
                                .hash())
                        .as(columns[0])
                        .isEqualTo(PdqHash.parse(columns[1]));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"chair-19-sd-bar", "doorknob-hd-no-bar", "pattern-sd-grey-bar"})
    void hashesThePublishedVideosWithinTenBits(String name) throws IOException {
        var videos = PUBLISHED.resolve("videos");
        assumeTrue(Files.exists(videos), "the published videos are not on this machine");
        var lines = Files.readAllLines(videos.resolve(name + ".vpdq.txt"));
        try (var media = MediaFile.open(videos.resolve(name + ".mp4"))) {
            var hashed = (HashedMedia.Video) cage.hash(media, Sampling.EVERY_FRAME);
            assertThat(hashed.frames()).hasSameSizeAs(lines);
            for (int i = 0; i < lines.size(); i++) {
                var columns = lines.get(i).split(",");
                var frame = hashed.frames().get(i);
                assertThat(frame.hashed().hash().distance(PdqHash.parse(columns[2])))
                        .as(lines.get(i))
                        .isLessThanOrEqualTo(mostBits(Integer.parseInt(columns[1])));
                assertThat(frame.micros() / 1e6)
                        .isCloseTo(Double.parseDouble(columns[3]), org.assertj.core.data.Offset.offset(0.001));
            }
        }
    }

    /** The aim is 10 of quality 80 and more, and 31 below. */
    private static int mostBits(int quality) {
        if (quality >= 80) return 6;
        return quality >= 18 ? 14 : 4;
    }

    static HashedMedia.Picture picture(HashedMedia media) {
        assertThat(media).isInstanceOf(HashedMedia.Picture.class);
        return (HashedMedia.Picture) media;
    }

    static byte[] file(String name) throws IOException {
        try (var in = CageTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    static HashedPicture hashOf(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        return new PdqHasher(width, height).hash(Luma.ofRgb(width, height, rgb(image)));
    }

    private static byte[] rgb(BufferedImage image) {
        int width = image.getWidth();
        int[] pixels = image.getRGB(0, 0, width, image.getHeight(), null, 0, width);
        var rgb = new byte[3 * pixels.length];
        for (int i = 0; i < pixels.length; i++)
            for (int c = 0; c < 3; c++) rgb[3 * i + c] = (byte) (pixels[i] >> (16 - 8 * c));
        return rgb;
    }

    /** The picture as a viewer shows it, by the definition of the tag. */
    static BufferedImage shown(BufferedImage stored, int orientation) {
        int width = stored.getWidth();
        int height = stored.getHeight();
        boolean turns = orientation >= 5;
        var shown = new BufferedImage(turns ? height : width, turns ? width : height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int right = width - 1 - x;
                int below = height - 1 - y;
                int[] at = switch (orientation) {
                    case 2 -> new int[] {right, y};
                    case 3 -> new int[] {right, below};
                    case 4 -> new int[] {x, below};
                    case 5 -> new int[] {y, x};
                    case 6 -> new int[] {below, x};
                    case 7 -> new int[] {below, right};
                    case 8 -> new int[] {y, right};
                    default -> new int[] {x, y};
                };
                shown.setRGB(at[0], at[1], stored.getRGB(x, y));
            }
        }
        return shown;
    }

    /** With EXIF data that hold one tag. */
    static byte[] withExif(byte[] jpeg, int orientation) {
        var exif = new ByteArrayOutputStream();
        exif.writeBytes(new byte[] {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe1, 0, 34});
        exif.writeBytes("Exif\0\0MM\0*".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
        exif.writeBytes(
                new byte[] {0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0, 0, 0, 0, 0});
        exif.writeBytes(Arrays.copyOfRange(jpeg, 2, jpeg.length));
        return exif.toByteArray();
    }

    static class Bytes implements MediaBytes {
        private final byte[] bytes;

        Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long sizeBytes() {
            return bytes.length;
        }

        @Override
        public int read(long at, byte[] into, int length) throws IOException {
            int count = (int) Math.clamp(bytes.length - at, 0, length);
            System.arraycopy(bytes, (int) Math.min(at, bytes.length), into, 0, count);
            return count;
        }
    }
}
