package io.gatehouse.residency.cell;

import io.gatehouse.residency.region.RegionId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Inserts decisions, their effects and the cases of those that a person must decide, whatever the content they are about. */
final class DecisionRows {
    private static final String INSERT = """
            INSERT INTO decision (log_index, decision_id, content_index, supersedes_index, surface, verdict, categories,
              language, policy_digest, degraded, decided_at, sealed_record, sealed_answer,
              revision)
            SELECT i, d, c, s, u, v, string_to_array(g, ','), l, p, b, t, r, a, n
            FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) AS x (i, d, c, s, u, v, g, l, p, b, t, r, a, n)""";
    private static final String INSERT_EFFECTS = """
            INSERT INTO outbox (log_index, n, kind, sealed_payload, due_at)
            SELECT * FROM unnest(?, ?, ?, ?, ?)""";

    private DecisionRows() {}

    record DecisionRow(
            long index,
            String decisionId,
            long contentIndex,
            @Nullable Long supersedesIndex,
            int revision,
            ReportFacts report,
            List<Effect> effects,
            Sealer.SealedDecision sealed) {}

    static void insert(Connection connection, List<DecisionRow> rows, RegionId region) throws SQLException {
        if (rows.isEmpty()) return;
        Bulk.update(
                connection,
                INSERT,
                Bulk.longs(rows, DecisionRow::index),
                Bulk.texts(rows, DecisionRow::decisionId),
                Bulk.longs(rows, DecisionRow::contentIndex),
                new Bulk.Column(
                        "int8", rows.stream().map(DecisionRow::supersedesIndex).toArray(Long[]::new)),
                Bulk.texts(rows, row -> row.report().surface()),
                Bulk.texts(rows, row -> row.report().verdict()),
                Bulk.texts(rows, row -> String.join(",", row.report().categories())),
                Bulk.texts(rows, row -> row.report().language()),
                Bulk.texts(rows, row -> row.report().policyDigest()),
                Bulk.truths(rows, row -> row.report().degraded()),
                Bulk.times(rows, row -> row.report().decidedAt()),
                Bulk.bytes(rows, row -> row.sealed().record()),
                Bulk.bytes(rows, row -> row.sealed().answer()),
                Bulk.integers(rows, DecisionRow::revision));
        insertEffects(connection, rows);
        ReviewRows.write(connection, rows, region);
    }

    private static void insertEffects(Connection connection, List<DecisionRow> rows) throws SQLException {
        var effects = new ArrayList<EffectRow>();
        for (var row : rows) {
            IntStream.range(0, row.effects().size())
                    .mapToObj(n -> new EffectRow(
                            row.index(),
                            n,
                            row.effects().get(n).kind(),
                            row.sealed().effects().get(n),
                            due(row.effects().get(n), row.report())))
                    .forEach(effects::add);
        }
        if (effects.isEmpty()) return;
        Bulk.update(
                connection,
                INSERT_EFFECTS,
                Bulk.longs(effects, EffectRow::index),
                Bulk.integers(effects, EffectRow::n),
                Bulk.texts(effects, EffectRow::kind),
                Bulk.bytes(effects, EffectRow::sealed),
                Bulk.times(effects, EffectRow::dueAt));
    }

    private static Instant due(Effect effect, ReportFacts report) {
        var due = effect.dueAt();
        return due == null ? report.decidedAt() : due;
    }

    @SuppressWarnings("ArrayRecordComponent") // The bytes are handed over, never compared or changed.
    private record EffectRow(long index, int n, String kind, byte[] sealed, Instant dueAt) {}
}
