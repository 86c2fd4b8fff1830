package io.gatehouse.moderation.evaluation;

/** What a label says about one category of one text. */
public enum Truth {
    PRESENT,
    ABSENT,
    /** The label does not speak about the category: the text counts neither for nor against. */
    NOT_LABELLED
}
