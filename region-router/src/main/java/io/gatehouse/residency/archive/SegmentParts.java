package io.gatehouse.residency.archive;

import io.gatehouse.residency.archive.ArchivedContent.Decision;
import io.gatehouse.residency.archive.ArchivedContent.Revision;
import io.gatehouse.residency.region.RegionId;
import java.nio.BufferUnderflowException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The two sealed parts of a content in a segment: what was said, and what was decided. */
final class SegmentParts {
    static final String CONTENT = "content";
    static final String DECISIONS = "decisions";
    /** Of records and answers: reserved for forms to come. */
    private static final int FORM = 1;

    private SegmentParts() {}

    static byte[] content(PartBytes out, List<Revision> revisions) {
        out.small(FORM).small(revisions.size());
        for (var revision : revisions) out.small(revision.number()).bytes(revision.content());
        return SegmentForm.compress(out.take());
    }

    static byte[] decisions(PartBytes out, ArchivedContent content) {
        out.small(FORM)
                .text(content.screeningId())
                .text(content.client())
                .number(content.standing())
                .small(content.decisions().size());
        for (var each : content.decisions()) {
            out.text(each.decisionId())
                    .number(each.logIndex())
                    .number(each.supersedes() == null ? -1 : each.supersedes())
                    .small(each.revision())
                    .text(each.surface())
                    .text(each.verdict())
                    .small(each.categories().size());
            each.categories().forEach(out::text);
            out.text(each.language())
                    .text(each.policyDigest())
                    .small(each.degraded() ? 1 : 0)
                    .number(each.decidedAt().getEpochSecond())
                    .small(each.decidedAt().getNano())
                    .bytes(each.record())
                    .bytes(each.answer());
        }
        return SegmentForm.compress(out.take());
    }

    /**
     * Opens what lies at a place in a segment.
     *
     * @param sealed the bytes of both parts
     * @return null when the decisions cannot be opened any more
     */
    static @Nullable ArchivedContent open(
            RegionId region, long index, byte[] sealed, int contentLength, SegmentKeys.Opening keys) {
        byte[] decisionSalt = keys.decisionSalt();
        if (decisionSalt == null) return null;
        byte[] contentSalt = keys.contentSalt();
        List<Revision> revisions = List.of();
        if (contentSalt != null && contentLength > 0)
            revisions = revisions(keys.person()
                    .record(contentSalt)
                    .open(Arrays.copyOfRange(sealed, 0, contentLength), SegmentForm.place(region, index, CONTENT)));
        byte[] decisions = keys.person()
                .record(decisionSalt)
                .open(
                        Arrays.copyOfRange(sealed, contentLength, sealed.length),
                        SegmentForm.place(region, index, DECISIONS));
        return read(index, revisions, decisions);
    }

    private static List<Revision> revisions(byte[] compressed) {
        var in = reader(compressed);
        var revisions = new ArrayList<Revision>();
        for (int left = in.small(); left > 0; left--)
            revisions.add(new Revision(in.small(), Objects.requireNonNull(in.bytes(), "a revision without words")));
        return revisions;
    }

    private static ArchivedContent read(long index, List<Revision> revisions, byte[] compressed) {
        try {
            var in = reader(compressed);
            String screeningId = in.text();
            String client = in.text();
            long standing = in.number();
            var decisions = new ArrayList<Decision>();
            for (int left = in.small(); left > 0; left--) decisions.add(decision(in));
            return new ArchivedContent(index, screeningId, client, standing, revisions, decisions);
        } catch (BufferUnderflowException cut) {
            throw new SegmentRefusedException("the decisions on content " + index + " are cut short", cut);
        }
    }

    private static Decision decision(PartBytes.Reader in) {
        String decisionId = in.text();
        long logIndex = in.number();
        long supersedes = in.number();
        int revision = in.small();
        String surface = in.text();
        String verdict = in.text();
        var categories = new ArrayList<String>();
        for (int left = in.small(); left > 0; left--) categories.add(in.text());
        return new Decision(
                decisionId,
                logIndex,
                supersedes < 0 ? null : supersedes,
                revision,
                surface,
                verdict,
                categories,
                in.text(),
                in.text(),
                in.small() == 1,
                Instant.ofEpochSecond(in.number(), in.small()),
                in.bytes(),
                in.bytes());
    }

    private static PartBytes.Reader reader(byte[] compressed) {
        var in = new PartBytes.Reader(SegmentForm.decompress(compressed));
        int form = in.small();
        if (form != FORM) throw new SegmentRefusedException("a part of a segment has the unknown form " + form);
        return in;
    }
}
