package io.gatehouse.residency.cell;

import io.gatehouse.residency.region.RegionId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How content lies in a cell.
 *
 * @param placed why it is here when its author is a guest; null for authors at home
 * @param copies that other cells are owed
 * @param brought null unless it was sheltered elsewhere before
 */
public record Lying(
        @Nullable Placed placed,
        List<OwedCopy> copies,
        @Nullable Brought brought) {
    /** At home, with no copy anywhere. */
    public static final Lying AT_HOME = new Lying(null, List.of(), null);

    public Lying {
        copies = List.copyOf(copies);
        if (brought != null && placed != null) throw new IllegalArgumentException("what was brought home is at home");
    }

    static Lying as(Placed placed) {
        return new Lying(placed, List.of(), null);
    }

    /** @param transferId under which the crossing stands in the log of the author's home */
    public record OwedCopy(RegionId region, String transferId) {}

    /**
     * Where content was before.
     *
     * @param index of its decision in that region's log
     */
    public record Brought(RegionId from, long index) {}
}
