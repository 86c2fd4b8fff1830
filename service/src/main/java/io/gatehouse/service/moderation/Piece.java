package io.gatehouse.service.moderation;

import io.gatehouse.service.json.JsonPointer;

/** One piece of what is to be judged. */
sealed interface Piece {
    /** @param text well-formed, and not empty */
    record Text(String text) implements Piece {}

    /**
     * A picture that came with the request.
     *
     * @param at where it stands in the request
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed over, never changed.
    record Picture(byte[] file, JsonPointer at) implements Piece {}

    /** A picture that lies somewhere else. */
    record Remote(String url, JsonPointer at) implements Piece {}
}
