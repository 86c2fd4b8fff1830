package io.gatehouse.residency.cell;

/** A new decision on stored content; sealed in the commit, where its author's key is known. */
final class PreparedRedecision extends Prepared<RedecisionOutcome> {
    final Redecision redecision;

    PreparedRedecision(Redecision redecision) {
        this.redecision = redecision;
    }
}
