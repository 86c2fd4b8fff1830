package io.gatehouse.residency.cell;

/** A media row, with the key its author gets if the account is new. */
final class PreparedMedia extends Prepared<MediaOutcome> {
    final MediaWrite write;
    final PersonKeyRing.Held guess;

    PreparedMedia(MediaWrite write, PersonKeyRing.Held guess) {
        this.write = write;
        this.guess = guess;
    }
}
