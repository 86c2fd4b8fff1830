package io.gatehouse.moderation.decode;

/** Why a picture or video has no hash. */
public enum Refusal {
    UNKNOWN_FORMAT("is no picture or video of a format that is read here"),
    UNREADABLE("cannot be decoded: it is damaged, or uses what the decoder does not know"),
    TOO_MANY_BYTES("has more bytes than are decoded"),
    TOO_MANY_PIXELS("has more pixels than are decoded"),
    TOO_LONG("lasts longer than is decoded"),
    TOO_MANY_FRAMES("has more frames than are decoded"),
    /** The decoder was killed on time. */
    TOO_SLOW("took longer to decode than is allowed"),
    /** The decoder ended without an answer: it crashed, met a limit, or said what it must not say. */
    DECODER_LOST("ended its decoder"),
    /** The bytes could not be read from where they are stored. */
    NOT_READ("could not be read"),
    UNKNOWN_CODEC("is kept in a way that is not decoded here"),
    NO_PICTURES("holds no pictures, moving or not");

    private final String sentence;

    Refusal(String sentence) {
        this.sentence = sentence;
    }

    /** Follows "the file" or "the media". */
    public String sentence() {
        return sentence;
    }
}
