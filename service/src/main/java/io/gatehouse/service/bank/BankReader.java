package io.gatehouse.service.bank;

import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.hash.PdqHash;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.rule.RuleCondition.KnownMedia;
import io.gatehouse.residency.bank.BankRow;
import io.gatehouse.residency.bank.NewEntry;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Parses banks, entries and hashes; every fault at once. */
final class BankReader {
    /** In one call; a longer list is sent in parts, each of which is one transaction. */
    static final int MAX_ENTRIES = 10_000;

    /** As rules name them. With capitals and underscores, since other tools name banks so. */
    static final Pattern NAME = KnownMedia.NAME;

    static final int MAX_TEXT = 2_000;
    static final int MAX_CODE = 100;
    private static final int MAX_SEVERITY = 10;

    private static final String PURPOSES =
            Arrays.stream(Purpose.values()).map(Purpose::wireName).collect(Collectors.joining(", "));

    private BankReader() {}

    /** @param name of the path; null when the body names the bank */
    static @Nullable BankRow bank(JsonObjectReader body, @Nullable String name, Faults faults) {
        String kind = body.optionalText("kind", MAX_CODE);
        if (kind != null && !kind.equals("hashes"))
            body.fault("kind", "must be hashes: word banks are parts of policies");
        String named = name == null ? body.requiredText("name", MAX_CODE) : name;
        if (named != null && !NAME.matcher(named).matches())
            body.fault("name", "must be letters, digits, '_', '.' and '-', at most 100");
        String owner = body.requiredText("owner", MAX_CODE);
        String category = body.requiredText("category", MAX_CODE);
        if (category != null && !BankCategory.isKnown(category)) body.fault("category", BankCategory.FAULT);
        Integer severity = body.optionalInteger("severity", 0, MAX_SEVERITY);
        String basis = body.requiredText("legal_basis", MAX_TEXT);
        String notes = body.optionalText("notes", MAX_TEXT);
        Boolean negative = body.optionalBoolean("negative");
        Double ratio = ratio(body);
        var disable = body.optionalTime("disable_until");
        Integer distance = body.optionalInteger("distance", 0, PdqHash.MATCH_DISTANCE);
        Integer quality = body.optionalInteger("quality", 0, 100);
        String purpose = body.optionalText("purpose", MAX_CODE);
        if (purpose != null && Purpose.ofWireName(purpose).isEmpty())
            body.fault("purpose", "must be one of " + PURPOSES);
        body.refuseUnknown();
        if (!faults.isEmpty() || named == null || owner == null || category == null || basis == null || ratio == null)
            return null;
        return new BankRow(
                named,
                owner,
                category,
                severity == null ? 0 : severity,
                basis,
                notes == null ? "" : notes,
                negative != null && negative,
                ratio,
                Optional.ofNullable(disable),
                distance == null ? PdqHash.MATCH_DISTANCE : distance,
                quality == null ? HashedPicture.MIN_QUALITY : quality,
                Optional.ofNullable(purpose));
    }

    private static @Nullable Double ratio(JsonObjectReader body) {
        JsonNode node = body.node("enable_ratio");
        if (node == null) return 1.0;
        if (node.isNumber() && node.doubleValue() >= 0 && node.doubleValue() <= 1) return node.doubleValue();
        body.fault("enable_ratio", "must be a number from 0 to 1");
        return null;
    }

    private static @Nullable NewEntry entry(JsonObjectReader reader) {
        var named = named(reader);
        String provenance = reader.requiredText("provenance", MAX_TEXT);
        String notes = reader.optionalText("notes", MAX_TEXT);
        var disable = reader.optionalTime("disable_until");
        String video = reader.optionalText("video", MAX_CODE);
        reader.refuseUnknown();
        if (named != null && video != null && named.digest().isPresent())
            reader.fault("video", "is of frames: a digest is of a whole file");
        if (named == null || provenance == null) return null;
        return named.entry(
                provenance, notes == null ? "" : notes, Optional.ofNullable(disable), Optional.ofNullable(video));
    }

    /**
     * What was read of many rows.
     *
     * @param refused rows with a fault, which are left out
     */
    record Rows(List<NewEntry> entries, int refused) {}

    /** @param faults of whatever row */
    static Rows entries(JsonObjectReader body, Faults faults) {
        var entries = new ArrayList<NewEntry>();
        int refused = 0;
        var nodes = body.requiredArray("entries", MAX_ENTRIES);
        for (int i = 0; i < nodes.size(); i++) {
            // A row with a fault is not taken at all, however little is wrong with it.
            var row = new Faults();
            var reader =
                    JsonObjectReader.of(nodes.get(i), body.pointerTo("entries").to(i), row);
            var entry = reader == null ? null : entry(reader);
            if (entry != null && row.isEmpty()) {
                entries.add(entry);
            } else {
                refused++;
                row.found().forEach(fault -> faults.add(fault.pointer(), fault.detail()));
            }
        }
        body.refuseUnknown();
        return new Rows(entries, refused);
    }

    /** {@code hash}, {@code kind} and {@code quality}, which is 100 when absent; null and a fault when it is none. */
    static @Nullable NamedHash named(JsonObjectReader reader) {
        String hex = reader.requiredText("hash", PdqHash.BITS / 4 + 1);
        String kind = reader.optionalText("kind", MAX_CODE);
        Integer quality = reader.optionalInteger("quality", 0, 100);
        if (hex == null) return null;
        try {
            return NamedHash.parse(kind == null ? NamedHash.PDQ : kind, hex, quality == null ? 100 : quality);
        } catch (IllegalArgumentException refused) {
            reader.fault("hash", String.valueOf(refused.getMessage()));
            return null;
        }
    }

    static JsonObjectReader object(JsonNode node, Faults faults) {
        var reader = JsonObjectReader.of(node, JsonPointer.ROOT, faults);
        faults.refuseAny();
        if (reader == null) throw new IllegalStateException("a body was refused without a fault");
        return reader;
    }
}
