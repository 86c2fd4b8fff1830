package io.gatehouse.residency.archive;

import io.gatehouse.residency.key.PersonKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What opens a segment. Nothing in a segment does: whose a content is, and what opens it, stands in the rows of its cell, and
 * goes with them.
 */
@FunctionalInterface
public interface SegmentKeys {
    /** Empty when the content's author is gone, the content is not archived any more, or all of it was deleted. */
    Optional<Opening> of(long contentIndex);

    /**
     * @param contentSalt null once the author deleted what was said, or its time of keeping was over
     * @param decisionSalt null once the decisions' time of keeping was over
     */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    record Opening(PersonKey person, byte @Nullable [] contentSalt, byte @Nullable [] decisionSalt) {}
}
