package io.gatehouse.moderation.hash;

import java.util.List;

/**
 * What a search found.
 *
 * @param found nearest first, at most as many as were asked for
 * @param truncated that there are more, none of them nearer than the last one given
 */
public record NearHashes(List<NearHash> found, boolean truncated) {
    public NearHashes {
        found = List.copyOf(found);
    }
}
