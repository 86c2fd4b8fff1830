package io.gatehouse.benchmarks.report;

import io.gatehouse.moderation.report.Category;
import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.service.terminal.ProgressBar;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A log as a year of decisions leaves it, with casework beside it. Entries have the facts of real decisions and are appended by the cell
 * itself; contents and decisions of their own are not written, because no report reads them.
 */
final class FilledLog {
    private static final int A_TRANSACTION = 2_000;
    /** One of so many decisions restricts something. */
    private static final int RESTRICTS = 4;

    private static final List<String> LANGUAGES = List.of("de", "en", "es", "fr", "it", "pl", "pt", "sv", "xx");
    private static final List<String> ACTIONS =
            List.of("visibility.removed", "visibility.demoted", "visibility.labelled", "account.suspended");
    private static final String NOTICES = """
        INSERT INTO notice (notice_id, notice_ref, body_ref, client, leads, received_at, category, keywords, is_named, key_id,
          wrapped_key, sealed_notifier, sealed_text, log_index)
        SELECT 'eu-west-1.n.' || i, decode(md5(i::text), 'hex'), '', 'bench', true, ?::timestamptz + i * interval '1 second',
          'STATEMENT_CATEGORY_VIOLENCE', '{KEYWORD_COORDINATED_HARM}', false, 'k', '', '', '', 0
        FROM generate_series(1, ?) i\
        """;
    private static final String ITEMS = """
        INSERT INTO notice_item (notice_id, n, decision_id, case_id, outcome, decided_at)
        SELECT 'eu-west-1.n.' || i, 0, 'eu-west-1.d.' || i, 'eu-west-1.c.' || i,
          CASE WHEN i % 3 = 0 THEN 'restrict' ELSE 'allow' END, ?::timestamptz + i * interval '3 seconds'
        FROM generate_series(1, ?) i\
        """;
    private static final String CASES = """
        INSERT INTO review_case (case_id, kind, state, decision_id, surface, categories, language, priority, opened_at, outcome,
          person, person_language, person_country, employment, unfounded, facts, resolved_at)
        SELECT 'eu-west-1.c.' || i, 'NOTICE', 'RESOLVED', 'eu-west-1.d.' || i, 'comment', '{}',
          CASE WHEN i % 2 = 0 THEN 'de' ELSE 'fr' END, 40, ?::timestamptz, CASE WHEN i % 3 = 0 THEN 'restrict' ELSE 'allow' END,
          'mod-' || i % 50, 'de', 'DE', 'internal', false, '{"first_verdict":"' || CASE WHEN i % 5 = 0 THEN 'review' ELSE 'allow' END
            || '","first_automated":true,"first_rules":["bench"],"ground":"illegal_content"}',
          ?::timestamptz + i * interval '3 seconds'
        FROM generate_series(1, ?) i\
        """;

    private final Cell cell;
    private final List<Category> categories;
    private final SplittableRandom random = new SplittableRandom(6);

    FilledLog(Cell cell, ReportTemplate template) {
        this.cell = cell;
        this.categories = template.categories().subList(0, 15);
    }

    /**
     * Adds what is missing of this many decisions, spread over the span, and a tenth as many notices with their cases when the log
     * was empty.
     */
    void fill(int decisions, Instant from, Instant to) {
        long there = size();
        if (there == 0) casework(decisions / 10, from);
        try (var bar = ProgressBar.onStandardError("filling", "decisions")) {
            for (long i = there; i < decisions; i += A_TRANSACTION) {
                long first = i;
                long end = Math.min(decisions, i + A_TRANSACTION);
                cell.transact(transaction -> {
                    for (long n = first; n < end; n++)
                        transaction.append(decision(n, at(n, decisions, from, to)));
                    return end;
                });
                bar.update(end, (double) end / decisions);
            }
        }
        cell.signCheckpoint();
        backdate(from);
    }

    private long size() {
        return cell.read(connection -> {
            try (var select = connection.prepareStatement("SELECT next_index FROM log_head");
                    var rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    private static Instant at(long n, long all, Instant from, Instant to) {
        return from.plusSeconds((to.getEpochSecond() - from.getEpochSecond() - 1) * n / all);
    }

    private LogEvent decision(long n, Instant at) {
        boolean restricts = random.nextInt(RESTRICTS) == 0;
        var category = categories.get(random.nextInt(categories.size()));
        var facts = new LinkedHashMap<String, Object>();
        facts.put("surface", "comment");
        facts.put("verdict", restricts ? "restrict" : "allow");
        facts.put("categories", restricts ? List.of("harassment") : List.of());
        facts.put("rules", restricts ? List.of("harassment.threat", "words.en") : List.of());
        facts.put("actions", restricts ? List.of(ACTIONS.get(random.nextInt(ACTIONS.size()))) : List.of());
        facts.put("automated", true);
        facts.put("language", LANGUAGES.get(random.nextInt(LANGUAGES.size())));
        facts.put("policy", "sha256:" + "0123456789abcdef".repeat(4));
        facts.put("models", List.of("sha256:" + "fedcba9876543210".repeat(4), "sha256:" + "02468ace13579bdf".repeat(4)));
        facts.put("bases", List.of());
        facts.put("degraded", false);
        facts.put("statement", restricts ? "given" : "none");
        facts.put("service", "video");
        facts.put("kept_for", "safety");
        if (restricts) facts.putAll(norm(category));
        return new LogEvent("eu-west-1.d.bench" + n, "decision", at, new EntryFacts(facts));
    }

    private Map<String, Object> norm(Category category) {
        var sub = category.subs().get(random.nextInt(category.subs().size()));
        boolean isLaw = category.number() < 15 && random.nextBoolean();
        return Map.of(
                "dsa_category", category.code(),
                "dsa_keywords", List.of(sub.code()),
                "ground", isLaw ? "illegal_content" : "incompatible_content");
    }

    private void casework(int notices, Instant from) {
        cell.transact(transaction -> {
            var connection = transaction.connection();
            String begin = from.toString();
            run(connection, NOTICES, begin, notices);
            run(connection, ITEMS, begin, notices);
            run(connection, CASES, begin, begin, notices);
            return notices;
        });
    }

    /** The log was signed today, and is told to have been signed before: a report looks there for where its time begins. */
    private void backdate(Instant from) {
        cell.transact(transaction -> run(
                transaction.connection(), "UPDATE checkpoint SET signed_at = ?::timestamptz", from.plusSeconds(1).toString()));
    }

    private static int run(Connection connection, String sql, Object... values) throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) statement.setObject(i + 1, values[i]);
            return statement.executeUpdate();
        }
    }
}
