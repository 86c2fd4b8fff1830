package io.gatehouse.service.rights;

import io.gatehouse.residency.cell.OwnedTable;
import io.gatehouse.residency.cell.OwnedTables;
import io.gatehouse.residency.crossing.TransferRules;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.service.configuration.GatehouseProperties;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What Art. 15(1) and (2) want told beside the data, from what is configured. */
@Component
final class ExportManifest {
    private final ServiceRules services;
    private final TransferRules transfers;
    private final GatehouseProperties properties;

    ExportManifest(ServiceRules services, TransferRules transfers, GatehouseProperties properties) {
        this.services = services;
        this.transfers = transfers;
        this.properties = properties;
    }

    Map<String, Object> of(String about, List<String> regions, Instant now) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("type", PersonExport.TYPE);
        fields.put("about", about);
        fields.put("exported_at", now.toString());
        fields.put("regions", regions);
        fields.put(
                "categories",
                OwnedTables.CELL.stream()
                        .filter(table -> !(table.owner() instanceof OwnedTable.Owner.Nobody
                                || table.owner() instanceof OwnedTable.Owner.OwnKey))
                        .map(table -> Map.of("table", table.name(), "holds", table.holds()))
                        .toList());
        fields.put("purposes", purposes());
        fields.put(
                "recipients",
                transfers.recipients().entrySet().stream()
                        .map(recipient -> Map.of(
                                "id", recipient.getKey(),
                                "country", recipient.getValue().country().value()))
                        .toList());
        fields.put(
                "safeguards", transfers.instruments().keySet().stream().sorted().toList());
        fields.put("retention", retention());
        fields.put(
                "sources",
                List.of("the platforms that sent the contents, named in told_by; residence evidence as listed"
                        + " with each account"));
        fields.put(
                "your_rights",
                List.of("rectification, erasure, restriction, objection, and a complaint to a"
                        + " supervisory authority (GDPR Art. 15(1)(e) and (f))"));
        fields.put(
                "automated_decisions",
                "each decision's \"how\" names the rules that matched, what they were told, and"
                        + " what failed (GDPR Art. 15(1)(h))");
        fields.put("notes", PersonExport.notes());
        return fields;
    }

    private List<Map<String, Object>> purposes() {
        return services.legalUses().stream()
                .map(use -> Map.<String, Object>of(
                        "purpose", use.purpose().name(), "basis", use.source(), "verified", use.verified()))
                .toList();
    }

    private Map<String, Object> retention() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("contents, media, decisions, labels, consents", "until you are erased, or a content is deleted");
        fields.put("unfinished uploads", "24 hours after their last part, longer only under a legal hold");
        fields.put("idempotency", "7 days");
        fields.put("shadow_verdict", properties.policy().shadowDays() + " days");
        fields.put("counters", "24 hours");
        fields.put("backups", properties.rights().backupsKeptDays() + " days at most");
        fields.put("log", "for good: nothing in it leads to you once your key is destroyed");
        return fields;
    }
}
