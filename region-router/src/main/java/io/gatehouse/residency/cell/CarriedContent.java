package io.gatehouse.residency.cell;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A content with all its decisions, opened, on its way from one cell to another. In memory only.
 *
 * @param index of the content in the cell that it was read from
 * @param decisions in the order they were made, at least one
 */
@SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
public record CarriedContent(
        long index,
        String screeningId,
        String client,
        byte @Nullable [] name,
        byte @Nullable [] content,
        List<String> media,
        List<Decision> decisions) {
    public CarriedContent {
        media = List.copyOf(media);
        decisions = List.copyOf(decisions);
        if (decisions.isEmpty()) throw new IllegalArgumentException("a content without a decision: " + screeningId);
    }

    /**
     * @param index in the log of the cell that it was read from
     * @param leaf hash of its entry in that log (RFC 6962): what a new entry points to
     * @param supersedes position in the list of the one that it replaced; -1 for none
     * @param key the idempotency key that it answered; null for none
     */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    public record Decision(
            long index,
            byte[] leaf,
            String decisionId,
            int supersedes,
            boolean stands,
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
                    report,
                    record,
                    answer,
                    effects,
                    shadows,
                    taken.equals(key) ? null : key);
        }
    }

    /** An effect that is not carried out yet. */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    public record WaitingEffect(int n, String kind, byte[] payload, Instant dueAt, int attempts) {}

    /** A key that still answers repeats. */
    public record Key(IdempotencyKey key, Instant expiresAt) {}

    CarriedContent without(Key taken) {
        return new CarriedContent(
                index,
                screeningId,
                client,
                name,
                content,
                media,
                decisions.stream().map(decision -> decision.without(taken)).toList());
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
        out.number(decisions.size());
        for (var decision : decisions) encode(decision, out);
        return out.toBytes();
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
