package io.gatehouse.service.bank;

import io.gatehouse.residency.bank.BankRow;
import io.gatehouse.residency.bank.EntryRow;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What of a region's banks waits for somebody: hashes that matched a flood, and banks whose category is none. */
public final class HashAlerts {
    /** Of a region; whoever has more has one problem, not so many. */
    private static final int SHOWN = 100;

    private final ServedRegions regions;
    private final HashBankDesk desk;
    private final Clock clock;

    HashAlerts(ServedRegions regions, HashBankDesk desk, Clock clock) {
        this.regions = regions;
        this.desk = desk;
        this.clock = clock;
    }

    /** @param unasked regions whose cell is away: what waits there is not known */
    public record Waiting(List<Map<String, Object>> alerts, List<String> unasked) {}

    /** Banks first whose category is none, then hashes in quarantine, the newest first. */
    public Waiting waiting() {
        record Found(ServedRegion region, EntryRow entry) {
            Instant at() {
                return entry.quarantinedAt().orElseThrow();
            }
        }
        var found = new ArrayList<Found>();
        var unasked = new ArrayList<String>();
        var alerts = new ArrayList<Map<String, Object>>();
        for (var each : regions.topology().regions()) {
            if (!regions.serves(each.id())) continue;
            var region = regions.orMisdirected(each.id());
            try {
                desk.store(region).banks().stream()
                        .filter(bank -> !BankCategory.isKnown(bank))
                        .limit(SHOWN)
                        .forEach(bank -> alerts.add(json(region, bank)));
                desk.store(region).quarantined(SHOWN).forEach(entry -> found.add(new Found(region, entry)));
            } catch (DatabaseUnavailableException _) {
                unasked.add(region.id().value());
            }
        }
        found.sort(Comparator.comparing(Found::at).reversed());
        found.forEach(it -> alerts.add(json(it.region(), it.entry())));
        return new Waiting(alerts, unasked);
    }

    private Map<String, Object> json(ServedRegion region, BankRow bank) {
        var json = new LinkedHashMap<String, Object>();
        json.put("kind", "hash.bank_category");
        // It is so until somebody replaces what is said about the bank.
        json.put("at", clock.instant().toString());
        json.put("region", region.id().value());
        json.put("bank", bank.name());
        json.put("reason", "The bank's category is '" + bank.category() + "'; it " + BankCategory.FAULT + ".");
        return json;
    }

    private static Map<String, Object> json(ServedRegion region, EntryRow entry) {
        var json = new LinkedHashMap<String, Object>();
        json.put("kind", "hash.quarantined");
        json.put("at", entry.quarantinedAt().orElseThrow().toString());
        json.put("region", region.id().value());
        json.put("bank", entry.bank());
        json.put("entry_id", entry.id());
        json.put(
                "reason",
                "The hash matched " + HashBankDesk.FLOOD
                        + " times within an hour. Its matches go to people until one of"
                        + " them is confirmed, or the entry is removed.");
        return json;
    }
}
