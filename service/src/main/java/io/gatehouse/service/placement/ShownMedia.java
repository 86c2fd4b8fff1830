package io.gatehouse.service.placement;

import java.util.List;

/** Tells what a stored content shows; how contents are stored is not placement's to know. */
@FunctionalInterface
public interface ShownMedia {
    /** Ids of the media, each once. */
    List<String> of(byte[] storedContent);
}
