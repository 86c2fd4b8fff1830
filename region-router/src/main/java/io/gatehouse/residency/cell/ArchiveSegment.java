package io.gatehouse.residency.cell;

import io.gatehouse.residency.store.ObjectKey;

/**
 * A segment of a cell's archive, as the cell lists it.
 *
 * @param contents that were archived in it; some may have left or been deleted since
 * @param sealedBytes how long they were in their rows
 * @param firstIndex content index of the first
 * @param lastIndex content index of the last
 * @param sha256 of the whole object, 64 lower-case hexadecimal digits
 */
public record ArchiveSegment(
        long segment,
        ObjectKey objectKey,
        String run,
        int contents,
        int decisions,
        long sizeBytes,
        long sealedBytes,
        long firstIndex,
        long lastIndex,
        String sha256) {}
