package io.gatehouse.residency.cell;

import java.util.Arrays;

/** A content with its decision, sealed under the key that its author probably has. */
final class PreparedContent extends Prepared<WriteOutcome> {
    final CellWrite write;
    final Keyed contentRef;
    private PersonKeyRing.Held held;
    private Sealer.SealedContent sealed;

    PreparedContent(CellWrite write, byte[] contentRef, PersonKeyRing.Held guess, Sealer sealer) {
        this.write = write;
        this.contentRef = new Keyed(contentRef);
        this.held = guess;
        this.sealed = sealer.seal(write, guess.key());
    }

    PersonKeyRing.Held guess() {
        return held;
    }

    /** Sealed under the key that the author has, which after a race between first messages is not the guess. */
    Sealer.SealedContent sealedUnder(PersonKeyRing.Held actual, Sealer sealer) {
        if (!actual.isStoredAs(held.wrapped().bytes())) sealed = sealer.seal(write, actual.key());
        held = actual;
        return sealed;
    }

    /** Bytes as a key of a map. */
    @SuppressWarnings("ArrayRecordComponent") // Compared by content.
    record Keyed(byte[] bytes) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Keyed(byte[] theirs) && Arrays.equals(bytes, theirs);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }
}
