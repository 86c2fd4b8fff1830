package io.gatehouse.service.media;

import io.gatehouse.moderation.decode.Wire;
import io.gatehouse.residency.cell.Cell;
import java.util.Optional;

/** The same bytes, stored by others of the same region: they are decoded once, and what was seen is stored with each owner. */
final class Twins {
    /** That are asked for what was seen in them. */
    private static final int ASKED = 4;

    private Twins() {}

    /** What was seen in the same bytes. */
    static Optional<byte[]> seenIn(Cell cell, String mediaId, byte[] sha256) {
        return cell.reader().mediaWith(sha256, ASKED + 1).stream()
                .filter(twin -> !twin.equals(mediaId))
                .flatMap(twin -> cell.mediaHashes().find(twin, Wire.DECODE_VERSION).stream())
                .findFirst();
    }
}
