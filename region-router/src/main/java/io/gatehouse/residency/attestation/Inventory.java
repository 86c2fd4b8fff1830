package io.gatehouse.residency.attestation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A kind of thing that a cell holds. Each thing is one line of text, each line ends with a line feed, and lines are sorted by
 * their bytes: the digest of a kind is the SHA-256 of its lines one after another. No line holds a text, a name or an
 * account id; times are UTC with six digits after the second; digests are lower-case hexadecimal.
 */
public enum Inventory {
    /** Keyed digest of the account id, state, home epoch. */
    ACCOUNTS("encode(account_ref, 'hex') || ' ' || state || ' ' || home_epoch FROM account"),
    /** Of those, the people who are at home elsewhere. */
    GUESTS("encode(account_ref, 'hex') || ' ' || home_epoch FROM account WHERE state = 'GUEST'"),
    /**
     * Screening id, index of the first decision, index of the standing one, SHA-256 of the sealed content, or its place in the
     * archive, or "-".
     */
    CONTENTS("screening_id || ' ' || content_index || ' ' || standing_index || ' '"
            + " || coalesce(encode(sha256(sealed_content), 'hex'), CASE WHEN archive_content_salt IS NOT NULL"
            + " THEN 'archived:' || archive_segment || '@' || archive_offset END, '-') FROM content"),
    /** Index of the content, number of the revision that an edit replaced, SHA-256 of it as sealed. */
    REVISIONS("content_index || ' ' || revision || ' ' || encode(sha256(sealed_content), 'hex') FROM content_revision"),
    /** Decision id, index in the log, index of the content. */
    DECISIONS("decision_id || ' ' || log_index || ' ' || content_index FROM decision"),
    /** Media id, key of the object, plain size. */
    MEDIA("media_id || ' ' || object_key || ' ' || size_bytes FROM media"),
    /** Labels, strikes and consents: keyed digest of the account id, topic, SHA-256 of the sealed bytes. */
    NOTES("encode(account_ref, 'hex') || ' ' || topic || ' ' || encode(sha256(sealed_notes), 'hex') FROM"
            + " account_notes"),
    /** Key ids of the region's key, and how many people's keys each wraps. */
    KEYS("key_id || ' ' || count(*) FROM account WHERE key_id IS NOT NULL GROUP BY key_id"),
    /**
     * Transfer id, time, index of the log entry, for crossings that were permitted; those that the checkpoint of the statement
     * covers. Whoever fetches the lines may be a crossing too, and must not change what is fetched.
     */
    CROSSINGS_PERMITTED("transfer_id || ' ' || " + time("at") + " || ' ' || log_index FROM crossing"
            + " WHERE permitted AND log_index < ?"),
    /** The same for those that were refused. */
    CROSSINGS_REFUSED("transfer_id || ' ' || " + time("at") + " || ' ' || log_index FROM crossing"
            + " WHERE NOT permitted AND log_index < ?"),
    /** Migration id, the other region, state, for people who left. */
    DEPARTURES("migration_id || ' ' || to_region || ' ' || state FROM departure"),
    /** The same for people who came. */
    ARRIVALS("migration_id || ' ' || from_region || ' ' || state FROM arrival"),
    /** Case id, kind, "breach" for candidate breaches or "-", for cases that are open. */
    MISPLACEMENTS("case_id || ' ' || kind || ' ' || CASE WHEN candidate_breach THEN 'breach' ELSE '-' END"
            + " FROM misplacement WHERE state = 'OPEN'"),
    /** From the object store, not from tables: key, size as stored. */
    OBJECTS("");

    private final String columns;

    Inventory(String columns) {
        this.columns = columns;
    }

    private static String time(String column) {
        return "to_char(" + column + " AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')";
    }

    /** Whether the lines are those below an index of the log, the one parameter of {@link #sql}. */
    boolean isOfTheLog() {
        return this == CROSSINGS_PERMITTED || this == CROSSINGS_REFUSED;
    }

    /** The lines in order; empty for what is not in tables. */
    Optional<String> sql() {
        return columns.isEmpty()
                ? Optional.empty()
                : Optional.of("SELECT line FROM (SELECT " + columns.replaceFirst(" FROM ", " AS line FROM ")
                        + ") AS lines ORDER BY line COLLATE \"C\"");
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Inventory> ofWireName(String name) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(name))
                .findFirst();
    }
}
