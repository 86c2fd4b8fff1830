package io.gatehouse.residency.cell;

/** A change of notes that no decision causes. */
final class PreparedNotes extends Prepared<NotesOutcome> {
    final NotesWrite write;
    final PersonKeyRing.Held guess;

    PreparedNotes(NotesWrite write, PersonKeyRing.Held guess) {
        this.write = write;
        this.guess = guess;
    }
}
