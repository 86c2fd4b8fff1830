package io.gatehouse.residency.log;

import java.nio.charset.StandardCharsets;

/** Texts other than checkpoints that a region signs with the key of its log. */
public final class SignedStatement {
    private SignedStatement() {}

    /**
     * The text, if that key has signed it.
     *
     * @throws IllegalArgumentException with one sentence, when it has not, or when it is not a signed note
     */
    public static String open(byte[] note, String verifierKey) {
        return new String(SignedNote.open(note, NoteKeys.parse(verifierKey)), StandardCharsets.UTF_8);
    }
}
