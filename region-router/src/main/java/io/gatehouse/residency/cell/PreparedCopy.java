package io.gatehouse.residency.cell;

/** A copy of a content that lies elsewhere. */
final class PreparedCopy extends Prepared<CopyOutcome> {
    final CopyWrite write;
    final PersonKeyRing.Held guess;

    PreparedCopy(CopyWrite write, PersonKeyRing.Held guess) {
        this.write = write;
        this.guess = guess;
    }
}
