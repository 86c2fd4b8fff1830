package io.gatehouse.moderation.content;

import io.gatehouse.moderation.look.CaptionFormat;
import io.gatehouse.moderation.look.Captions.Reading;
import io.gatehouse.moderation.look.MediaLook;
import io.gatehouse.moderation.look.PlacedText;

/** One piece of content's body, in the order submitted. */
public sealed interface Part {
    /** @param text as submitted, well-formed UTF-16 (no lone surrogates); never empty */
    record Text(String text) implements Part {
        public Text {
            if (text.isEmpty()) throw new IllegalArgumentException("a text part must not be empty");
        }
    }

    /**
     * Media already stored in the author's home region.
     *
     * @param sha256 of the stored bytes, 64 lower-case hexadecimal digits
     * @param look what was seen in them before the content was judged; {@link MediaLook#NONE} while nobody has looked
     */
    record Media(String mediaId, String sha256, String mediaType, MediaLook look) implements Part {
        /** Not looked at yet. */
        public Media(String mediaId, String sha256, String mediaType) {
            this(mediaId, sha256, mediaType, MediaLook.NONE);
        }

        public Media with(MediaLook seen) {
            return new Media(mediaId, sha256, mediaType, seen);
        }
    }

    /**
     * What is said in media, as the platform tells it: captions, or a transcript.
     *
     * @param document as submitted, which can be read
     */
    record Captions(CaptionFormat format, String document) implements Part {
        /** The words of all cues, with their times. */
        public PlacedText placed() {
            return switch (io.gatehouse.moderation.look.Captions.read(format, document)) {
                case Reading.Read(var text) -> text;
                case Reading.Faulty(var faults) ->
                    throw new IllegalArgumentException("captions that cannot be read: " + faults.getFirst());
            };
        }
    }
}
