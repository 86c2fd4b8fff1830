package io.gatehouse.residency.casework;

import io.gatehouse.residency.casework.ReviewCase.Kind;
import io.gatehouse.residency.casework.ReviewCase.Resolution;
import io.gatehouse.residency.casework.ReviewCase.State;
import io.gatehouse.residency.cell.Cell;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.cell.LoggedTransaction;
import io.gatehouse.residency.log.EntryFacts;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cases of one cell. Deciding one takes three steps, so that the content may lie in another cell by now: {@link #begin}
 * notes what was decided and under which id, the decision is written, {@link #finish} tells everybody who waits. Each may be
 * repeated; whoever finds a case between them knows from the id whether the decision was written. Thread-safe.
 */
public final class Cases {
    private static final String STANDING = """
        SELECT s.decision_id, s.surface, s.categories, s.language
        FROM decision d JOIN content c ON c.content_index = d.content_index JOIN decision s ON s.log_index = c.standing_index
        WHERE d.decision_id = ?\
        """;
    private static final String BEGIN = """
        UPDATE review_case SET state = 'DECIDING', outcome = ?, new_decision_id = ?, person = ?, person_language = ?,
          person_country = ?, employment = ?, unfounded = ?, facts = ?, body_ref = ?, key_id = ?, wrapped_key = ?, sealed_reasons = ?,
          resolved_at = ?
        WHERE case_id = ? AND state = 'OPEN'\
        """;
    private static final String CLEAR = """
        outcome = NULL, new_decision_id = NULL, person = NULL, person_language = NULL, person_country = NULL,
          employment = NULL, unfounded = NULL, facts = NULL, body_ref = NULL, key_id = NULL, wrapped_key = NULL,
          sealed_reasons = NULL, resolved_at = NULL\
        """;

    /** Not where somebody looks already: they would decide on what they did not read, and a flood of notices would hold them up. */
    private static final String JOINABLE = """
        SELECT case_id FROM review_case WHERE decision_id = ? AND state = 'OPEN' AND kind <> 'APPEAL'
          AND (leased_by IS NULL OR leased_until <= ?) ORDER BY priority, opened_at, case_id LIMIT 1\
        """;

    private static final String TABLE = "review_case";

    private final Cell cell;

    public Cases(Cell cell) {
        this.cell = cell;
    }

    public Optional<ReviewCase> find(String id) {
        return cell.read(connection -> find(connection, id));
    }

    private static Optional<ReviewCase> find(Connection connection, String id) throws SQLException {
        return Sql.query(connection, "SELECT * FROM review_case WHERE case_id = ?", CaseRow::read, id).stream()
                .findFirst();
    }

    /**
     * What is asked for in a listing.
     *
     * @param states at least one
     * @param after id of the last case seen; null from the start
     */
    public record Filter(
            List<State> states,
            @Nullable Kind kind,
            @Nullable String surface,
            @Nullable String category,
            @Nullable String language,
            @Nullable String after) {
        public Filter {
            states = List.copyOf(states);
        }
    }

    /** The most urgent first, then the oldest. */
    public List<ReviewCase> list(Filter filter, int limit) {
        return cell.read(connection -> Sql.query(
                connection,
                """
                SELECT * FROM review_case WHERE state = ANY (?) AND (?::text IS NULL OR kind = ?)
                  AND (?::text IS NULL OR surface = ?) AND (?::text IS NULL OR ? = ANY (categories))
                  AND (?::text IS NULL OR language = ?)
                  AND (?::text IS NULL OR (priority, opened_at, case_id)
                    > (SELECT a.priority, a.opened_at, a.case_id FROM review_case a WHERE a.case_id = ?))
                ORDER BY priority, opened_at, case_id LIMIT ?\
                """,
                CaseRow::read,
                filter.states().stream().map(Enum::name).toList(),
                name(filter.kind()),
                name(filter.kind()),
                filter.surface(),
                filter.surface(),
                filter.category(),
                filter.category(),
                filter.language(),
                filter.language(),
                filter.after(),
                filter.after(),
                limit));
    }

    private static @Nullable String name(@Nullable Enum<?> value) {
        return value == null ? null : value.name();
    }

    /** Opened and not decided, of this kind, before this moment. */
    public long waitingSince(Kind kind, Instant before) {
        return cell.read(connection -> Sql.query(
                        connection,
                        "SELECT count(*) FROM review_case WHERE state = 'OPEN' AND kind = ? AND opened_at < ?",
                        row -> row.getLong(1),
                        kind.name(),
                        before)
                .getFirst());
    }

    /** What became of asking for a case. */
    public sealed interface Asking {
        /** It is the person's until then. */
        record Granted(ReviewCase of) implements Asking {}

        record LeasedToAnother(Instant until) implements Asking {}

        record NotLeased() implements Asking {}

        /** The person decided before: another must. */
        record Barred() implements Asking {}

        /** Nobody can decide it any more. */
        record Closed(State state) implements Asking {}

        /** The same person sent the same before. */
        record Repeated(ReviewCase of) implements Asking {}

        record Unknown() implements Asking {}
    }

    public Asking lease(String id, String person, Instant until, Instant now) {
        return cell.transact(transaction -> {
            var found = find(transaction.connection(), id);
            if (found.isEmpty()) return new Asking.Unknown();
            var of = found.get();
            if (of.state() != State.OPEN) return new Asking.Closed(of.state());
            if (of.barred().contains(person)) return new Asking.Barred();
            var lease = of.lease();
            if (lease != null && lease.holdsAt(now) && !lease.person().equals(person))
                return new Asking.LeasedToAnother(lease.until());
            Sql.update(
                    transaction.connection(),
                    "UPDATE review_case SET leased_by = ?, leased_until = ? WHERE case_id = ?",
                    person,
                    until,
                    id);
            return new Asking.Granted(find(transaction.connection(), id).orElseThrow());
        });
    }

    /** Gives a case back before its lease ends; does nothing when it is somebody else's. */
    public void release(String id, String person) {
        cell.transact(transaction -> Sql.update(
                transaction.connection(),
                "UPDATE review_case SET leased_by = NULL, leased_until = NULL WHERE case_id = ? AND leased_by = ?",
                id,
                person));
    }

    /**
     * @param reasons given to whoever waits for it
     * @param body digest of the request, so that a repeat is known
     */
    public Asking begin(String id, Resolution resolution, String reasons, byte[] body) {
        byte[] bodyRef =
                cell.recordRef("resolution-body", java.util.HexFormat.of().formatHex(body));
        var made = cell.ownKeys().create(TABLE, id);
        byte[] sealed = made.key().seal("reasons", reasons.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            var found = find(connection, id);
            if (found.isEmpty()) return new Asking.Unknown();
            var of = found.get();
            String person = resolution.by().person();
            if (of.state() == State.DECIDING || of.state() == State.RESOLVED)
                return of.resolution() != null && isRepeat(connection, id, person, bodyRef)
                        ? new Asking.Repeated(of)
                        : new Asking.Closed(of.state());
            if (of.state() != State.OPEN) return new Asking.Closed(of.state());
            if (of.barred().contains(person)) return new Asking.Barred();
            var lease = of.lease();
            if (lease == null || !lease.holdsAt(resolution.at())) return new Asking.NotLeased();
            if (!lease.person().equals(person)) return new Asking.LeasedToAnother(lease.until());
            Sql.update(
                    connection,
                    BEGIN,
                    resolution.outcome(),
                    resolution.newDecisionId(),
                    person,
                    resolution.by().language(),
                    resolution.by().country(),
                    resolution.by().employment(),
                    resolution.unfounded(),
                    CaseRow.write(resolution.facts()),
                    bodyRef,
                    made.wrapped().regionKeyId(),
                    made.wrapped().bytes(),
                    sealed,
                    resolution.at(),
                    id);
            return new Asking.Granted(find(connection, id).orElseThrow());
        });
    }

    private static boolean isRepeat(Connection connection, String id, String person, byte[] bodyRef)
            throws SQLException {
        return Sql.query(
                        connection,
                        "SELECT body_ref FROM review_case WHERE case_id = ? AND person = ?",
                        row -> row.getBytes(1),
                        id,
                        person)
                .stream()
                .anyMatch(stored -> Arrays.equals(stored, bodyRef));
    }

    /**
     * Its decision is durable, or none was needed: whoever waits for it has an outcome.
     *
     * @return index of the log entry
     */
    public long finish(String id) {
        return cell.transact(transaction -> {
            var connection = transaction.connection();
            var of = find(connection, id).orElseThrow();
            var resolution = of.resolution();
            if (resolution == null) throw new IllegalStateException("nobody decided the case " + id);
            Sql.update(
                    connection,
                    "UPDATE review_case SET state = 'RESOLVED', leased_by = NULL, leased_until = NULL"
                            + " WHERE case_id = ? AND state = 'DECIDING'",
                    id);
            settle(connection, of, resolution.outcome(), resolution);
            return log(transaction, "case-resolved", of, facts(of, resolution), resolution.at());
        });
    }

    /** Everybody who waits for this case has this outcome, once. */
    private static void settle(
            Connection connection, ReviewCase of, String outcome, @Nullable Resolution resolution, Instant at)
            throws SQLException {
        String decision = resolution == null ? null : resolution.newDecisionId();
        boolean unfounded = resolution != null && resolution.unfounded();
        Sql.update(connection, """
                INSERT INTO case_message (record_id, n, kind, due_at)
                SELECT notice_id, n, 'notice.decided', ? FROM notice_item WHERE case_id = ? AND outcome IS NULL
                UNION ALL SELECT appeal_id, 0, 'appeal.decided', ? FROM appeal WHERE case_id = ? AND outcome IS NULL
                ON CONFLICT DO NOTHING\
                """, at, of.id(), at, of.id());
        Sql.update(
                connection,
                "UPDATE notice_item SET outcome = ?, outcome_decision_id = ?, unfounded = ?, decided_at = ?"
                        + " WHERE case_id = ? AND outcome IS NULL",
                outcome,
                decision,
                unfounded,
                at,
                of.id());
        Sql.update(
                connection,
                "UPDATE appeal SET outcome = ?, outcome_decision_id = ?, unfounded = ?, decided_at = ?"
                        + " WHERE case_id = ? AND outcome IS NULL",
                outcome.equals(GONE) ? "omitted" : outcome,
                decision,
                unfounded,
                at,
                of.id());
    }

    private static void settle(Connection connection, ReviewCase of, String outcome, Resolution resolution)
            throws SQLException {
        settle(connection, of, outcome, resolution, resolution.at());
    }

    /** The outcome of what was reported and is not there any more. */
    public static final String GONE = "gone";

    /**
     * The decision was not written, because another stands by now. Whoever decided has not seen that one, so their lease ends.
     *
     * @param standing what is to be looked at instead; the lease stays where it is what was looked at
     */
    public void reopen(String id, String standing) {
        cell.transact(transaction -> Sql.update(
                transaction.connection(),
                "UPDATE review_case SET state = CASE WHEN kind = 'REVIEW' AND decision_id <> ? THEN 'SUPERSEDED' ELSE 'OPEN'"
                        + " END, leased_by = CASE WHEN decision_id = ? THEN leased_by END, decision_id = CASE WHEN kind ="
                        + " 'REVIEW' THEN decision_id ELSE ? END, " + CLEAR
                        + " WHERE case_id = ? AND state = 'DECIDING'",
                standing,
                standing,
                standing,
                id));
    }

    /** What it is about is not here any more. */
    public void close(String id, Instant at) {
        cell.transact(transaction -> {
            var connection = transaction.connection();
            var of = find(connection, id).orElseThrow();
            if (of.state() != State.OPEN && of.state() != State.DECIDING) return -1L;
            Sql.update(connection, "UPDATE review_case SET state = 'GONE', " + CLEAR + " WHERE case_id = ?", id);
            settle(connection, of, GONE, null, at);
            var facts = new LinkedHashMap<String, Object>();
            facts.put("case", id);
            facts.put("case_kind", of.kind().name().toLowerCase(java.util.Locale.ROOT));
            facts.put("decision", of.decisionId());
            return log(transaction, "case-gone", of, facts, at);
        });
    }

    /** Decided before this moment and not finished: a process died, or is slow. */
    public List<ReviewCase> deciding(Instant before, int limit) {
        return cell.read(connection -> Sql.query(
                connection,
                "SELECT * FROM review_case WHERE state = 'DECIDING' AND resolved_at < ? ORDER BY resolved_at LIMIT ?",
                CaseRow::read,
                before,
                limit));
    }

    /** Why it was decided so, as whoever waits for it reads it; empty while nobody decided. */
    public Optional<String> reasons(String id) {
        return cell.read(connection -> Sql.query(
                        connection,
                        "SELECT * FROM review_case WHERE case_id = ? AND wrapped_key IS NOT NULL",
                        row -> new String(
                                cell.ownKeys()
                                        .open(TABLE, id, row.getString("key_id"), row.getBytes("wrapped_key"))
                                        .open("reasons", row.getBytes("sealed_reasons")),
                                java.nio.charset.StandardCharsets.UTF_8),
                        id)
                .stream()
                .findFirst());
    }

    /**
     * Open cases about what is not here any more: its author deleted it, was erased, or moved, which leaves notices and appeals
     * something to decide elsewhere.
     */
    public List<String> orphans(int limit) {
        return cell.read(connection -> Sql.query(connection, """
                SELECT r.case_id FROM review_case r LEFT JOIN decision d ON d.decision_id = r.decision_id
                LEFT JOIN content c ON c.content_index = d.content_index
                WHERE r.state = 'OPEN' AND c.sealed_content IS NULL AND c.archive_content_salt IS NULL AND (d.decision_id IS NOT NULL OR r.kind = 'REVIEW')
                ORDER BY r.case_id LIMIT ?\
                """, row -> row.getString(1), limit));
    }

    /** The case that made a decision; empty when rules made it. */
    public Optional<ReviewCase> thatMade(String decisionId) {
        return cell.read(connection -> Sql.query(
                        connection,
                        "SELECT * FROM review_case WHERE new_decision_id = ? AND state = 'RESOLVED'",
                        CaseRow::read,
                        decisionId)
                .stream()
                .findFirst());
    }

    /** What is looked at: the decision that stands on the content of another. */
    record Standing(String decisionId, String surface, List<String> categories, String language) {}

    static Optional<Standing> standing(Connection connection, String decisionId) throws SQLException {
        return Sql.query(
                        connection,
                        STANDING,
                        row -> new Standing(
                                row.getString(1), row.getString(2), Sql.texts(row, "categories"), row.getString(4)),
                        decisionId)
                .stream()
                .findFirst();
    }

    /** @return the case where it waits: one that is open already and that nobody looks at, made more urgent, or a new one of this id */
    static String join(Connection connection, Standing on, String newCaseId, int priority, Instant at)
            throws SQLException {
        var open = Sql.query(connection, JOINABLE, row -> row.getString(1), on.decisionId(), at);
        if (open.isEmpty()) {
            open(connection, newCaseId, Kind.NOTICE, on, null, priority, List.of(), at);
            return newCaseId;
        }
        Sql.update(
                connection,
                "UPDATE review_case SET kind = 'NOTICE', priority = least(priority, ?) WHERE case_id = ?",
                priority,
                open.getFirst());
        return open.getFirst();
    }

    static void open(
            Connection connection,
            String id,
            Kind kind,
            Standing on,
            @Nullable String appealId,
            int priority,
            List<String> barred,
            Instant at)
            throws SQLException {
        Sql.update(
                connection,
                "INSERT INTO review_case (case_id, kind, state, decision_id, appeal_id, surface, categories, language,"
                        + " priority, opened_at, barred) VALUES (?, ?, 'OPEN', ?, ?, ?, ?, ?, ?, ?, ?)",
                id,
                kind.name(),
                on.decisionId(),
                appealId,
                on.surface(),
                on.categories(),
                on.language(),
                priority,
                at,
                barred);
    }

    private static Map<String, Object> facts(ReviewCase of, Resolution resolution) {
        var facts = new LinkedHashMap<String, Object>(resolution.facts());
        facts.put("case", of.id());
        facts.put("case_kind", of.kind().name().toLowerCase(java.util.Locale.ROOT));
        facts.put("decision", of.decisionId());
        if (resolution.newDecisionId() != null) facts.put("new_decision", resolution.newDecisionId());
        facts.put("outcome", resolution.outcome());
        facts.put("person", resolution.by().person());
        facts.put("person_language", resolution.by().language());
        facts.put("person_country", resolution.by().country());
        facts.put("employment", resolution.by().employment());
        facts.put("unfounded", resolution.unfounded());
        facts.put("opened_at", of.openedAt().toString());
        return facts;
    }

    private static long log(
            LoggedTransaction transaction, String kind, ReviewCase of, Map<String, Object> facts, Instant at)
            throws SQLException {
        return transaction.append(new LogEvent(of.id() + '/' + kind, kind, at, new EntryFacts(facts)));
    }
}
