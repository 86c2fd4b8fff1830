package io.gatehouse.service.placement;

import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.Lying.OwedCopy;
import io.gatehouse.residency.cell.Placed;
import io.gatehouse.residency.cell.Shelter;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.account.KnownAccount;
import io.gatehouse.service.region.ServedRegion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one content goes.
 *
 * @param store whose cell screens and stores it
 * @param placed why it goes there when that is not the author's home; null at home
 * @param passage by which it leaves home; null at home
 * @param copies that other regions are owed
 * @param askedFirst other cells that may have answered the same request before
 * @param told null when there is nothing to tell: it is at home, and nobody else's home mattered
 */
public record Place(
        ServedRegion store,
        RegionId home,
        Author author,
        @Nullable Placed placed,
        @Nullable Passage passage,
        List<OwedCopy> copies,
        List<ServedRegion> askedFirst,
        @Nullable Told told) {
    public Place {
        copies = List.copyOf(copies);
        askedFirst = List.copyOf(askedFirst);
    }

    /** At the author's home. */
    public static Place home(KnownAccount author) {
        return new Place(author.home(), author.home().id(), author.author(), null, null, List.of(), List.of(), null);
    }

    /** Whether it goes there because the home is down. */
    public boolean isSheltered() {
        return placed != null && placed.reason().equals(Shelter.FAILOVER);
    }

    Place askingFirst(List<ServedRegion> others) {
        return new Place(store, home, author, placed, passage, copies, others, told);
    }

    /** The author as the store knows them. */
    public Author writer() {
        if (placed == null) return author;
        return isSheltered() ? author.shelteredFrom(home) : author.asGuestOf(home);
    }

    /** The write as this place wants it. */
    public CellWrite dress(CellWrite write) {
        var owing = copies.isEmpty() ? write : write.owing(copies);
        if (placed == null) return owing;
        return isSheltered() ? owing.sheltered(home, placed) : owing.placed(home, placed);
    }
}
