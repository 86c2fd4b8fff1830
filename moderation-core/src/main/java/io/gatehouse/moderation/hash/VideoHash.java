package io.gatehouse.moderation.hash;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A video's hash as vPDQ defines it: the hashes of its frames.
 *
 * @param frames in ascending order of number
 */
public record VideoHash(List<VideoFrame> frames) {
    /** Two hours at 60 frames a second; a longer video is sampled before it is hashed. */
    public static final int MAX_FRAMES = 432_000;

    private static final int FIELDS = 4;

    public VideoHash {
        frames = List.copyOf(frames);
        if (frames.size() > MAX_FRAMES)
            throw new IllegalArgumentException(
                    "a video's hash has at most " + MAX_FRAMES + " frames, not " + frames.size());
        for (int i = 1; i < frames.size(); i++)
            if (frames.get(i).number() <= frames.get(i - 1).number())
                throw new IllegalArgumentException("frame " + frames.get(i).number() + " comes after frame "
                        + frames.get(i - 1).number());
    }

    /**
     * Reads lines of frame, quality, hash and seconds, separated by commas, as the publisher's tool writes them.
     *
     * @throws IllegalArgumentException naming the line
     */
    public static VideoHash parse(List<String> lines) {
        var frames = new ArrayList<VideoFrame>(lines.size());
        for (int i = 0; i < lines.size(); i++) {
            try {
                frames.add(frame(lines.get(i)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return new VideoHash(frames);
    }

    private static VideoFrame frame(String line) {
        var fields = line.split(",", -1);
        if (fields.length != FIELDS)
            throw new IllegalArgumentException(
                    "frame,quality,hash,seconds are wanted, not " + fields.length + " fields");
        var picture = new HashedPicture(PdqHash.parse(fields[2]), Integer.parseInt(fields[1]));
        return new VideoFrame(Integer.parseInt(fields[0]), picture, Double.parseDouble(fields[3]));
    }

    /** The first frame of each hash, as the publisher leaves out copies: a still must not outvote the rest. */
    public VideoHash distinct() {
        var seen = new HashSet<PdqHash>();
        return new VideoHash(
                frames.stream().filter(it -> seen.add(it.picture().hash())).toList());
    }

    /** The first frame of each interval. */
    public VideoHash sampled(double intervalSeconds) {
        if (!(intervalSeconds > 0))
            throw new IllegalArgumentException("an interval is more than 0 seconds: " + intervalSeconds);
        var kept = new ArrayList<VideoFrame>();
        long before = -1;
        for (var frame : frames) {
            long interval = (long) (frame.seconds() / intervalSeconds);
            if (interval != before) kept.add(frame);
            before = interval;
        }
        return new VideoHash(kept);
    }

    /** Without frames that say too little; the publisher's tools keep quality 50 and more. */
    public VideoHash ofQuality(int least) {
        return new VideoHash(
                frames.stream().filter(it -> it.picture().quality() >= least).toList());
    }
}
