package io.gatehouse.residency.migration;

/** Moments between the steps of a migration, in order: at each of them everything before is durable. */
public enum Boundary {
    /** The gate let it pass; nothing is changed yet. */
    PASSED,
    /** The old cell takes no more writes of the person. */
    PREPARED,
    /** The new cell has a key and the person's profile and notes. */
    OPENED,
    /** An object lies in the new store; its row does not yet. */
    OBJECT_COPIED,
    /** A page of media is in the new cell. */
    MEDIA_COPIED,
    /** A page of contents is in the new cell. */
    PAGE_COPIED,
    /** All of it was read back in the new cell, and is the same. */
    VERIFIED,
    /** The directory names the new home. */
    SWITCHED,
    /** The new cell takes writes. */
    ARRIVED,
    /** The old cell's log says where the person went. */
    LEFT,
    /** The old cell knows where old ids are found. */
    POINTED,
    /** The old store has no object of theirs. */
    OBJECTS_REMOVED,
    /** The old cell's tables have nothing of theirs but the account's row. */
    ROWS_REMOVED,
    /** The old key is destroyed. */
    KEY_DESTROYED,
    /** The old cell was asked again, and says so in its log. */
    PROVED,
    /** It is to be undone, and the reason is written down. */
    GIVEN_UP,
    /** What had come to the new cell was removed again. */
    WITHDRAWN,
    /** The person is at home where they were. */
    STAYED
}
