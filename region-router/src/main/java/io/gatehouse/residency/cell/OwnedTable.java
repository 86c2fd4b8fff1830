package io.gatehouse.residency.cell;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a table holds of people.
 *
 * @param name as the catalogue has it
 * @param owner how a row is found to be somebody's
 * @param atErasure what becomes of a person's rows when the person is erased
 * @param holds what is in it, in words for a privacy officer
 */
public record OwnedTable(String name, Owner owner, AtErasure atErasure, String holds) {
    public OwnedTable {
        if (owner instanceof Owner.Nobody != atErasure instanceof AtErasure.NothingToDo)
            throw new IllegalArgumentException(name + ": what belongs to nobody, and only that, needs no erasure");
        if (owner instanceof Owner.OwnKey != atErasure instanceof AtErasure.WithOwnKey)
            throw new IllegalArgumentException(name + ": what has a key of its own, and only that, goes with it");
    }

    /** How a row of a table belongs to a person. */
    public sealed interface Owner {
        /** @param column holds an account_ref */
        record ByAccount(String column) implements Owner {}

        /** @param column holds the content_index of a content of theirs */
        record ByContent(String column) implements Owner {}

        /** @param column holds the log_index of a decision on a content of theirs */
        record ByDecision(String column) implements Owner {}

        /** @param column holds the media_id of media of theirs */
        record ByMedia(String column) implements Owner {}

        /**
         * Rows about people who need have no account: each is sealed under a key of its own.
         *
         * @param who wrote what is in it
         */
        record OwnKey(String who) implements Owner {}

        /** @param reason why no row of it is about a person */
        record Nobody(String reason) implements Owner {}
    }

    /** What becomes of a person's rows. */
    public sealed interface AtErasure {
        /** The row goes. */
        record Delete() implements AtErasure {}

        /**
         * The row goes; it is about a move, or is what staff did here, so a person who moves leaves it, and it may lie where
         * they are not at home.
         */
        record DeleteButNotAtMove() implements AtErasure {}

        /** The row goes with the person's key, after everything else. */
        record DeleteWithKey() implements AtErasure {}

        /**
         * The row stays and says nothing of the person any more.
         *
         * @param set columns and the SQL that takes the place of what was in them
         * @param why what the rest is kept for
         */
        record Anonymise(SortedMap<String, String> set, String why) implements AtErasure {
            public Anonymise {
                if (set.isEmpty()) throw new IllegalArgumentException("nothing is made anonymous");
                set = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(set));
            }

            Anonymise(Map<String, String> set, String why) {
                this(new TreeMap<>(set), why);
            }
        }

        /**
         * The row names the person until all else is done, and forgets them in the transaction that writes the certificate.
         *
         * @param set as in {@link Anonymise}
         */
        record WithCertificate(Map<String, String> set) implements AtErasure {
            public WithCertificate {
                set = Map.copyOf(set);
            }
        }

        /**
         * An account's erasure leaves the row as it is; what destroys its key is an act of its own.
         *
         * @param how it is destroyed, or why it is kept
         */
        record WithOwnKey(String how) implements AtErasure {}

        /** There is nothing of anybody in it. */
        record NothingToDo() implements AtErasure {}
    }
}
