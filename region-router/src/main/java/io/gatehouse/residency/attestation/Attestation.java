package io.gatehouse.residency.attestation;

import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.log.SignedStatement;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A region's statement of what it holds at a moment: lines of plain text, signed as a C2SP signed note with the key of the
 * region's log under the name {@code <log>/statements}.
 *
 * @param log name of the region's log
 * @param facts what stands in no table: where the region is, what it is made of; one line each, by name
 * @param checkpointSize entries that the log's newest checkpoint covered then
 * @param checkpointRoot its root, base64
 * @param kinds counts and digests, as {@link Inventory} defines them
 */
public record Attestation(
        String log,
        Instant at,
        Map<String, String> facts,
        long checkpointSize,
        String checkpointRoot,
        List<Counted> kinds) {
    /** Of the log's entry about a statement. */
    public static final String ENTRY_KIND = "attestation";

    static final String FIRST_LINE = "gatehouse attestation 1";
    private static final Pattern KIND = Pattern.compile("([a-z_]+) ([0-9]{1,18}) sha256:([0-9a-f]{64})");
    private static final Pattern FACT = Pattern.compile("fact ([a-z_]+) ([^\n]*)");
    private static final Pattern CHECKPOINT = Pattern.compile("checkpoint ([0-9]{1,18}) ([A-Za-z0-9+/=]+)");

    public Attestation {
        facts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(facts));
        kinds = List.copyOf(kinds);
    }

    /** How many of a kind there are, and the digest of their lines. */
    public record Counted(String kind, long count, String sha256) {}

    /**
     * What the region's log says of a statement: with its digest, so that another one of the same time cannot be put in its
     * place.
     *
     * @param note as it was signed
     */
    public EntryFacts evidence(byte[] note) {
        var evidence = new TreeMap<String, Object>();
        evidence.put("at", at.toString());
        evidence.put("statement_sha256", sha256(note));
        evidence.put("log_size", checkpointSize);
        return new EntryFacts(evidence);
    }

    /** Of a note, in hexadecimal. */
    public static String sha256(byte[] note) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(note));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The text that is signed. */
    String text() {
        var text = new StringBuilder(FIRST_LINE).append('\n');
        text.append("log ").append(log).append('\n');
        text.append("at ").append(at).append('\n');
        facts.forEach((name, value) ->
                text.append("fact ").append(name).append(' ').append(value).append('\n'));
        text.append("checkpoint ")
                .append(checkpointSize)
                .append(' ')
                .append(checkpointRoot)
                .append('\n');
        for (var kind : kinds)
            text.append(kind.kind())
                    .append(' ')
                    .append(kind.count())
                    .append(" sha256:")
                    .append(kind.sha256())
                    .append('\n');
        return text.toString();
    }

    /**
     * Reads a signed attestation.
     *
     * @param verifierKey of the region's log, {@code name+hash+base64}
     * @throws IllegalArgumentException with one sentence, when it is not signed by that key or is no attestation
     */
    public static Attestation open(byte[] note, String verifierKey) {
        var attestation = parse(SignedStatement.openText(note, verifierKey));
        if (!verifierKey.startsWith(attestation.log() + '+'))
            throw new IllegalArgumentException("is of the log " + attestation.log() + ", not of that key's");
        return attestation;
    }

    static Attestation parse(String text) {
        var lines = text.lines().toList();
        if (lines.isEmpty() || !lines.getFirst().equals(FIRST_LINE))
            throw new IllegalArgumentException("is not an attestation");
        String log = "";
        Instant at = Instant.EPOCH;
        long size = -1;
        String root = "";
        var facts = new LinkedHashMap<String, String>();
        var kinds = new ArrayList<Counted>();
        for (var line : lines.subList(1, lines.size())) {
            var kind = KIND.matcher(line);
            var fact = FACT.matcher(line);
            var checkpoint = CHECKPOINT.matcher(line);
            if (line.startsWith("log ")) log = line.substring(4);
            else if (line.startsWith("at ")) at = time(line.substring(3));
            else if (fact.matches()) facts.put(fact.group(1), fact.group(2));
            else if (checkpoint.matches()) {
                size = Long.parseLong(checkpoint.group(1));
                root = checkpoint.group(2);
            } else if (kind.matches())
                kinds.add(new Counted(kind.group(1), Long.parseLong(kind.group(2)), kind.group(3)));
            else throw new IllegalArgumentException("has a line that is none of an attestation: '" + line + "'");
        }
        var attestation = new Attestation(log, at, facts, size, root, kinds);
        if (!attestation.text().equals(text)) throw new IllegalArgumentException("is not in an attestation's one form");
        return attestation;
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("has a time that is none: '" + text + "'", e);
        }
    }
}
