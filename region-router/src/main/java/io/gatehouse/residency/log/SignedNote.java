package io.gatehouse.residency.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** A text with signature lines below (C2SP signed-note). */
final class SignedNote {
    private static final String LINE_START = "\u2014 ";
    private static final byte[] SEPARATOR = "\n\n".getBytes(StandardCharsets.UTF_8);

    private SignedNote() {}

    static byte[] write(String text, NoteKeys.Verifier signer, byte[] signature) {
        var signed = ByteBuffer.allocate(Integer.BYTES + signature.length)
                .putInt(signer.hash())
                .put(signature)
                .array();
        var line = LINE_START + signer.name() + ' ' + Base64.getEncoder().encodeToString(signed) + '\n';
        return (text + '\n' + line).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The text, if the verifier's key has signed it. Lines of other signers are passed over, as the specification says.
     *
     * @throws IllegalArgumentException when it is not a signed note, or not signed by that key
     */
    static byte[] open(byte[] note, NoteKeys.Verifier verifier) {
        int end = lastSeparator(note);
        if (end < 0) throw new IllegalArgumentException("has no signature");
        var text = Arrays.copyOf(note, end + 1);
        var lines = new String(note, end + 2, note.length - end - 2, StandardCharsets.UTF_8);
        if (!lines.endsWith("\n")) throw new IllegalArgumentException("does not end with a line");
        boolean signed = false;
        for (var line : lines.substring(0, lines.length() - 1).split("\n", -1))
            signed |= isSignedBy(line, text, verifier);
        if (!signed) throw new IllegalArgumentException("is not signed by " + verifier.name());
        return text;
    }

    private static int lastSeparator(byte[] note) {
        for (int i = note.length - SEPARATOR.length; i >= 0; i--) if (note[i] == '\n' && note[i + 1] == '\n') return i;
        return -1;
    }

    private static boolean isSignedBy(String line, byte[] text, NoteKeys.Verifier verifier) {
        var words = line.startsWith(LINE_START)
                ? line.substring(LINE_START.length()).split(" ", -1)
                : new String[0];
        if (words.length != 2) throw new IllegalArgumentException("has a malformed signature line");
        var signed = decode(words[1]);
        if (signed.length < Integer.BYTES + 1) throw new IllegalArgumentException("has a malformed signature line");
        var bytes = ByteBuffer.wrap(signed);
        if (!words[0].equals(verifier.name()) || bytes.getInt() != verifier.hash()) return false;
        var signature = Arrays.copyOfRange(signed, Integer.BYTES, signed.length);
        if (signature.length != NoteKeys.SIGNATURE_BYTES || !verifier.verifies(text, signature))
            throw new IllegalArgumentException("has a wrong signature of " + verifier.name());
        return true;
    }

    /** Refuses a second spelling of the same bytes (bits beyond the last byte), which Java's decoder lets pass. */
    private static byte[] decode(String base64) {
        var bytes = Base64.getDecoder().decode(base64);
        if (!Base64.getEncoder().encodeToString(bytes).equals(base64))
            throw new IllegalArgumentException("has a malformed signature line");
        return bytes;
    }
}
