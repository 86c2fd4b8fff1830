package io.gatehouse.residency.cell;

import io.gatehouse.residency.region.RegionId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A content with all its decisions, opened, on its way from one cell to another. In memory only.
 *
 * @param index of the content in the cell that it was read from
 * @param content the newest revision; null once the author deleted it
 * @param revision its number
 * @param earlier what edits replaced, oldest first
 * @param decisions in the order they were made, at least one
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record CarriedContent(
        long index,
        String screeningId,
        String client,
        byte @Nullable [] name,
        byte @Nullable [] content,
        int revision,
        List<Revision> earlier,
        List<String> media,
        List<CopyOwed> copies,
        List<Decision> decisions) {
    public CarriedContent {
        earlier = List.copyOf(earlier);
        media = List.copyOf(media);
        copies = List.copyOf(copies);
        decisions = List.copyOf(decisions);
        if (decisions.isEmpty()) throw new IllegalArgumentException("a content without a decision: " + screeningId);
    }

    /**
     * @param index in the log of the cell that it was read from
     * @param leaf hash of its entry in that log (RFC 6962): what a new entry points to
     * @param supersedes position in the list of the one that it replaced; -1 for none
     * @param revision of the content, which it is about
     * @param key the idempotency key that it answered; null for none
     */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    public record Decision(
            long index,
            byte[] leaf,
            String decisionId,
            int supersedes,
            boolean stands,
            int revision,
            ReportFacts report,
            byte @Nullable [] record,
            byte @Nullable [] answer,
            List<WaitingEffect> effects,
            List<ShadowVerdict> shadows,
            @Nullable Key key) {
        public Decision {
            effects = List.copyOf(effects);
            shadows = List.copyOf(shadows);
        }

        Decision without(Key taken) {
            return new Decision(
                    index,
                    leaf,
                    decisionId,
                    supersedes,
                    stands,
                    revision,
                    report,
                    record,
                    answer,
                    effects,
                    shadows,
                    taken.equals(key) ? null : key);
        }
    }

    /** What a content said before an edit. */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    public record Revision(int number, byte[] content) {}

    /** What the decision was about; null once the author deleted it. */
    public byte @Nullable [] contentOf(Decision decision) {
        if (decision.revision() == revision) return content;
        return earlier.stream()
                .filter(each -> each.number() == decision.revision())
                .findFirst()
                .map(Revision::content)
                .orElse(null);
    }

    /** An effect that is not carried out yet. */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    public record WaitingEffect(int n, String kind, byte[] payload, Instant dueAt, int attempts) {}

    /** A copy for members of a conversation who are at home elsewhere; {@code storedAt} is null until it is there. */
    public record CopyOwed(
            String region, String transferId, @Nullable Instant storedAt) {}

    /** A key that still answers repeats. */
    public record Key(IdempotencyKey key, Instant expiresAt) {}

    CarriedContent without(Key taken) {
        return new CarriedContent(
                index,
                screeningId,
                client,
                name,
                content,
                revision,
                earlier,
                media,
                copies,
                decisions.stream().map(decision -> decision.without(taken)).toList());
    }

    /** Without a copy for members in the region that becomes the content's own. */
    public CarriedContent withoutCopyIn(RegionId region) {
        if (copies.stream().noneMatch(copy -> copy.region().equals(region.value()))) return this;
        return new CarriedContent(
                index,
                screeningId,
                client,
                name,
                content,
                revision,
                earlier,
                media,
                copies.stream()
                        .filter(copy -> !copy.region().equals(region.value()))
                        .toList(),
                decisions);
    }

    long keys() {
        return decisions.stream().filter(decision -> decision.key() != null).count();
    }

    /** The one form in which both ends digest it: without places in logs, which differ from cell to cell. */
    byte[] encode() {
        var out = new Frames();
        out.text("content").text(screeningId).text(client).bytes(name).bytes(content);
        out.number(media.size());
        media.forEach(out::text);
        out.number(copies.size());
        for (var copy : copies) out.text(copy.region()).text(copy.transferId()).text(String.valueOf(copy.storedAt()));
        out.number(decisions.size());
        for (var decision : decisions) encode(decision, out);
        if (revision > 1) encodeRevisions(out);
        return out.toBytes();
    }

    /** Of edited contents only, so that a digest begun before there were edits can be taken up. */
    private void encodeRevisions(Frames out) {
        out.text("revisions").number(revision).number(earlier.size());
        for (var each : earlier) out.number(each.number()).bytes(each.content());
        for (var decision : decisions) out.number(decision.revision());
    }

    private static void encode(Decision decision, Frames out) {
        var report = decision.report();
        out.text(decision.decisionId())
                .number(decision.supersedes())
                .number(decision.stands() ? 1 : 0)
                .text(report.surface())
                .text(report.verdict())
                .text(String.join(",", report.categories()))
                .text(report.language())
                .text(report.policyDigest())
                .number(report.degraded() ? 1 : 0)
                .text(report.decidedAt().toString())
                .bytes(decision.record())
                .bytes(decision.answer());
        out.number(decision.effects().size());
        for (var effect : decision.effects())
            out.number(effect.n()).text(effect.kind()).bytes(effect.payload());
        out.number(decision.shadows().size());
        for (var shadow : decision.shadows())
            out.text(shadow.policyDigest())
                    .text(shadow.verdict())
                    .text(String.join(",", shadow.categories()))
                    .text(String.join(",", shadow.rules()))
                    .text(String.join(",", shadow.decidedRules()))
                    .number(shadow.degraded() ? 1 : 0);
        var key = decision.key();
        out.number(key == null ? 0 : 1);
        if (key != null)
            out.text(key.key().client())
                    .text(key.key().key())
                    .bytes(key.key().bodyDigest())
                    .text(key.expiresAt().toString());
    }
}
