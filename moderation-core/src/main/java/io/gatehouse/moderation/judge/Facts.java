package io.gatehouse.moderation.judge;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was told about author and conversation, read once per content. Stored with the decision and fed back by replay.
 * A key that was wanted and is absent here could not be read: rules that need it are failed, never "not met".
 */
public record Facts(SortedMap<FactKey, Long> counts) {
    public static final Facts NONE = new Facts(new TreeMap<>());

    public Facts {
        counts = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    public static Facts of(Map<FactKey, Long> counts) {
        return new Facts(new TreeMap<>(counts));
    }
}
