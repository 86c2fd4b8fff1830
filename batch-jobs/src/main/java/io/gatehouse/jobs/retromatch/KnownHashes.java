package io.gatehouse.jobs.retromatch;

import io.gatehouse.moderation.fact.KnownPicture;
import io.gatehouse.residency.bank.Due;
import io.gatehouse.residency.bank.MatchedRow;
import io.gatehouse.residency.cell.MediaHashes.Seen;
import io.gatehouse.residency.region.RegionId;
import java.time.Instant;
import java.util.List;
import java.util.function.LongFunction;

/** The hash banks of the regions of this process, and what was seen in media there. Thread-safe. */
public interface KnownHashes {
    /** What is due in a region now. */
    Due due(RegionId region);

    /** That hashes came, or media that had been decided upon were looked at, since the last time. */
    boolean isAnythingDue(RegionId region, Due due);

    /** How many media of a region that were stored before a time nobody has looked at. */
    long notLookedAt(RegionId region, Instant before);

    /** How many media were seen in a region so far, or some more: the number after the last one's. */
    long mediaSeen(RegionId region);

    /** Pages through what was seen: numbers from one to before another. */
    List<Seen> seen(RegionId region, long from, long to, int limit);

    /** Numbers of the contents that show a medium. */
    List<Long> contentsOf(RegionId region, String mediaId);

    /** The hashes that are due, ready to be looked for. */
    NewHashes load(RegionId region, Due due);

    /** Notes that everything that was due was looked for. */
    void done(RegionId region, Due due);

    /** Hashes that are looked for among seen media. Thread-safe. */
    interface NewHashes {
        /** How many. */
        long size();

        /**
         * Whether one of them is near what was seen. Of what was looked at since the last time, all hashes are asked about: it may
         * have been decided upon before anybody could look.
         *
         * @throws IllegalArgumentException when these bytes were not written by this version
         */
        Nearness areNear(Seen seen);

        /**
         * What the banks of the matching ones say about a content, nearest first; empty where an innocent one is near, too, or
         * where the bank is not asked about this content.
         *
         * @param content what stays the same when the content comes again
         */
        Said judge(Seen seen, String content);

        /** Keeps matches, so that people can confirm or dispute them; one that is kept already is not kept twice. */
        void keep(List<MatchedRow> matches);
    }

    /** @param inPart that not all was compared: there were more frames, or more hashes near, than are */
    record Nearness(boolean areNear, boolean inPart) {}

    /**
     * @param inPart as of {@link Nearness}
     * @param ofAll that all hashes were asked about, of which the standing decision may have been told
     */
    record Said(List<Match> matches, boolean inPart, boolean ofAll) {}

    /** @param picture what a judgement is told of it */
    record Match(long entryId, int distance, KnownPicture picture) {
        MatchedRow row(LongFunction<String> ids) {
            return new MatchedRow(ids.apply(entryId), entryId, distance);
        }

        /** What a judgement is told of a match that was kept. */
        KnownPicture kept(LongFunction<String> ids) {
            return picture.named(ids.apply(entryId));
        }
    }
}
