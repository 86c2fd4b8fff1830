package io.gatehouse.residency.cell;

/** What became of a {@link Redecision}. */
public sealed interface RedecisionOutcome {
    /** Durable, together with its log entry at this index. */
    record Written(long index) implements RedecisionOutcome {}

    /** Another decision stands by now. */
    record Superseded(String standingDecisionId) implements RedecisionOutcome {}

    /** No such decision, or its author was erased or is at home elsewhere. */
    record Gone() implements RedecisionOutcome {}
}
