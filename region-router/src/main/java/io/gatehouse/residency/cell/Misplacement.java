package io.gatehouse.residency.cell;

import io.gatehouse.residency.directory.AccountRef;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something that lies where it must not.
 *
 * @param what an object's key, a table, a region: never anything of a person's
 * @param account whose it is, when that is known
 * @param candidateBreach whether personal data may have been where the law does not allow them
 */
public record Misplacement(Kind kind, String what, @Nullable AccountRef account, boolean candidateBreach) {
    /** What is wrong. */
    public enum Kind {
        /** An object that no row of its cell names, older than an upload takes. */
        ORPHAN_OBJECT,
        /** A row names an object that is not there. */
        LOST_OBJECT,
        /** An object whose row is in another cell. */
        FOREIGN_OBJECT,
        /** Rows of somebody who is not at home here, and no guest. */
        LEFTOVER_ROWS,
        /** The account is at home here; the directory says elsewhere. */
        HOME_DISAGREES,
        /** The account is at home in this cell and in another. */
        TWO_HOMES,
        /** The account is at home here, and the directory does not know it, or under another epoch. */
        DIRECTORY_DISAGREES,
        /** The account is moving, and no migration of it is under way; or one is, for more than a day. */
        STUCK_MOVE;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
