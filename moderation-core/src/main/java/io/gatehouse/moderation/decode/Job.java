package io.gatehouse.moderation.decode;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * What is asked for, and the limits that hold before anything is decoded.
 *
 * @param sizeBytes of the file
 * @param keyFramesOnly skips all frames that need others
 * @param minGapMillis frames nearer to the last hashed one are decoded but not hashed; 0 hashes every frame
 * @param looks whether scenes, subtitles and thumbnails are wanted, too
 * @param reads whether what is written on pictures and frames is wanted, too, where a reader is open
 * @param threads that decode one video
 * @param maxPictureBytes pictures are read as a whole
 * @param maxPixels of a picture or a frame
 * @param maxFrames decoded, of a video or an animation
 */
public record Job(
        long sizeBytes,
        boolean keyFramesOnly,
        int minGapMillis,
        boolean looks,
        boolean reads,
        int threads,
        long maxPictureBytes,
        long maxPixels,
        int maxFrames,
        long maxMillis) {
    public Job {
        if (sizeBytes < 0 || minGapMillis < 0 || threads < 1)
            throw new IllegalArgumentException("a job's numbers are not negative, and it has a thread");
        if (maxPictureBytes < 1 || maxPixels < 1 || maxFrames < 1 || maxMillis < 1)
            throw new IllegalArgumentException("a job has limits");
    }

    /** What {@link #write} writes. */
    public static final int BYTES = 4 * Long.BYTES + 3 * Integer.BYTES + 3;

    public void write(DataOutputStream out) throws IOException {
        out.writeLong(sizeBytes);
        out.writeBoolean(keyFramesOnly);
        out.writeInt(minGapMillis);
        out.writeBoolean(looks);
        out.writeBoolean(reads);
        out.writeInt(threads);
        out.writeLong(maxPictureBytes);
        out.writeLong(maxPixels);
        out.writeInt(maxFrames);
        out.writeLong(maxMillis);
    }

    static Job read(DataInputStream in) throws IOException {
        return new Job(
                in.readLong(),
                in.readBoolean(),
                in.readInt(),
                in.readBoolean(),
                in.readBoolean(),
                in.readInt(),
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readLong());
    }
}
