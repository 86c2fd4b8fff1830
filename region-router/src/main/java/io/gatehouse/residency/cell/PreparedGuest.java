package io.gatehouse.residency.cell;

/** A note at home about a guest elsewhere. */
final class PreparedGuest extends Prepared<GuestOutcome> {
    final GuestWrite write;
    final PersonKeyRing.Held guess;

    PreparedGuest(GuestWrite write, PersonKeyRing.Held guess) {
        this.write = write;
        this.guess = guess;
    }
}
