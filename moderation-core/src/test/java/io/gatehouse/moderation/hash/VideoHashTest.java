package io.gatehouse.moderation.hash;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VideoHashTest {
    private static final Path PUBLISHED = Path.of(System.getProperty("gatehouse.home", ".."))
            .resolve("../shared/data/perceptual_hash/videos")
            .normalize();

    private final SplittableRandom random = new SplittableRandom(8);

    @Test
    void aFrameAtTheDistanceMatchesAndOneBeyondDoesNot() {
        var one = Made.random(random);
        assertEquals(new VideoMatch(100, 100), VideoMatch.between(video(one), video(Made.flipped(one, 31, random))));
        assertEquals(new VideoMatch(0, 0), VideoMatch.between(video(one), video(Made.flipped(one, 32, random))));
    }

    /** The publisher's C++ tool takes 30 and not 31 for its 31. */
    @Test
    void oneBitLessIsThePublishersCppTool() {
        var one = Made.random(random);
        assertTrue(VideoMatch.between(video(one), video(Made.flipped(one, 30, random)), 30, 50)
                .matches());
        assertFalse(VideoMatch.between(video(one), video(Made.flipped(one, 31, random)), 30, 50)
                .matches());
    }

    @Test
    void countsEachWayForItself() {
        var a = Made.random(random);
        var b = Made.random(random);
        var c = Made.random(random);
        assertEquals(new VideoMatch(100, 100 / 3.0), VideoMatch.between(video(a), video(a, b, c)));
        assertEquals(new VideoMatch(100 / 3.0, 100), VideoMatch.between(video(a, b, c), video(a)));
        var five = video(a, b, c, Made.random(random), Made.random(random));
        assertTrue(VideoMatch.between(
                        five, video(a, b, c, five.frames().get(3).picture().hash()))
                .matches());
        assertFalse(VideoMatch.between(five, video(a, b, c)).matches());
    }

    @Test
    void copiesAndFramesOfLowQualityDoNotCount() {
        var a = Made.random(random);
        var b = Made.random(random);
        assertEquals(new VideoMatch(50, 100), VideoMatch.between(video(a, a, a, b), video(a)));
        var dull = new VideoHash(List.of(frame(0, a, 100), frame(1, b, 49)));
        assertEquals(new VideoMatch(100, 100), VideoMatch.between(dull, video(a)));
        var enough = new VideoHash(List.of(frame(0, a, 100), frame(1, b, 50)));
        assertEquals(new VideoMatch(50, 100), VideoMatch.between(enough, video(a)));
        var nothing = new VideoHash(List.of(frame(0, a, 10)));
        assertEquals(new VideoMatch(0, 0), VideoMatch.between(nothing, nothing));
    }

    @Test
    void samplesTheFirstFrameOfEachInterval() {
        var frames = new ArrayList<VideoFrame>();
        for (int i = 0; i < 100; i++) frames.add(frame(i, Made.random(random), 100));
        var sampled = new VideoHash(frames).sampled(1);
        assertEquals(
                List.of(0, 25, 50, 75),
                sampled.frames().stream().map(VideoFrame::number).toList());
    }

    @Test
    void refusesWhatIsNoVideosHash() {
        var hash = PdqHash.EMPTY.toHex();
        assertThrows(IllegalArgumentException.class, () -> VideoHash.parse(List.of("0,100," + hash)));
        assertThrows(IllegalArgumentException.class, () -> VideoHash.parse(List.of("0,101," + hash + ",0")));
        assertThrows(IllegalArgumentException.class, () -> VideoHash.parse(List.of("0,10," + hash + ",NaN")));
        assertThrows(IllegalArgumentException.class, () -> VideoHash.parse(List.of("-1,10," + hash + ",0")));
        var twice = List.of("3,10," + hash + ",0", "3,10," + hash + ",1");
        assertThrows(IllegalArgumentException.class, () -> VideoHash.parse(twice));
        var said =
                assertThrows(IllegalArgumentException.class, () -> VideoHash.parse(List.of("0,1," + hash + ",0", "x")));
        assertEquals("line 2: frame,quality,hash,seconds are wanted, not 1 fields", said.getMessage());
    }

    @Test
    void thePublishedVideosMatchThemselvesAndNoOther() throws IOException {
        assumeTrue(Files.isDirectory(PUBLISHED), "the published hashes are not on this machine");
        try (var files = Files.list(PUBLISHED)) {
            var videos = new ArrayList<VideoHash>();
            for (var file :
                    files.filter(it -> it.toString().endsWith(".vpdq.txt")).toList())
                videos.add(VideoHash.parse(Files.readAllLines(file)));
            assertEquals(3, videos.size());
            for (var one : videos) {
                for (var other : videos) {
                    var match = VideoMatch.between(one.sampled(0.2), other.sampled(0.2));
                    assertEquals(one == other ? new VideoMatch(100, 100) : new VideoMatch(0, 0), match);
                }
                assertTrue(VideoMatch.between(one.sampled(1), one).matches());
            }
        }
    }

    private static VideoHash video(PdqHash... hashes) {
        var frames = new ArrayList<VideoFrame>();
        for (var hash : hashes) frames.add(frame(frames.size(), hash, 100));
        return new VideoHash(frames);
    }

    private static VideoFrame frame(int number, PdqHash hash, int quality) {
        return new VideoFrame(number, new HashedPicture(hash, quality), number / 25.0);
    }
}
