package io.gatehouse.residency.cell;

import io.gatehouse.residency.cell.OwnedTable.AtErasure;
import io.gatehouse.residency.cell.OwnedTable.Owner;
import io.gatehouse.residency.directory.AccountRef;
import java.util.List;
import java.util.Map;

/**
 * Every table there is, and how its rows belong to people. Erasure, its proof, export and migration are driven by this list,
 * and a test holds it against the catalogue: a new table that is not listed here fails.
 */
public final class OwnedTables {
    /** Stands for everyone who was erased, so that what is left of one cannot be told from what is left of another. */
    public static final AccountRef NOBODY = new AccountRef(new byte[32]);

    private static final String NOBODY_SQL = "'\\x" + NOBODY + "'::bytea";
    private static final String RANDOM_SQL = "sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))";
    static final String EMPTY_SQL = "NULL";

    private static final AtErasure DELETE = new AtErasure.Delete();

    /** The tables of a cell. Those that others refer to stand after those that refer to them. */
    public static final List<OwnedTable> CELL = List.of(
            owned("outbox", new Owner.ByDecision("log_index"), DELETE, "effects not carried out yet, sealed"),
            owned("idempotency", new Owner.ByDecision("log_index"), DELETE, "keyed digests of requests, for a week"),
            owned("shadow_verdict", new Owner.ByDecision("log_index"), DELETE, "what rules in trial concluded"),
            owned("content_media", new Owner.ByContent("content_index"), DELETE, "which content shows which media"),
            owned(
                    "copy_owed",
                    new Owner.ByContent("content_index"),
                    DELETE,
                    "which other cells have copies of a content"),
            owned(
                    "content_copy",
                    new Owner.ByAccount("account_ref"),
                    DELETE,
                    "a guest's words, for members at home here"),
            owned(
                    "content_revision",
                    new Owner.ByContent("content_index"),
                    DELETE,
                    "what a person said before an edit, sealed"),
            owned("placed_content", new Owner.ByContent("content_index"), DELETE, "why a guest's content lies here"),
            owned(
                    "decision",
                    new Owner.ByDecision("log_index"),
                    new AtErasure.Anonymise(
                            Map.of("sealed_record", EMPTY_SQL, "sealed_answer", EMPTY_SQL),
                            "surface, verdict, categories, language, policy and time are counted in reports (DSA Art."
                                    + " 15, 24)"),
                    "decisions: what was told to the rules and what was answered, sealed; what reports count, plain"),
            owned(
                    "content",
                    new Owner.ByAccount("account_ref"),
                    new AtErasure.Anonymise(
                            Map.of(
                                    "account_ref", NOBODY_SQL,
                                    "content_ref", RANDOM_SQL,
                                    "sealed_name", EMPTY_SQL,
                                    "sealed_content", EMPTY_SQL,
                                    "archive_segment", EMPTY_SQL,
                                    "archive_offset", EMPTY_SQL,
                                    "archive_content_length", EMPTY_SQL,
                                    "archive_decision_length", EMPTY_SQL,
                                    "archive_content_salt", EMPTY_SQL,
                                    "archive_decision_salt", EMPTY_SQL),
                            "an empty row, of nobody, that holds a decision to its place in the log"),
                    "what a person said, and the platform's id for it, sealed; where it lies in the archive"),
            owned(
                    "media_hash",
                    new Owner.ByMedia("media_id"),
                    DELETE,
                    "what was seen in pictures and videos, sealed; made again in another home"),
            owned("placed_media", new Owner.ByMedia("media_id"), DELETE, "why a guest's pictures and videos lie here"),
            owned(
                    "copy_media",
                    new Owner.ByMedia("media_id"),
                    DELETE,
                    "which copy of a guest's content shows which media"),
            owned(
                    "media_leaving",
                    new Owner.ByAccount("account_ref"),
                    DELETE,
                    "media that may lie in another cell, with a content that was placed there"),
            owned(
                    "media_waiting",
                    new Owner.ByMedia("media_id"),
                    DELETE,
                    "media that nobody has looked at yet: how urgent, and how much work"),
            owned(
                    "media_look",
                    new Owner.ByMedia("media_id"),
                    DELETE,
                    "which process looks at which media now, and until when"),
            owned(
                    "media_upload_part",
                    new Owner.ByAccount("account_ref"),
                    DELETE,
                    "where the parts of unfinished uploads lie; not carried when a person moves"),
            owned(
                    "media_upload",
                    new Owner.ByAccount("account_ref"),
                    DELETE,
                    "uploads that are not finished, their description sealed; not carried when a person moves"),
            owned(
                    "media",
                    new Owner.ByAccount("account_ref"),
                    DELETE,
                    "pictures and videos: where they lie, sealed digests"),
            owned(
                    "legal_hold",
                    new Owner.ByAccount("account_ref"),
                    DELETE,
                    "what forbade an erasure for a while; its reference sealed"),
            owned(
                    "guest_before",
                    new Owner.ByAccount("account_ref"),
                    DELETE,
                    "what a guest was who is moving here, sealed, until they have arrived"),
            owned("account_notes", new Owner.ByAccount("account_ref"), DELETE, "labels, strikes and consents, sealed"),
            owned(
                    "account",
                    new Owner.ByAccount("account_ref"),
                    new AtErasure.DeleteWithKey(),
                    "the account: residence evidence, sealed; the person's key, wrapped"),
            owned(
                    "person_request",
                    new Owner.ByAccount("account_ref"),
                    new AtErasure.WithCertificate(Map.of("account_ref", EMPTY_SQL)),
                    "what a person asked for, when it is due, and the certificate"),
            of("erased_object", "random names of objects being deleted"),
            owned(
                    "departure",
                    new Owner.ByAccount("account_ref"),
                    new AtErasure.DeleteButNotAtMove(),
                    "that the account moved away, where to, and when"),
            owned(
                    "arrival",
                    new Owner.ByAccount("account_ref"),
                    new AtErasure.DeleteButNotAtMove(),
                    "that the account moved here, and where from"),
            owned(
                    "access_grant",
                    new Owner.ByAccount("account_ref"),
                    DELETE,
                    "leave to read from outside of the zone; the person's only where it names one"),
            owned(
                    "misplacement",
                    new Owner.ByAccount("account_ref"),
                    new AtErasure.DeleteButNotAtMove(),
                    "what a sweep found where it must not be, and whose it is"),
            owned(
                    "search_question",
                    new Owner.ByAccount("account_ref"),
                    new AtErasure.DeleteButNotAtMove(),
                    "what staff asked the index, sealed; the person's only where it names one"),
            new OwnedTable(
                    "notice",
                    new Owner.OwnKey("notifiers, who need have no account"),
                    new AtErasure.WithOwnKey("POST /v1/notices:erase destroys the keys of a notifier's notices"),
                    "who reported content, and what they said, sealed; category and time, plain"),
            new OwnedTable(
                    "appeal",
                    new Owner.OwnKey("notifiers who complain; what authors write lies with their notes"),
                    new AtErasure.WithOwnKey("POST /v1/notices:erase destroys the keys of a notifier's appeals too"),
                    "complaints about decisions: outcome and times, plain; a notifier's reasons, sealed"),
            new OwnedTable(
                    "authority_order",
                    new Owner.OwnKey("authorities, about people and contents"),
                    new AtErasure.WithOwnKey(
                            "kept: orders and what was done are a legal duty (DSA Art. 9, 10; 2021/784 Art. 6, 7)"),
                    "orders of authorities: ground, territory and times, plain; their text, sealed"),
            new OwnedTable(
                    "life_threat",
                    new Owner.OwnKey("authorities that were told, about contents and people"),
                    new AtErasure.WithOwnKey(
                            "kept: whoever told an authority of a threat to life answers for what was told (DSA Art. 18; 2021/784"
                                    + " Art. 14(5)); for how long, no law named here says"),
                    "that authorities were told of threats to life: basis, country and times, plain; what was told, sealed"),
            new OwnedTable(
                    "review_case",
                    new Owner.OwnKey("staff, about decisions"),
                    new AtErasure.WithOwnKey(
                            "kept: reasons given to who complained are a legal duty (DSA Art. 16, 20)"),
                    "decisions that wait for a person: ids, codes, pseudonyms of staff, plain; reasons given, sealed"),
            of("notice_item", "random ids of what was reported, and outcomes"),
            of("case_message", "random ids of who has to be told"),
            of("dispute", "random ids of decisions before out-of-court bodies, and outcomes"),
            of("order_item", "random ids of what orders are about, and when they took effect or found nothing"),
            of("order_event", "what happened to orders, and ids of API keys"),
            of("archive_segment", "segments of the archive: random names, numbers of contents, lengths, digests"),
            of("quality_measure", "how often people agreed with rules, by category and language"),
            of("attestation", "signed counts and digests of what the region held"),
            of(
                    "moved_id",
                    "random ids, which the log or a client has too, and the region where they or their owners are now"),
            of("erased_account", "keyed digests of who is no longer here, kept so that they stay away"),
            of("conversation", "keyed digests of conversations and where they are placed"),
            of("cell_identity", "names the region and checks its secret"),
            of("log_head", "the next index of the log"),
            of("log_entry", "commitments under people's keys, which say nothing once the key is gone"),
            of("log_event", "random ids of log entries"),
            of("log_tile", "hashes of log entries"),
            of("checkpoint", "signed sizes and hashes of the log"),
            of("hash_bank", "what is said about lists of known hashes"),
            of("hash_entry", "known hashes, who said so, ids of API keys; never whose media"),
            of("hash_change", "known hashes in the order they came and went"),
            of(
                    "hash_match",
                    "random ids of matches with known hashes, and what was said about them; never whose media"),
            of(
                    "webhook_delivery",
                    "random ids of decisions with their verdicts, as the decisions' own rows keep them, and who was told"),
            of("hash_video", "which known hashes are frames of which known video"),
            of("hash_follower", "random ids of nodes, and which changes of hashes they have followed"),
            of("hash_cut", "up to where changes of hashes are gone"),
            of("hash_exchange", "how far the hash lists of other bodies were fetched"),
            of("hash_exchange_row", "what other bodies' hash lists say of their hashes"),
            of("hash_feedback", "random ids of matches of which something was said back"),
            of("search_follower", "whether an index follows the cell"),
            of("search_change", "which contents the index has to look at again, by log index"),
            of("media_pace", "how long looking at pictures and videos took of late"),
            of("crossing", "codes, counts and pseudonyms of those who asked"),
            of("crossing_volume", "counts by day"),
            of("flyway_schema_history", "which migrations ran"));

    /** The tables of the control database, which all cells share. */
    public static final List<OwnedTable> CONTROL = List.of(
            owned(
                    "directory",
                    new Owner.ByAccount("account_ref"),
                    new AtErasure.DeleteWithKey(),
                    "the account directory: a keyed digest of the account id, and its home region"),
            of("directory_epoch", "the next home epoch"),
            of("directory_erasure", "random ids of erasures"),
            of("directory_identity", "checks the directory's secret"),
            of("api_key", "names and hashes of the keys of systems and staff, never of people who use the platform"),
            of("webhook_endpoint", "addresses of platforms' backends that are told of decisions, and sealed secrets"),
            of("policy_version", "published norms"),
            of("policy_blob", "files of published norms"),
            of("policy_file", "files of published norms"),
            of("policy_author", "ids of API keys"),
            of("policy_approval", "ids of API keys"),
            of("policy_event", "what happened to norms; ids of API keys"),
            of("policy_event_logged", "how far logs have copied what happened to norms"),
            of("policy_state", "a revision number"),
            of("policy_draft", "norms being written"),
            of("policy_draft_file", "norms being written"),
            of("policy_draft_author", "ids of API keys"),
            of("policy_override", "rules held back"),
            of("policy_count", "how often rules matched, by minute"),
            of("node_report", "what each node runs"),
            of("job_part", "which worker process works on which part of a job"),
            of("report", "published reports: counts and words about nobody; ids of API keys"),
            of("report_file", "files of published reports"),
            of("flyway_schema_history", "which migrations ran"));

    private OwnedTables() {}

    /** @throws IllegalArgumentException when a cell has no such table */
    static OwnedTable cell(String name) {
        return CELL.stream()
                .filter(table -> table.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no table " + name));
    }

    private static OwnedTable owned(String name, Owner owner, AtErasure atErasure, String holds) {
        return new OwnedTable(name, owner, atErasure, holds);
    }

    private static OwnedTable of(String name, String holds) {
        return new OwnedTable(name, new Owner.Nobody(holds), new AtErasure.NothingToDo(), holds);
    }
}
