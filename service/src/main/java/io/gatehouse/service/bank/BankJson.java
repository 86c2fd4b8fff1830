package io.gatehouse.service.bank;

import io.gatehouse.moderation.bank.BankMatch.Effect;
import io.gatehouse.residency.bank.BankRow;
import io.gatehouse.residency.bank.EntryRow;
import io.gatehouse.residency.bank.FileDigest;
import io.gatehouse.residency.bank.NewEntry;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Banks, entries and matches as JSON. */
final class BankJson {
    private BankJson() {}

    static Map<String, Object> of(String region, BankRow bank) {
        var json = new LinkedHashMap<String, Object>();
        json.put("kind", "hashes");
        json.put("region", region);
        json.put("name", bank.name());
        json.put("owner", bank.owner());
        json.put("category", bank.category());
        if (!BankCategory.isKnown(bank)) json.put("category_known", false);
        json.put("severity", bank.severity());
        json.put("legal_basis", bank.legalBasis());
        json.put("notes", bank.notes());
        json.put("negative", bank.negative());
        json.put("enable_ratio", bank.enableRatio());
        bank.disableUntil().ifPresent(at -> json.put("disable_until", at.toString()));
        json.put("distance", bank.distance());
        json.put("quality", bank.quality());
        bank.purpose().ifPresent(purpose -> json.put("purpose", purpose));
        return json;
    }

    /** As it is written in lists: a digest as it is, not where it lies among hashes. */
    private static void name(Map<String, Object> json, NewEntry entry) {
        json.put("kind", entry.digest().map(digest -> digest.kind().wireName()).orElse(NamedHash.PDQ));
        json.put(
                "hash",
                entry.digest()
                        .map(FileDigest::toHex)
                        .orElseGet(() -> HexFormat.of().formatHex(entry.hash())));
    }

    static Map<String, Object> of(EntryRow entry) {
        var json = new LinkedHashMap<String, Object>();
        json.put("entry_id", entry.id());
        name(json, entry.entry());
        json.put("quality", entry.entry().quality());
        json.put("provenance", entry.entry().provenance());
        json.put("notes", entry.entry().notes());
        entry.entry().disableUntil().ifPresent(at -> json.put("disable_until", at.toString()));
        entry.quarantinedAt().ifPresent(at -> json.put("quarantined_at", at.toString()));
        json.put("disputed", entry.disputed());
        json.put("added_at", entry.addedAt().toString());
        json.put("added_by", entry.addedBy());
        return json;
    }

    static Map<String, Object> of(HashBankDesk.Matched matched) {
        var json = new LinkedHashMap<String, Object>();
        matched.matchId().ifPresent(id -> json.put("match_id", id));
        json.put("question", matched.question());
        json.put("distance", matched.match().distance());
        json.put("bank", matched.bank().name());
        json.put("category", matched.bank().category());
        json.put("severity", matched.bank().severity());
        json.put("legal_basis", matched.bank().legalBasis());
        json.put("entry_id", matched.entry().id());
        name(json, matched.entry().entry());
        json.put("provenance", matched.entry().entry().provenance());
        switch (matched.match().effect()) {
            case Effect.Match() -> json.put("effect", "match");
            case Effect.Review() -> json.put("effect", "review");
            case Effect.Innocent() -> json.put("effect", "innocent");
            case Effect.Suppressed(var by) -> {
                json.put("effect", "suppressed");
                json.put("suppressed_by", by);
            }
        }
        return json;
    }

    static Map<String, Object> of(VideoMatches.Shared shared) {
        var json = new LinkedHashMap<String, Object>();
        json.put("bank", shared.bank().name());
        json.put("category", shared.bank().category());
        json.put("video", shared.video());
        json.put("query_percent", shared.match().queryPercent());
        json.put("compared_percent", shared.match().knownPercent());
        json.put("matches", shared.match().matches());
        return json;
    }
}
