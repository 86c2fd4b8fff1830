package io.gatehouse.examples.spark;

import io.gatehouse.jobs.rescan.JudgedAgain;
import io.gatehouse.jobs.rescan.StoredContents;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.residency.archive.ArchivedContent;
import io.gatehouse.residency.archive.SegmentReader;
import io.gatehouse.residency.cell.ArchiveSegment;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.OwnedTables;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.ReportFacts;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.store.RegionStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Judges what was archived of a span of time again, by Spark: a segment is a task, and {@code moderation-core} the function, the same
 * one that the job {@code rescan} calls. It runs inside the region: segments are read where they lie, what opens them is asked of the
 * cell when a segment is read, and what comes back are ids and verdicts.
 */
public final class SegmentRescan {
    private SegmentRescan() {}

    /** What an executor works with. Opened in its own JVM, once: keys and policies do not travel with tasks. */
    public record Workplace(Cell cell, RegionStore store, Moderator moderator, StoredContents contents) {}

    /** Says where that is. Sent with each task. */
    @FunctionalInterface
    public interface Where extends Serializable {
        /** The same one for all tasks of a JVM. */
        Workplace workplace();
    }

    /**
     * One content, judged again.
     *
     * @param decisionId that stood when it was archived
     * @param before its verdict
     * @param now what it would be today; {@code skipped:} and a reason where nothing is left to judge
     */
    public record Again(String decisionId, String before, String now) implements Serializable {}

    /**
     * @param from what was decided at this time or later
     * @param to and before that
     * @return in no order
     */
    public static List<Again> run(JavaSparkContext spark, Where where, Instant from, Instant to) {
        var numbers = where.workplace().cell().archive().segments().stream()
                .map(ArchiveSegment::segment)
                .toList();
        if (numbers.isEmpty()) return List.of();
        return spark.parallelize(numbers, numbers.size())
                .flatMap(number -> judge(where.workplace(), number, from, to).iterator())
                .collect();
    }

    private static List<Again> judge(Workplace here, long number, Instant from, Instant to) {
        var again = new ArrayList<Again>();
        for (var segment : here.cell().archive().segments()) {
            if (segment.segment() != number) continue;
            // Refuses a changed byte.
            var reader = SegmentReader.of(here.cell().region(), read(here.store(), segment));
            // Whoever may be read today: what was deleted since is not among them.
            var keys = here.cell().archive().keys(segment);
            for (var entry : reader.entries())
                reader.open(entry, keys)
                        .filter(content -> isWithin(content.standingDecision().decidedAt(), from, to))
                        .ifPresent(content -> again.add(judge(here, content)));
        }
        return again;
    }

    private static boolean isWithin(Instant at, Instant from, Instant to) {
        return !at.isBefore(from) && at.isBefore(to);
    }

    private static byte[] read(RegionStore store, ArchiveSegment segment) {
        try (InputStream in = store.get(segment.objectKey()).orElseThrow()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the segment " + segment.objectKey() + " cannot be read", e);
        }
    }

    private static Again judge(Workplace here, ArchivedContent content) {
        var standing = content.standingDecision();
        var record = standing.record();
        var answer = standing.answer();
        var words = content.contentOf(standing);
        if (record == null || answer == null || words.isEmpty())
            return new Again(standing.decisionId(), standing.verdict(), "skipped:content_not_kept");
        var payload = new Payload(words.get(), record, answer);
        return switch (JudgedAgain.of(
                here.contents(), here.moderator(), Overrides.NONE, decision(content, payload), payload)) {
            case JudgedAgain.Judged(var _, var judgement, var _) ->
                new Again(
                        standing.decisionId(),
                        standing.verdict(),
                        judgement.verdict().wireName());
            case JudgedAgain.NotJudged(var reason) ->
                new Again(standing.decisionId(), standing.verdict(), "skipped:" + reason);
        };
    }

    /** Whose it is no segment says, and judging does not ask. */
    private static StoredDecision decision(ArchivedContent content, Payload payload) {
        var standing = content.standingDecision();
        return new StoredDecision(
                standing.decisionId(),
                content.screeningId(),
                content.client(),
                OwnedTables.NOBODY,
                null,
                null,
                standing.logIndex(),
                content.index(),
                standing.revision(),
                new ReportFacts(
                        standing.surface(),
                        standing.verdict(),
                        standing.categories(),
                        standing.language(),
                        standing.policyDigest(),
                        standing.degraded(),
                        standing.decidedAt()),
                payload);
    }
}
