package io.gatehouse.moderation.cage;

import io.gatehouse.moderation.decode.MediaFormat;
import io.gatehouse.moderation.decode.Refusal;
import io.gatehouse.moderation.hash.Dihedral;
import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.look.MediaLook;
import java.util.List;
import java.util.Map;

/** What came out of the cage. */
public sealed interface HashedMedia {
    /**
     * One hashed frame.
     *
     * @param number among the decoded ones, from 0
     * @param micros from the begin
     */
    record Frame(int number, long micros, HashedPicture hashed) {
        public Frame {
            if (number < 0 || micros < 0) throw new IllegalArgumentException("frames are counted from 0");
        }
    }

    /**
     * @param width as it is shown
     * @param forms the picture's hash, and those of it turned and mirrored
     * @param frames of an animation, the first one included; empty otherwise
     * @param thumbnails small pictures that the file carries beside the one that is shown
     */
    record Picture(
            MediaFormat format,
            int width,
            int height,
            Map<Dihedral, HashedPicture> forms,
            List<Frame> frames,
            List<HashedPicture> thumbnails,
            MediaLook look)
            implements HashedMedia {
        public Picture {
            forms = Map.copyOf(forms);
            frames = List.copyOf(frames);
            thumbnails = List.copyOf(thumbnails);
            if (forms.size() != Dihedral.values().length)
                throw new IllegalArgumentException("a picture has eight forms");
        }

        Picture with(MediaLook other) {
            return new Picture(format, width, height, forms, frames, thumbnails, other);
        }

        public HashedPicture hashed() {
            var hashed = forms.get(Dihedral.ORIGINAL);
            if (hashed == null) throw new IllegalStateException("a picture without its own hash");
            return hashed;
        }
    }

    /**
     * @param durationMillis as the file says, -1 when it does not
     * @param decodedFrames of which some were hashed
     * @param thumbnails covers that the file carries
     */
    record Video(
            MediaFormat format,
            int width,
            int height,
            long durationMillis,
            int decodedFrames,
            List<Frame> frames,
            List<HashedPicture> thumbnails,
            MediaLook look)
            implements HashedMedia {
        public Video {
            frames = List.copyOf(frames);
            thumbnails = List.copyOf(thumbnails);
        }

        Video with(MediaLook other) {
            return new Video(format, width, height, durationMillis, decodedFrames, frames, thumbnails, other);
        }
    }

    record Refused(Refusal refusal) implements HashedMedia {}
}
