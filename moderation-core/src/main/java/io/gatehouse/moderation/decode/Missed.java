package io.gatehouse.moderation.decode;

/** What a look at media did not see to its end; never "nothing there". */
public enum Missed {
    READING_TIME("screen_text", "reading took longer than is allowed, the rest was not read"),
    TOO_MANY_LINES("screen_text", "more lines than are kept, the rest was not read"),
    /** Set by the program, which looks again without reading. */
    READER_LOST("screen_text", "the reader broke on it, nothing was read"),
    SUBTITLES_AS_PICTURES("subtitles", "are kept as pictures, some of which were not read"),
    TOO_MANY_SUBTITLES("subtitles", "more lines than are kept, the rest was not read"),
    TOO_MANY_SCENES("scenes", "more cuts than are told apart, the last scene is the rest"),
    TILED_TRANSPARENCY("transparency", "is kept in tiles beside a picture in one piece, and was not looked at"),
    CLASSIFIER_TIME("picture_classifier", "scoring took longer than is allowed, the rest was not scored"),
    SUBTITLE_TIME("subtitles", "reading took longer than is allowed, the rest was not read"),
    TRACKS("video_tracks", "has more tracks of moving pictures than were looked at"),
    VIDEO_TRANSPARENCY("transparency", "is kept beside a video's frames, and was not looked at"),
    PAGES("pages", "only the first 100 pages were looked at"),
    ATTACHED_VIDEO("attached_video", "a video behind the picture could not be looked at");

    private final String signal;
    private final String reason;

    Missed(String signal, String reason) {
        this.signal = signal;
        this.reason = reason;
    }

    public String signal() {
        return signal;
    }

    /** For the operator: no word of it comes from the file. */
    public String reason() {
        return reason;
    }
}
