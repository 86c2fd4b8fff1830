package io.gatehouse.service.bank;

import io.gatehouse.residency.bank.BankRow;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Hash banks of a region and their entries. */
@RestController
final class BanksController {
    private static final int MAX_BANK_BYTES = 16 * 1024;

    /** Ten thousand entries with what is said about them. */
    private static final int MAX_ENTRIES_BYTES = 8 * 1024 * 1024;

    private static final int PAGE = 1_000;

    private final HashBankDesk desk;
    private final ServedRegions regions;

    BanksController(HashBankDesk desk, ServedRegions regions) {
        this.desk = desk;
        this.regions = regions;
    }

    @GetMapping("/v1/banks")
    Map<String, Object> list(@RequestParam String region) {
        var served = regions.named(region);
        return Map.of(
                "banks",
                desk.store(served).banks().stream()
                        .map(bank -> BankJson.of(region, bank))
                        .toList());
    }

    @PostMapping("/v1/banks")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, Object> create(HttpServletRequest request) throws IOException {
        var faults = new Faults();
        var body = BankReader.object(StrictJson.parse(JsonBody.read(request, MAX_BANK_BYTES)), faults);
        String region = body.requiredText("region", 64);
        var bank = BankReader.bank(body, null, faults);
        faults.refuseAny();
        if (region == null || bank == null) throw new IllegalStateException("a body was refused without a fault");
        var served = regions.named(region);
        if (!desk.put(served, bank, false, Caller.of(request).keyId()))
            throw new ProblemException(ProblemType.BANK_EXISTS, "The region has a bank of this name.");
        return BankJson.of(region, bank);
    }

    @GetMapping("/v1/banks/{region}/{name}")
    Map<String, Object> read(@PathVariable String region, @PathVariable String name) {
        return BankJson.of(region, bank(regions.named(region), name));
    }

    private BankRow bank(ServedRegion region, String name) {
        return desk.store(region).bank(name).orElseThrow(BanksController::noBank);
    }

    private static ProblemException noBank() {
        return new ProblemException(ProblemType.NOT_FOUND, "The region has no hash bank of this name.");
    }

    /** Replaces what is said about a bank; its entries stay. */
    @PutMapping("/v1/banks/{region}/{name}")
    Map<String, Object> replace(@PathVariable String region, @PathVariable String name, HttpServletRequest request)
            throws IOException {
        var faults = new Faults();
        var body = BankReader.object(StrictJson.parse(JsonBody.read(request, MAX_BANK_BYTES)), faults);
        var bank = BankReader.bank(body, name, faults);
        faults.refuseAny();
        if (bank == null) throw new IllegalStateException("a body was refused without a fault");
        if (!desk.put(regions.named(region), bank, true, Caller.of(request).keyId())) throw noBank();
        return BankJson.of(region, bank);
    }

    /** Removes a bank with its entries: what it matched is not matched any more when this returns. */
    @DeleteMapping("/v1/banks/{region}/{name}")
    Map<String, Object> delete(@PathVariable String region, @PathVariable String name, HttpServletRequest request) {
        long entries = desk.removeBank(
                        regions.named(region), name, Caller.of(request).keyId())
                .orElseThrow(BanksController::noBank);
        return Map.of("removed", entries);
    }

    /**
     * Adds entries from JSON, or from CSV whose provenance the query tells.
     *
     * @param partial takes the rows that are right, and names the others; else one wrong row refuses all
     */
    @PostMapping("/v1/banks/{region}/{name}/entries")
    Map<String, Object> add(
            @PathVariable String region,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String provenance,
            @RequestParam(defaultValue = "false") boolean partial,
            HttpServletRequest request)
            throws IOException {
        var faults = new Faults();
        var rows = new Faults();
        var read = isCsv(request)
                ? csv(request, provenance, faults, partial ? rows : faults)
                : json(request, faults, partial ? rows : faults);
        faults.refuseAny();
        var entries = read.entries();
        int added = desk.add(
                        regions.named(region), name, entries, Caller.of(request).keyId())
                .orElseThrow(BanksController::noBank);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("added", added);
        answer.put("known_already", entries.size() - added);
        if (!partial) return answer;
        answer.put("refused", read.refused());
        answer.put(
                "errors",
                rows.found().stream()
                        .map(fault -> Map.of("pointer", fault.pointer(), "detail", fault.detail()))
                        .toList());
        return answer;
    }

    private static boolean isCsv(HttpServletRequest request) {
        String type = request.getContentType();
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/csv");
    }

    private static BankReader.Rows csv(
            HttpServletRequest request, @Nullable String provenance, Faults faults, Faults rows) throws IOException {
        byte[] body = request.getInputStream().readNBytes(MAX_ENTRIES_BYTES + 1);
        if (body.length > MAX_ENTRIES_BYTES)
            throw new ProblemException(
                    ProblemType.BODY_TOO_LARGE, "The body may have at most " + MAX_ENTRIES_BYTES + " bytes.");
        return BankCsv.read(body, provenance, faults, rows);
    }

    private static BankReader.Rows json(HttpServletRequest request, Faults faults, Faults rows) throws IOException {
        var body = BankReader.object(StrictJson.parse(JsonBody.read(request, MAX_ENTRIES_BYTES)), faults);
        return BankReader.entries(body, rows);
    }

    /** In the order they were added, after the one with the given id, at most 1,000. */
    @GetMapping("/v1/banks/{region}/{name}/entries")
    Map<String, Object> entries(
            @PathVariable String region, @PathVariable String name, @RequestParam(defaultValue = "0") long after) {
        var served = regions.named(region);
        bank(served, name);
        return Map.of(
                "entries",
                desk.store(served).entries(name, after, PAGE).stream()
                        .map(BankJson::of)
                        .toList());
    }

    @DeleteMapping("/v1/banks/{region}/{name}/entries/{entry}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(
            @PathVariable String region,
            @PathVariable String name,
            @PathVariable long entry,
            HttpServletRequest request) {
        if (!desk.remove(regions.named(region), name, entry, Caller.of(request).keyId()))
            throw new ProblemException(ProblemType.NOT_FOUND, "The bank has no such entry.");
    }
}
