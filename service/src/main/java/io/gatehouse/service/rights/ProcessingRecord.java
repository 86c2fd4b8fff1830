package io.gatehouse.service.rights;

import io.gatehouse.moderation.law.LegalBasis;
import io.gatehouse.moderation.policy.LawLoader;
import io.gatehouse.residency.cell.OwnedTable;
import io.gatehouse.residency.cell.OwnedTables;
import io.gatehouse.residency.crossing.TransferRules;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.residency.rights.HoldRules;
import io.gatehouse.service.access.Role;
import io.gatehouse.service.configuration.GatehouseProperties;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The record of processing activities (GDPR Art. 30), from what is configured: each section names the file that it was drawn
 * from, so that nothing in it is said by hand. What no file can know (names and addresses of controller and data protection
 * officer) it asks the reader to add.
 */
@Component
final class ProcessingRecord {
    private final Topology topology;
    private final ServiceRules services;
    private final TransferRules transfers;
    private final HoldRules holds;
    private final GatehouseProperties properties;
    private final Clock clock;

    ProcessingRecord(
            Topology topology,
            ServiceRules services,
            TransferRules transfers,
            HoldRules holds,
            GatehouseProperties properties,
            Clock clock) {
        this.topology = topology;
        this.services = services;
        this.transfers = transfers;
        this.holds = holds;
        this.properties = properties;
        this.clock = clock;
    }

    Map<String, Object> tree() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("made_at", clock.instant().toString());
        fields.put(
                "add_by_hand",
                List.of("name and contact of the controller, of its representative and of the data"
                        + " protection officer (Art. 30(1)(a))"));
        fields.put(
                "sections",
                List.of(
                        section(
                                "Services and their surfaces",
                                "Art. 30(1)(b)",
                                "policies/residency/services.yaml",
                                ofServices()),
                        section(
                                "Purposes and what they rest on",
                                "Art. 30(1)(b)",
                                "policies/residency/services.yaml",
                                purposes()),
                        section(
                                "Looking at private messages",
                                "Art. 30(1)(b)",
                                "policies/law/scanning*.yaml",
                                scanning()),
                        section("Who the data are about", "Art. 30(1)(c)", "OwnedTables", subjects()),
                        section("What a region keeps", "Art. 30(1)(c)", "OwnedTables.CELL", tables(OwnedTables.CELL)),
                        section(
                                "What all regions share, the account directory",
                                "Art. 30(1)(c)",
                                "OwnedTables.CONTROL",
                                tables(OwnedTables.CONTROL)),
                        section("Recipients", "Art. 30(1)(d)", "policies/residency/transfers.yaml", recipients()),
                        section(
                                "Safeguards for transfers",
                                "Art. 30(1)(e)",
                                "policies/residency/transfers.yaml",
                                instruments()),
                        section(
                                "Law of each home, and where it lets data go",
                                "Art. 30(1)(e)",
                                "policies/residency/transfers.yaml, territories.csv",
                                origins()),
                        section("Time limits for erasure", "Art. 30(1)(f)", "configuration (gatehouse.*)", retention()),
                        section("What may keep data longer", "Art. 30(1)(f)", "policies/law/holds.yaml", keptLonger()),
                        section(
                                "Where data lie, and under which key",
                                "Art. 30(1)(g)",
                                "policies/residency/regions.yaml",
                                regions()),
                        section("Who may do what", "Art. 30(1)(g)", "AccessRules", roles()),
                        section("Technical measures", "Art. 30(1)(g)", "the program; ARCHITECTURE.md", measures())));
        return fields;
    }

    private static Map<String, Object> section(
            String title, String article, String source, List<Map<String, Object>> rows) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("title", title);
        fields.put("article", article);
        fields.put("source", source);
        fields.put("rows", rows);
        return fields;
    }

    private static Map<String, Object> row(Object... namesAndValues) {
        var fields = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2)
            fields.put(namesAndValues[i].toString(), namesAndValues[i + 1].toString());
        return fields;
    }

    private static String joined(java.util.Collection<?> things) {
        return things.stream().map(Object::toString).sorted().collect(Collectors.joining(", "));
    }

    private List<Map<String, Object>> ofServices() {
        return services.services().stream()
                .map(service -> row(
                        "service", service.name(),
                        "surfaces", joined(service.surfaces()),
                        "source", service.source(),
                        "verified", service.verified()))
                .toList();
    }

    private List<Map<String, Object>> purposes() {
        var rows = new ArrayList<Map<String, Object>>();
        for (var use : services.legalUses())
            rows.add(row(
                    "purpose", use.purpose(),
                    "data",
                            joined(use.reach().data().stream()
                                    .map(kind -> kind.wireName())
                                    .toList()),
                    "rests on", use.source(),
                    "verified", use.verified()));
        for (var use : services.consentPurposes())
            rows.add(row(
                    "purpose", use.purpose(),
                    "data",
                            joined(use.reach().data().stream()
                                    .map(kind -> kind.wireName())
                                    .toList()),
                    "rests on", "consent: " + use.source(),
                    "verified", use.verified()));
        services.refused().forEach((purpose, reason) -> rows.add(row("purpose", purpose, "refused", reason)));
        transfers.refused().forEach((purpose, reason) -> rows.add(row("purpose", purpose, "refused", reason)));
        return rows;
    }

    private List<Map<String, Object>> scanning() {
        var law = LawLoader.load(properties.policies(), properties.exampleLaw());
        List<LegalBasis> rows = law instanceof LawLoader.LoadedLaw.Read(var calendar) ? calendar.rows() : List.of();
        return rows.stream()
                .map(basis -> row(
                        "row", basis.id(),
                        "purpose", basis.purpose().wireName(),
                        "surfaces",
                                joined(basis.surfaces().stream()
                                        .map(surface -> surface.wireName())
                                        .toList()),
                        "where", joined(basis.territories()),
                        "rests on", basis.basis(),
                        "in use", basis.enabled(),
                        "verified", basis.confirmed()))
                .toList();
    }

    private static List<Map<String, Object>> subjects() {
        return List.of(
                row("people", "authors of contents, by account"),
                row("people", "participants named with a content, inside the author's sealed content"),
                row("people", "staff and systems, as API keys: a name and a hash"));
    }

    private static List<Map<String, Object>> tables(List<OwnedTable> tables) {
        return tables.stream()
                .filter(table -> !(table.owner() instanceof OwnedTable.Owner.Nobody))
                .map(table -> row(
                        "table", table.name(),
                        "holds", table.holds(),
                        "at erasure",
                                switch (table.atErasure()) {
                                    case OwnedTable.AtErasure.Delete _, OwnedTable.AtErasure.DeleteButNotAtMove _ ->
                                        "deleted";
                                    case OwnedTable.AtErasure.DeleteWithKey _ -> "deleted last, with the key";
                                    case OwnedTable.AtErasure.Anonymise(var set, var why) ->
                                        "without " + String.join(", ", set.keySet()) + ": " + why;
                                    case OwnedTable.AtErasure.WithCertificate _ ->
                                        "without the account, with the certificate";
                                    case OwnedTable.AtErasure.WithOwnKey(var how) -> how;
                                    case OwnedTable.AtErasure.NothingToDo _ -> "nothing of anybody";
                                }))
                .toList();
    }

    private List<Map<String, Object>> recipients() {
        if (transfers.recipients().isEmpty())
            return List.of(row("recipients", "none on file: nobody outside receives data"));
        return transfers.recipients().values().stream()
                .map(recipient -> row(
                        "recipient", recipient.id(),
                        "country", recipient.country(),
                        "frameworks", joined(recipient.frameworks().keySet()),
                        "people who read sit in", joined(recipient.operatorsIn())))
                .toList();
    }

    private List<Map<String, Object>> instruments() {
        if (transfers.instruments().isEmpty()) return List.of(row("safeguards", "none on file"));
        return transfers.instruments().values().stream()
                .map(instrument -> row(
                        "instrument", instrument.id(),
                        "type", instrument.type(),
                        "recipient", instrument.recipient(),
                        "countries", joined(instrument.countries()),
                        "assessment", instrument.assessment()))
                .toList();
    }

    private List<Map<String, Object>> origins() {
        return transfers.origins().stream()
                .map(origin -> row(
                        "homes under", origin.law(),
                        "inside", joined(origin.inside()),
                        "adequate by its own law", origin.adequate().size() + " rows"))
                .toList();
    }

    private List<Map<String, Object>> retention() {
        return List.of(
                row(
                        "what",
                        "contents, media, decisions, labels, strikes, consents",
                        "until",
                        "the person is erased, or a content is deleted"),
                row("what", "idempotency keys", "until", "7 days"),
                row("what", "verdicts in shadow", "until", properties.policy().shadowDays() + " days"),
                row("what", "counters of what was seen", "until", "24 hours"),
                row(
                        "what",
                        "ledger of erasures, and backups",
                        "until",
                        properties.rights().backupsKeptDays() + " days"),
                row("what", "the log", "until", "for good; without a person's key nothing in it is about them"));
    }

    private List<Map<String, Object>> keptLonger() {
        return holds.bases().stream()
                .map(basis -> row(
                        "basis", basis.name(),
                        "at most", basis.longest().map(Object::toString).orElse("until it is lifted"),
                        "read for", joined(basis.purposes()),
                        "source", basis.source(),
                        "verified", basis.verified()))
                .toList();
    }

    private List<Map<String, Object>> regions() {
        return topology.regions().stream()
                .map(region -> row(
                        "region", region.id(),
                        "jurisdiction", region.jurisdiction().id(),
                        "country", region.location(),
                        "objects in",
                                switch (region.store()) {
                                    case Region.StoreLocation.File(var bucket) -> "a directory: " + bucket;
                                    case Region.StoreLocation.S3 s3 -> "a bucket: " + s3.bucket();
                                },
                        "key", region.keyId(),
                        "replicas", joined(region.replicas()),
                        "fails over to", joined(region.failover())))
                .toList();
    }

    private static List<Map<String, Object>> roles() {
        return Arrays.stream(Role.values())
                .map(role -> row("role", role.wireName()))
                .toList();
    }

    private static List<Map<String, Object>> measures() {
        return List.of(
                row(
                        "measure",
                        "every person has a key of their own (AES-256-GCM), wrapped by the region's key; what is about"
                                + " them is sealed before it reaches SQL or a store"),
                row(
                        "measure",
                        "each region has a database, a database role, a store, a key and a log of its own; every row"
                                + " says whose it is and the database holds it to that"),
                row(
                        "measure",
                        "no write and no read leaves a region but through the transfer gate, which records each wish,"
                                + " permitted or refused"),
                row("measure", "an append-only log with signed checkpoints, checked offline"),
                row("measure", "erasure destroys the key; a restored backup erases again before it serves"));
    }
}
