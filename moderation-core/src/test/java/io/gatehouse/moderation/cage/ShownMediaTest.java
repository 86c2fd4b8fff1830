package io.gatehouse.moderation.cage;

import static io.gatehouse.moderation.cage.CageTest.file;
import static io.gatehouse.moderation.cage.CageTest.picture;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.moderation.cage.CageTest.Bytes;
import io.gatehouse.moderation.decode.Refusal;
import io.gatehouse.moderation.hash.PdqHash;
import io.gatehouse.moderation.signal.FailedSignal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that show something else than what lies in them first. {@code m.png} is what they show to a careless reader. */
class ShownMediaTest {
    private static final TextReading READING = TextReading.find(List.of("eng"));

    /** Of a picture that a lossy format keeps. */
    private static final int MOST_BITS = 24;

    private static Cage cage;

    @BeforeAll
    static void open() {
        cage = Cage.open(CageKind.wanted("auto").orElseThrow(), 1, 1, MediaLimits.DEFAULT, Senses.reading(READING));
    }

    @AfterAll
    static void close() {
        cage.close();
    }

    @Test
    void looksAtTheFramesOfAMovingPngAndAtThePictureThatOthersShow() throws IOException {
        var seen = picture(cage.hash(new Bytes(file("hidden.png")), Sampling.SCENES));
        assertThat(seen.hashed().hash()).isEqualTo(hash("other.png"));
        assertThat(seen.frames()).hasSize(2);
        assertThat(seen.thumbnails())
                .singleElement()
                .satisfies(it -> assertThat(it.hash()).isEqualTo(hash("m.png")));
    }

    @Test
    void looksAtTheFramesOfAMovingAvif() throws IOException {
        var seen = picture(cage.hash(new Bytes(file("moving.avif")), Sampling.SCENES));
        assertThat(seen.hashed().hash().distance(hash("m.png"))).isLessThanOrEqualTo(MOST_BITS);
        assertThat(nearest(seen.frames(), "other.png")).isLessThanOrEqualTo(MOST_BITS);
    }

    @Test
    void looksAtTheVideoBehindAPhotograph() throws IOException {
        var photograph = new ByteArrayOutputStream();
        photograph.write(file("m.jpg"));
        photograph.write(file("other.mp4"));
        var seen = picture(cage.hash(new Bytes(photograph.toByteArray()), Sampling.SCENES));
        assertThat(nearest(seen.frames(), "other.png")).isLessThanOrEqualTo(MOST_BITS);
        assertThat(seen.look().missed()).isEmpty();
    }

    @Test
    void looksAtTheVideoInAHeifPhotograph() throws IOException {
        byte[] video = file("other.mp4");
        var photograph = new ByteArrayOutputStream();
        photograph.write(file("half.heic"));
        photograph.write(ByteBuffer.allocate(8)
                .putInt(8 + video.length)
                .put("mpvd".getBytes())
                .array());
        photograph.write(video);
        var seen = picture(cage.hash(new Bytes(photograph.toByteArray()), Sampling.SCENES));
        assertThat(nearest(seen.frames(), "other.png")).isLessThanOrEqualTo(MOST_BITS);
    }

    @Test
    void saysThatAVideoBehindAPhotographIsBroken() throws IOException {
        var photograph = new ByteArrayOutputStream();
        photograph.write(file("m.jpg"));
        photograph.write(file("other.mp4"), 0, 600);
        var seen = picture(cage.hash(new Bytes(photograph.toByteArray()), Sampling.SCENES));
        assertThat(seen.look().missed()).extracting(FailedSignal::signal).containsExactly("attached_video");
    }

    /** A short scene in the middle: of ten bits a point, as telephones film. */
    @Test
    void seesCutsOfDeepVideos() throws IOException {
        var seen = (HashedMedia.Video) cage.hash(new Bytes(file("deep.mp4")), Sampling.SCENES);
        assertThat(seen.look().scenes()).hasSize(3);
        assertThat(nearest(seen.frames(), "other.png")).isLessThanOrEqualTo(MOST_BITS);
    }

    @Test
    void readsAndHashesAVideoAsItIsTurned() throws IOException {
        var seen = (HashedMedia.Video) cage.hash(new Bytes(file("turned.mp4")), Sampling.SCENES);
        // However they are sampled, and so by the command that fills banks too.
        var all = (HashedMedia.Video) cage.hash(new Bytes(file("turned.mp4")), Sampling.EVERY_FRAME);
        byte[] lying = file("turned.mp4");
        turnNoMore(lying);
        var stored = (HashedMedia.Video) cage.hash(new Bytes(lying), Sampling.EVERY_FRAME);
        assertThat(seen.width()).isEqualTo(640);
        assertThat(all.width()).isEqualTo(640);
        assertThat(stored.width()).isEqualTo(360);
        assertThat(seen.frames().getFirst().hashed())
                .isEqualTo(all.frames().getFirst().hashed())
                .isNotEqualTo(stored.frames().getFirst().hashed());
        assumeTrue(READING instanceof TextReading.By, "no reader is installed");
        assertThat(seen.look().texts()).singleElement().satisfies(text -> {
            assertThat(text.text()).isEqualToIgnoringCase("pelicans sell lanterns");
            assertThat(text.place().box().left()).isBetween(50, 70);
            assertThat(text.place().box().top()).isBetween(140, 165);
        });
    }

    /** Puts the matrix of the track's header to rest, which is 40 bytes behind its type. */
    private static void turnNoMore(byte[] mp4) {
        int matrix = new String(mp4, StandardCharsets.ISO_8859_1).indexOf("tkhd") + 4 + 40;
        var values = ByteBuffer.wrap(mp4, matrix, 36);
        for (int value : new int[] {1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30}) values.putInt(value);
    }

    @Test
    void looksAtTheTrackThatPlayersShowAndThenAtTheOther() throws IOException {
        var seen = (HashedMedia.Video) cage.hash(new Bytes(file("tracks.mp4")), Sampling.SCENES);
        assertThat(seen.frames().getFirst().hashed().hash().distance(hash("other.png")))
                .isLessThanOrEqualTo(MOST_BITS);
        assertThat(nearest(seen.frames(), "m.png")).isLessThanOrEqualTo(MOST_BITS);
        assertThat(seen.decodedFrames()).isEqualTo(20);
        assertThat(seen.frames()).extracting(HashedMedia.Frame::micros).isSorted();
    }

    /** Its fourth frame says that it is shown half an hour later. */
    @Test
    void oneFrameOfAnotherTimeHidesNoOther() throws IOException {
        var seen = (HashedMedia.Video) cage.hash(new Bytes(file("late.mkv")), Sampling.SCENES);
        assertThat(nearest(seen.frames(), "other.png")).isLessThanOrEqualTo(MOST_BITS);
        assertThat(seen.frames()).extracting(HashedMedia.Frame::micros).isSorted();
    }

    @ParameterizedTest
    @CsvSource({"veil.webm, transparency", "many.mkv, subtitles"})
    void saysWhatItDidNotLookAt(String name, String missed) throws IOException {
        var look = switch (cage.hash(new Bytes(file(name)), Sampling.SCENES)) {
            case HashedMedia.Picture picture -> picture.look();
            case HashedMedia.Video video -> video.look();
            case HashedMedia.Refused refused -> throw new AssertionError(refused);
        };
        assertThat(look.missed()).extracting(FailedSignal::signal).containsExactly(missed);
    }

    @ParameterizedTest
    @CsvSource({"old.mkv, UNKNOWN_CODEC", "sound.mp4, NO_PICTURES", "jpeg.tiff, UNKNOWN_CODEC"})
    void namesWhyNothingIsSeen(String name, String why) throws IOException {
        assertThat(cage.hash(new Bytes(file(name)), Sampling.SCENES))
                .isEqualTo(new HashedMedia.Refused(Refusal.valueOf(why)));
    }

    private static PdqHash hash(String name) throws IOException {
        return picture(cage.hash(new Bytes(file(name)), Sampling.EVERY_FRAME))
                .hashed()
                .hash();
    }

    private static int nearest(List<HashedMedia.Frame> frames, String name) throws IOException {
        var wanted = hash(name);
        return frames.stream()
                .mapToInt(frame -> frame.hashed().hash().distance(wanted))
                .min()
                .orElse(PdqHash.BITS);
    }
}
