package io.gatehouse.residency.migration;

import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.cell.CarriedMedia;
import io.gatehouse.residency.cell.GuestMedia;
import io.gatehouse.residency.cell.MediaOutcome;
import io.gatehouse.residency.cell.MediaWrite;
import io.gatehouse.residency.cell.Placed;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.rights.ErasedObjects;
import io.gatehouse.residency.rights.ErasureSite;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Brings media to the cell where the content lies that shows them: opened under the key of the cell they leave, sealed under
 * the one of the other, read back, and only then a row names them. Whoever let them in removes what is left behind. Stateless.
 */
public final class MediaPlacing {
    private MediaPlacing() {}

    /** What became of it. */
    public sealed interface Outcome {
        /** All of them are durable there. */
        record Placed() implements Outcome {}

        /** @param fault what is wrong with one of them; nothing personal */
        record Broken(String mediaId, String fault) implements Outcome {}

        /** The other cell knows the person under another home. */
        record StaleHome() implements Outcome {}
    }

    /**
     * Does nothing about those that are there already.
     *
     * @param author as the other cell knows them: a guest, or at home there
     * @param placed why they go there; null when they come home
     * @param copyOf screening id of the copy that will show them; null for a content
     */
    public static Outcome bring(
            CellEnd from,
            CellEnd to,
            Passage passage,
            Author author,
            @Nullable Placed placed,
            Collection<String> mediaIds,
            @Nullable String copyOf,
            Instant at) {
        if (mediaIds.isEmpty()) return new Outcome.Placed();
        passage.check(from.region(), to.region(), DataKind.MEDIA);
        if (to.cell().welcome(author, at).isEmpty()) return new Outcome.StaleHome();
        var objects = new ObjectCopier(from, to, passage);
        var there = new GuestMedia(to.cell()).present(mediaIds);
        for (var mediaId : mediaIds) {
            var stored = (there.contains(mediaId) ? to : from)
                    .cell()
                    .reader()
                    .media(mediaId)
                    .filter(media -> media.account().equals(author.account()))
                    .map(CarriedMedia::of);
            if (stored.isEmpty()) return new Outcome.Broken(mediaId, "is not there any more");
            if (!there.contains(mediaId)) {
                var fault = copy(objects, passage, author, stored.get());
                if (fault.isPresent()) return new Outcome.Broken(mediaId, fault.get());
            }
            var row = MediaWrite.of(stored.get(), author, placed, copyOf);
            if (to.cell().writer().store(row) instanceof MediaOutcome.StaleHome) return new Outcome.StaleHome();
        }
        return new Outcome.Placed();
    }

    private static Optional<String> copy(ObjectCopier objects, Passage passage, Author author, CarriedMedia media) {
        String fault = objects.copy(passage, author.account(), media);
        return Optional.ofNullable(fault != null ? fault : objects.verify(author.account(), media));
    }

    /** Deletes objects that a removal of rows wrote down under the event's id. */
    public static void deleteNoted(CellEnd end, String eventId) {
        ErasedObjects.delete(new ErasureSite(end.cell(), end.store()), eventId);
        end.cell().removal().forgetObjects(eventId);
    }

    /** Those of the ids in a stable order, each once. */
    public static List<String> distinct(Collection<String> mediaIds) {
        return mediaIds.stream().distinct().sorted().toList();
    }
}
