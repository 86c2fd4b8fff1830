package io.gatehouse.service.command;

import io.gatehouse.residency.attestation.Attestation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Checks an exported attestation offline: its signature, and counts and digests of the lines that lie beside it. */
record AttestationCheck(boolean verified, List<String> sentences) {
    static final String NOTE = "attestation";
    static final String LINES = ".txt";

    AttestationCheck {
        sentences = List.copyOf(sentences);
    }

    static boolean isAttestation(Path directory) {
        return Files.exists(directory.resolve(NOTE));
    }

    static AttestationCheck of(Path directory, String verifierKey) throws IOException {
        Attestation attestation;
        try {
            attestation = Attestation.open(Files.readAllBytes(directory.resolve(NOTE)), verifierKey);
        } catch (IllegalArgumentException e) {
            return new AttestationCheck(false, List.of("attestation: NOT VERIFIED: it " + e.getMessage()));
        }
        var faults = new ArrayList<String>();
        long checked = 0;
        for (var kind : attestation.kinds()) {
            Path file = directory.resolve(kind.kind() + LINES);
            if (!Files.exists(file)) continue;
            checked++;
            byte[] lines = Files.readAllBytes(file);
            long count = 0;
            for (byte b : lines) if (b == '\n') count++;
            if (count != kind.count())
                faults.add(kind.kind() + ": attested are " + kind.count() + ", the file has " + count);
            else if (!sha256(lines).equals(kind.sha256())) faults.add(kind.kind() + ": the digest is another");
        }
        String what = attestation.log() + " at " + attestation.at();
        if (faults.isEmpty())
            return new AttestationCheck(
                    true,
                    List.of(what + ": verified, " + checked + " of "
                            + attestation.kinds().size() + " kinds counted and digested again"));
        var sentences = new ArrayList<String>();
        faults.forEach(fault -> sentences.add(what + ": NOT VERIFIED: " + fault));
        return new AttestationCheck(false, sentences);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
