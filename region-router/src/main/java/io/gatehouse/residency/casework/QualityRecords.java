package io.gatehouse.residency.casework;

import io.gatehouse.residency.casework.ReviewCase.Kind;
import io.gatehouse.residency.cell.Cell;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What people decided about what rules had decided, and how that was counted before. Thread-safe; nothing here is personal. */
public final class QualityRecords {
    /** Decisions of rules alone: what a person decided says nothing of the rules. */
    private static final String JUDGED = """
        SELECT r.case_id, r.kind, r.outcome, r.appeal_id IS NOT NULL AND p.appellant = 'notifier' AS by_notifier,
          d.verdict, d.categories, d.language, r.facts::json ->> 'dsa_category' AS named
        FROM review_case r JOIN decision d ON d.decision_id = r.decision_id
        LEFT JOIN appeal p ON p.appeal_id = r.appeal_id
        WHERE r.state = 'RESOLVED' AND r.resolved_at >= ? AND r.resolved_at < ?
          AND NOT EXISTS (SELECT 1 FROM review_case o WHERE o.new_decision_id = r.decision_id)
        ORDER BY r.case_id\
        """;

    private static final String INSERT = """
        INSERT INTO quality_measure (run, category, language, measured_at, from_day, to_day, seed, share, right_hits,
          wrong_hits, misses, right_passes)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
        """;
    private static final String BEFORE = """
        SELECT * FROM quality_measure WHERE run = (SELECT run FROM quality_measure WHERE run <> ?
          ORDER BY measured_at DESC, run LIMIT 1) ORDER BY category, language\
        """;

    private final Cell cell;

    public QualityRecords(Cell cell) {
        this.cell = cell;
    }

    /**
     * A decision of the rules on which a person decided.
     *
     * @param flagged whether the rules restricted it or asked for a person because of what they found
     * @param violates what the person said
     * @param categories that the rules found
     * @param named the category of the statement (DSA) that the person named; null for what was let be
     */
    public record Judged(
            String caseId,
            boolean flagged,
            boolean violates,
            List<String> categories,
            @Nullable String named,
            String language) {
        public Judged {
            categories = List.copyOf(categories);
        }
    }

    /** Cases resolved from the first moment on and before the second; those without an answer are left out. */
    public List<Judged> judged(Instant from, Instant to) {
        return cell.read(connection -> Sql.query(connection, JUDGED, QualityRecords::judged, from, to)).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Judged> judged(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        boolean flagged = !row.getString("verdict").equals("allow");
        boolean byNotifier = row.getBoolean("by_notifier");
        Optional<Boolean> violates = switch (Kind.valueOf(row.getString("kind"))) {
            case REVIEW, NOTICE -> Optional.of(outcome.equals("restrict"));
            case APPEAL ->
                switch (outcome) {
                    case "upheld", "partially_reversed" -> Optional.of(flagged);
                    case "reversed" -> Optional.of(byNotifier);
                    default -> Optional.empty();
                };
        };
        String caseId = row.getString("case_id");
        var categories = Sql.texts(row, "categories");
        String named = row.getString("named");
        String language = row.getString("language");
        return violates.map(said -> new Judged(caseId, flagged, said, categories, named, language));
    }

    /**
     * A count.
     *
     * @param rightHits flagged, and people agreed
     * @param wrongHits flagged, and people did not
     * @param misses not flagged, and people restricted it
     * @param rightPasses not flagged, and people let it be
     */
    public record Measure(
            String category, String language, long rightHits, long wrongHits, long misses, long rightPasses) {}

    /** When and of what a run measured. */
    public record Measuring(String run, Instant at, LocalDate from, LocalDate to, long seed, double share) {}

    /** The same again changes nothing. */
    public void keep(Measuring measuring, List<Measure> measures) {
        cell.transact(transaction -> {
            for (var each : measures)
                Sql.update(
                        transaction.connection(),
                        INSERT,
                        measuring.run(),
                        each.category(),
                        each.language(),
                        measuring.at(),
                        measuring.from(),
                        measuring.to(),
                        measuring.seed(),
                        measuring.share(),
                        each.rightHits(),
                        each.wrongHits(),
                        each.misses(),
                        each.rightPasses());
            return measures.size();
        });
    }

    /** What the newest run other than this one measured; empty when there was none. */
    public List<Measure> before(String run) {
        return cell.read(connection -> Sql.query(connection, BEFORE, QualityRecords::measure, run));
    }

    private static Measure measure(ResultSet row) throws SQLException {
        return new Measure(
                row.getString("category"),
                row.getString("language"),
                row.getLong("right_hits"),
                row.getLong("wrong_hits"),
                row.getLong("misses"),
                row.getLong("right_passes"));
    }
}
