package io.gatehouse.moderation.text;

/** Knows how to write a reading of which only the tokens were needed so far; most readings are never written. */
interface Unread {
    /** The reading with its characters. Asked once. */
    FoldedView write();
}
