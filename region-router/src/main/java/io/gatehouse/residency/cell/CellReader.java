package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.key.PersonKey;
import java.util.List;
import java.util.Optional;

/**
 * Reads a cell and opens what is sealed. Thread-safe. Every method throws {@link
 * io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away; retrying is safe.
 */
public interface CellReader {
    Optional<StoredDecision> decision(String decisionId);

    /** The decision that stands for this screening. */
    Optional<StoredDecision> screening(String screeningId);

    /** The decision that stands for a client's content. */
    Optional<StoredDecision> content(ContentName name);

    /** Asks before judging: {@link WriteOutcome.Repeated}, {@link WriteOutcome.KeyReused}, or empty when the key is new. */
    Optional<WriteOutcome> earlier(IdempotencyKey key);

    /** As {@link #decision}, for whoever goes through many: one that does not open is marked, and no reason to stop. */
    Optional<StoredDecision> marked(String decisionId);

    /**
     * Standing decisions with their content, in order of {@link StoredDecision#contentIndex}, for jobs that go through a
     * range in pages. One that does not open is marked ({@link StoredDecision#isUnreadable}) and keeps no other from being read.
     *
     * @param fromIndex first content index asked for
     * @param toIndex content index after the last
     * @param limit most rows returned; continue with the last row's content index + 1
     */
    List<StoredDecision> standing(long fromIndex, long toIndex, int limit);

    /**
     * One person's contents with their first decisions, and the decisions that stand where these are others; in order of
     * {@link StoredDecision#index}, for feeds that go on from the last one.
     *
     * @param afterIndex index of the last one seen; -1 for all
     */
    List<StoredDecision> history(AccountRef account, long afterIndex, int limit);

    /** The log index that the next entry will get: content stored later lies at or above it. */
    long nextIndex();

    Optional<Account> account(AccountRef account);

    /** What is noted about a person, opened; empty when nothing is, or the person is not here. */
    byte[] notes(AccountRef account, NotesTopic topic);

    Optional<StoredMedia> media(String mediaId);

    /** Standing decisions on contents that show these media, newest first, at most {@code limit}. */
    List<StoredDecision> showing(String mediaId, int limit);

    CellCounts counts();

    /** What a version in shadow concluded here, beside what was decided. */
    ShadowComparison shadow(String policyDigest);

    /** For sealing an author's media. Empty when the account is not here, or no longer. */
    Optional<PersonKey> personKey(AccountRef account);
}
