package io.gatehouse.residency.rights;

import io.gatehouse.residency.cell.OwnedTable;
import io.gatehouse.residency.cell.OwnedTable.AtErasure;
import io.gatehouse.residency.cell.OwnedTables;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an erasure states when it is done. It does not say whose it was: the erasure's id does, to whoever asked. */
final class ErasureCertificate {
    static final String TYPE = "gatehouse/erasure-certificate/1";

    private ErasureCertificate() {}

    static Map<String, Object> statement(
            PersonRequest request,
            String region,
            ErasureProgress progress,
            List<String> memories,
            Instant provedAt,
            Instant now) {
        var found = progress.found();
        var fields = new LinkedHashMap<String, Object>();
        fields.put("type", TYPE);
        fields.put("erasure", request.id());
        fields.put("home_region", region);
        fields.put("received_at", request.receivedAt().toString());
        fields.put("closed_everywhere_at", progress.closedAt());
        fields.put("completed_at", now.toString());
        fields.put("deleted", counts(found, false));
        fields.put("made_anonymous", counts(found, true));
        fields.put("keys_destroyed", List.copyOf(withKey(found)));
        fields.put("looked_again", lookedAgain(found, memories, provedAt));
        fields.put("remains", remains());
        fields.put(
                "holds",
                progress.holds().stream()
                        .map(hold ->
                                Map.of("basis", hold.basis(), "placed_at", hold.placedAt(), "ended_at", hold.endedAt()))
                        .toList());
        return fields;
    }

    private static Map<String, Object> counts(SortedMap<String, SortedMap<String, Long>> found, boolean anonymous) {
        var counts = new TreeMap<String, Object>();
        found.forEach((region, tables) -> {
            var ofRegion = new TreeMap<String, Object>();
            tables.forEach((table, rows) -> {
                if (isAnonymised(table) == anonymous) ofRegion.put(table, rows);
            });
            if (!ofRegion.isEmpty()) counts.put(region, ofRegion);
        });
        return counts;
    }

    private static boolean isAnonymised(String table) {
        return OwnedTables.CELL.stream()
                .filter(owned -> owned.name().equals(table))
                .map(OwnedTable::atErasure)
                .anyMatch(at -> at instanceof AtErasure.Anonymise || at instanceof AtErasure.WithCertificate);
    }

    private static List<String> withKey(SortedMap<String, SortedMap<String, Long>> found) {
        return found.entrySet().stream()
                .filter(region -> region.getValue().containsKey("account"))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static Map<String, Object> lookedAgain(
            SortedMap<String, SortedMap<String, Long>> found, List<String> memories, Instant at) {
        var tables = OwnedTables.CELL.stream()
                .filter(table -> !(table.owner() instanceof OwnedTable.Owner.Nobody
                        || table.owner() instanceof OwnedTable.Owner.OwnKey))
                .map(OwnedTable::name)
                .sorted()
                .toList();
        long objects = found.values().stream()
                .mapToLong(tablesOfRegion -> tablesOfRegion.getOrDefault("objects", 0L))
                .sum();
        return Map.of(
                "at",
                at.toString(),
                "tables",
                tables,
                "objects",
                objects,
                "memories",
                memories,
                "account_directory",
                true,
                "found",
                0L);
    }

    /** From the same list that drove the removal, so that it cannot say less than what was kept. */
    private static List<Map<String, Object>> remains() {
        var remains = new ArrayList<Map<String, Object>>();
        for (var table : OwnedTables.CELL)
            if (table.atErasure() instanceof AtErasure.Anonymise(var set, var why))
                remains.add(Map.of(
                        "what",
                        table.name() + " rows, of nobody, without " + String.join(", ", set.keySet()),
                        "why",
                        why));
        remains.add(Map.of(
                "what", "entries of the region's log, with commitments under a key that is destroyed",
                "why", "evidence that cannot be rewritten; nothing in it leads to a person any more"));
        remains.add(Map.of(
                "what", "a keyed digest of the account in the cell and in its ledger of erasures",
                "why", "keeps late writes and old backups from bringing the person back; goes when backups have"));
        remains.add(Map.of(
                "what", "what was sealed, in backups of before",
                "why", "erased again before a restored cell serves; the key is in no backup made from now on"));
        return remains;
    }
}
