package io.gatehouse.residency.cell;

import io.gatehouse.residency.key.PersonKey;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.log.LogEntry;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Seals what comes from another cell under the person's new key, and makes its entries of the log. Thread-safe. */
final class ArrivingSeals {
    private final CellDigests digests;
    private final Sealer sealer;
    private final Instant at;

    ArrivingSeals(CellDigests digests, Sealer sealer, Instant at) {
        this.digests = digests;
        this.sealer = sealer;
        this.at = at;
    }

    /** A content sealed under the new key; entries and decisions in the same order as its own. */
    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    record Sealed(
            CarriedContent plain,
            byte[] commitment,
            byte[] ref,
            byte @Nullable [] name,
            byte @Nullable [] content,
            List<byte[]> earlier,
            List<SealedDecision> decisions) {}

    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    record SealedDecision(
            CarriedContent.Decision plain,
            byte[] entry,
            byte @Nullable [] record,
            byte @Nullable [] answer,
            List<byte[]> effects,
            byte @Nullable [] idempotencyKey) {}

    Sealed seal(Arrivals.Load load, CarriedContent content, PersonKey key) {
        var context = sealer.context();
        return new Sealed(
                content,
                key.commit(content.encode()),
                refOf(content),
                seal(key, content.name(), context.name(content.screeningId())),
                seal(key, content.content(), context.content(content.screeningId(), content.revision())),
                content.earlier().stream()
                        .map(each -> key.seal(each.content(), context.content(content.screeningId(), each.number())))
                        .toList(),
                content.decisions().stream()
                        .map(decision -> seal(load, content, decision, key))
                        .toList());
    }

    private byte[] refOf(CarriedContent content) {
        byte[] name = content.name();
        return name == null
                ? unaddressed(content)
                : digests.content(
                        new ContentName(content.client(), new String(name, java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** For a content whose name is gone, or was given to another content in this cell. */
    byte[] unaddressed(CarriedContent content) {
        return digests.content(new ContentName("moved\0" + content.client(), content.screeningId()));
    }

    private SealedDecision seal(
            Arrivals.Load load, CarriedContent content, CarriedContent.Decision decision, PersonKey key) {
        var context = sealer.context();
        String id = decision.decisionId();
        var carried = decision.key();
        return new SealedDecision(
                decision,
                entry(load, content, decision, key),
                seal(key, decision.record(), context.record(id)),
                seal(key, decision.answer(), context.answer(id)),
                decision.effects().stream()
                        .map(effect -> key.seal(effect.payload(), context.effect(id, effect.n())))
                        .toList(),
                carried == null ? null : key.seal(IdempotencyRows.encode(carried.key()), context.idempotencyKey(id)));
    }

    private static byte @Nullable [] seal(PersonKey key, byte @Nullable [] plain, byte[] place) {
        return plain == null ? null : key.seal(plain, place);
    }

    /** An id of its own, because a person who comes back has an entry of the decision's id here already. */
    private byte[] entry(Arrivals.Load load, CarriedContent content, CarriedContent.Decision decision, PersonKey key) {
        String id = load.migrationId() + '.' + decision.index();
        var facts = new TreeMap<String, Object>();
        facts.put("decision", decision.decisionId());
        facts.put("from_log", load.fromLog());
        facts.put("from_index", decision.index());
        facts.put("from_leaf", HexFormat.of().formatHex(decision.leaf()));
        byte[] plain = content.contentOf(decision);
        return new LogEntry(
                        id,
                        "decision-moved",
                        sealer.context().region(),
                        at,
                        Sealer.commitment(key, "author", id, load.account().digest()),
                        plain == null ? null : Sealer.commitment(key, "content", id, plain),
                        new EntryFacts(facts))
                .encode();
    }
}
