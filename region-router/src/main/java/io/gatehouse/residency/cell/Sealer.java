package io.gatehouse.residency.cell;

import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.log.LogEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Seals what is a person's, opens it, and commits to it in log entries. */
final class Sealer {
    private final SealContext context;

    Sealer(SealContext context) {
        this.context = context;
    }

    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    record SealedDecision(byte[] record, byte[] answer, List<byte[]> effects, byte[] entry) {}

    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    record SealedContent(byte[] name, byte[] content, byte @Nullable [] idempotencyKey, SealedDecision decision) {}

    SealedContent seal(CellWrite write, PersonKey key) {
        var entry = new LogEntry(
                write.decisionId(),
                // Counted where it was decided, and not again where it was brought.
                write.lying().brought() == null ? "decision" : "decision-brought-home",
                context.region(),
                write.report().decidedAt(),
                commitment(
                        key,
                        "author",
                        write.decisionId(),
                        write.author().account().digest()),
                commitment(key, "content", write.decisionId(), write.payload().content()),
                PlacedRows.evidence(write));
        return new SealedContent(
                key.seal(write.name().id().getBytes(StandardCharsets.UTF_8), context.name(write.screeningId())),
                key.seal(write.payload().content(), context.content(write.screeningId(), 1)),
                idempotencyKey(write.idempotency(), write.decisionId(), key),
                decision(key, write.decisionId(), write.payload(), write.effects(), entry));
    }

    /** Kept sealed beside its digest, because that is keyed by the cell: a key must go with a person who moves. */
    private byte @Nullable [] idempotencyKey(@Nullable IdempotencyKey idempotency, String decisionId, PersonKey key) {
        return idempotency == null
                ? null
                : key.seal(IdempotencyRows.encode(idempotency), context.idempotencyKey(decisionId));
    }

    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    record SealedEdit(byte[] content, byte @Nullable [] idempotencyKey, SealedDecision decision) {}

    SealedEdit seal(ContentEdit edit, String screeningId, int revision, long contentIndex, PersonKey key) {
        String id = edit.decisionId();
        var facts = new LinkedHashMap<String, Object>(
                PlacedRows.evidence(edit.evidence(), edit.author().guestOf(), edit.placed(), edit.brought())
                        .facts());
        facts.put("revision", revision);
        facts.put("content_index", contentIndex);
        var entry = new LogEntry(
                id,
                edit.brought() == null ? "edit" : "edit-brought-home",
                context.region(),
                edit.report().decidedAt(),
                commitment(key, "author", id, edit.author().account().digest()),
                commitment(key, "content", id, edit.payload().content()),
                new EntryFacts(facts));
        return new SealedEdit(
                key.seal(edit.payload().content(), context.content(screeningId, revision)),
                idempotencyKey(edit.idempotency(), id, key),
                decision(key, id, edit.payload(), edit.effects(), entry));
    }

    SealedDecision seal(Redecision redecision, byte[] author, byte[] content, PersonKey key) {
        var entry = new LogEntry(
                redecision.decisionId(),
                "redecision",
                context.region(),
                redecision.report().decidedAt(),
                commitment(key, "author", redecision.decisionId(), author),
                commitment(key, "content", redecision.decisionId(), content),
                redecision.evidence());
        return decision(key, redecision.decisionId(), redecision.payload(), redecision.effects(), entry);
    }

    private SealedDecision decision(PersonKey key, String id, Payload payload, List<Effect> effects, LogEntry entry) {
        var sealedEffects = new ArrayList<byte[]>(effects.size());
        for (int n = 0; n < effects.size(); n++)
            sealedEffects.add(key.seal(effects.get(n).payload(), context.effect(id, n)));
        return new SealedDecision(
                key.seal(payload.record(), context.record(id)),
                key.seal(payload.answer(), context.answer(id)),
                sealedEffects,
                entry.encode());
    }

    /**
     * Bound to the entry's id, so that entries about one person, or of equal content, cannot be linked without the
     * person's key.
     */
    static byte[] commitment(PersonKey key, String what, String entryId, byte[] value) {
        var salt = (what + '\0' + entryId + '\0').getBytes(StandardCharsets.UTF_8);
        return key.commit(ByteBuffer.allocate(salt.length + value.length)
                .put(salt)
                .put(value)
                .array());
    }

    SealContext context() {
        return context;
    }
}
