package io.gatehouse.service.bank;

import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.hash.PdqHash;
import io.gatehouse.residency.bank.BankRow;
import io.gatehouse.residency.bank.EntryRow;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** How review tools keep banks over the hasher-matcher-actioner API: paths and answers are that project's. */
@RestController
@RequestMapping("/hma/{region}/c")
final class MatcherBankController {
    private static final int MAX_BODY_BYTES = 16 * 1024;

    /** As the project takes them. */
    private static final int MAX_NOTE = 255;

    /** As the project writes an entry's state: off for good, on, or the second from which it is on again. */
    private static final long DISABLED = 0;

    private static final long ENABLED = 1;
    private static final Instant FOR_GOOD = Instant.parse("9999-12-31T00:00:00Z");

    private static final Pattern RATIO = Pattern.compile("[0-9.eE+-]{1,30}");

    private final HashBankDesk desk;
    private final MatcherSignals signals;
    private final GatehouseProperties.Hma properties;
    private final ServedRegions regions;
    private final Clock clock;

    MatcherBankController(
            HashBankDesk desk,
            MatcherSignals signals,
            GatehouseProperties properties,
            ServedRegions regions,
            Clock clock) {
        this.desk = desk;
        this.signals = signals;
        this.properties = properties.hma();
        this.regions = regions;
        this.clock = clock;
    }

    @GetMapping("/banks")
    List<Map<String, Object>> banks(@PathVariable String region) {
        return desk.store(regions.named(region)).banks().stream()
                .map(MatcherBankController::describe)
                .toList();
    }

    /** Makes a bank with the owner and legal basis that the operator declared for such ones. */
    @PostMapping("/banks")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, Object> create(@PathVariable String region, HttpServletRequest request) throws IOException {
        var faults = new Faults();
        var body = body(request, faults);
        String name = body.requiredText("name", 100);
        if (name != null && !BankReader.NAME.matcher(name).matches())
            body.fault("name", "must be letters, digits, '_', '.' and '-', at most 100");
        Double ratio = ratio(body);
        body.refuseUnknown();
        String basis = properties.legalBasis();
        if (basis == null)
            faults.add("/name", "no bank is made so: set gatehouse.hma.legal-basis, or make it over /v1/banks");
        faults.refuseAny();
        if (name == null || basis == null) throw new IllegalStateException("a body was refused without a fault");
        var bank = new BankRow(
                name,
                properties.owner(),
                properties.category(),
                0,
                basis,
                "",
                false,
                ratio == null ? 1 : ratio,
                Optional.empty(),
                PdqHash.MATCH_DISTANCE,
                HashedPicture.MIN_QUALITY);
        if (!desk.put(regions.named(region), bank, false, keyOf(request)))
            throw new ProblemException(ProblemType.BANK_EXISTS, "Bank already exists.");
        return describe(bank);
    }

    private static JsonObjectReader body(HttpServletRequest request, Faults faults) throws IOException {
        return BankReader.object(StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)), faults);
    }

    private static String keyOf(HttpServletRequest request) {
        return Caller.of(request).keyId();
    }

    /** {@code enabled_ratio} as a number or as text, since clients send both, or {@code enabled}. */
    private static @Nullable Double ratio(JsonObjectReader body) {
        Boolean enabled = body.optionalBoolean("enabled");
        var node = body.node("enabled_ratio");
        if (node == null) return enabled == null ? null : enabled ? 1.0 : 0.0;
        String text = node.isNumber() || node.isString() ? node.asString() : "";
        try {
            // Java takes more for a number than clients mean: 1d, 0x1p-1, NaN.
            double ratio = RATIO.matcher(text).matches() ? Double.parseDouble(text) : -1;
            if (ratio >= 0 && ratio <= 1) return ratio;
        } catch (NumberFormatException _) {
            // Told below.
        }
        body.fault("enabled_ratio", "must be a number from 0 to 1");
        return null;
    }

    @GetMapping("/bank/{name}")
    Map<String, Object> bank(@PathVariable String region, @PathVariable String name) {
        return describe(required(regions.named(region), name));
    }

    private BankRow required(ServedRegion region, String name) {
        return desk.store(region)
                .bank(name)
                .orElseThrow(
                        () -> new ProblemException(ProblemType.NOT_FOUND, "The region has no hash bank of this name."));
    }

    /** Changes for which share of contents the bank is asked. */
    @PutMapping("/bank/{name}")
    Map<String, Object> update(@PathVariable String region, @PathVariable String name, HttpServletRequest request)
            throws IOException {
        var faults = new Faults();
        var body = body(request, faults);
        String renamed = body.optionalText("name", 100);
        if (renamed != null && !renamed.equals(name))
            body.fault("name", "a bank keeps its name: its log entries and matches are about it");
        Double ratio = ratio(body);
        body.refuseUnknown();
        faults.refuseAny();
        var served = regions.named(region);
        var bank = required(served, name);
        var changed = new BankRow(
                name,
                bank.owner(),
                bank.category(),
                bank.severity(),
                bank.legalBasis(),
                bank.notes(),
                bank.negative(),
                ratio == null ? bank.enableRatio() : ratio,
                bank.disableUntil(),
                bank.distance(),
                bank.quality(),
                bank.purpose());
        if (!desk.put(served, changed, true, keyOf(request))) required(served, name);
        return describe(changed);
    }

    @DeleteMapping("/bank/{name}")
    Map<String, Object> delete(@PathVariable String region, @PathVariable String name, HttpServletRequest request) {
        var served = regions.named(region);
        if (desk.removeBank(served, name, keyOf(request)).isEmpty()) required(served, name);
        return Map.of("message", "Done");
    }

    /** Adds one hash to a bank. */
    @PostMapping("/bank/{name}/signal")
    Map<String, Object> add(@PathVariable String region, @PathVariable String name, HttpServletRequest request)
            throws IOException {
        var faults = new Faults();
        var body = body(request, faults);
        String signal = body.requiredText(MatcherSignals.PDQ, PdqHash.BITS / 4 + 1);
        body.refuseUnknown();
        faults.refuseAny();
        return add(region, name, MatcherSignals.hash("/pdq", String.valueOf(signal), MatcherSignals.PDQ), "", request);
    }

    private Map<String, Object> add(
            String region, String name, NamedHash hash, String note, HttpServletRequest request) {
        var served = regions.named(region);
        required(served, name);
        var entry = hash.entry("the hash-matching API", note, Optional.empty(), Optional.empty());
        int _ = desk.add(served, name, List.of(entry), keyOf(request)).orElse(0);
        long id = desk.store(served).entry(name, entry.hash()).orElseThrow(MatcherBankController::noContent);
        return Map.of("id", id, "signals", MatcherSignals.named(entry));
    }

    /** Adds the hash of a file, or of what is fetched from a URL. */
    @PostMapping("/bank/{name}/content")
    Map<String, Object> addContent(
            @PathVariable String region,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String url,
            @RequestParam(value = "content_type", required = false) @Nullable String contentType,
            HttpServletRequest request)
            throws IOException {
        required(regions.named(region), name);
        var found = url == null ? signals.ofUpload(request) : signals.ofUrl(url, contentType, null);
        if (found.note().length() > MAX_NOTE)
            throw MatcherSignals.refused("form:note", "has more than " + MAX_NOTE + " characters");
        String md5 = found.byType().get(MatcherSignals.VIDEO_MD5);
        if (md5 != null)
            return add(region, name, MatcherSignals.hash(md5, MatcherSignals.VIDEO_MD5), found.note(), request);
        var picture = found.picture()
                .orElseThrow(() -> MatcherSignals.refused("query:types", "names none that the file has"));
        if (picture.quality() < HashedPicture.MIN_QUALITY)
            throw MatcherSignals.refused(
                    "form:photo",
                    "has the quality " + picture.quality() + ", less than " + HashedPicture.MIN_QUALITY
                            + ": plain surfaces are like each other");
        return add(region, name, new NamedHash(picture, Optional.empty()), found.note(), request);
    }

    @GetMapping("/bank/{name}/content/{id}")
    Map<String, @Nullable Object> content(
            @PathVariable String region,
            @PathVariable String name,
            @PathVariable long id,
            @RequestParam(value = "include_signals", defaultValue = "false") boolean include) {
        var served = regions.named(region);
        return describe(required(served, name), entry(served, name, id), include);
    }

    private EntryRow entry(ServedRegion region, String bank, long id) {
        return desk.store(region).entries(List.of(id)).stream()
                .filter(it -> it.bank().equals(bank))
                .findFirst()
                .orElseThrow(MatcherBankController::noContent);
    }

    private static ProblemException noContent() {
        return new ProblemException(ProblemType.NOT_FOUND, "The bank has no such content.");
    }

    /** Switches an entry off, on, or on from some second on. */
    @PutMapping("/bank/{name}/content/{id}")
    Map<String, @Nullable Object> disable(
            @PathVariable String region, @PathVariable String name, @PathVariable long id, HttpServletRequest request)
            throws IOException {
        var faults = new Faults();
        var body = body(request, faults);
        var node = body.node("disable_until_ts");
        Optional<Instant> until = Optional.empty();
        if (node == null
                || !node.canConvertToLong()
                || !node.isIntegralNumber()
                || node.longValue() < 0
                || node.longValue() >= FOR_GOOD.getEpochSecond())
            body.fault("disable_until_ts", "must be 0 (off), 1 (on) or seconds since 1970, before the year 9999");
        else if (node.longValue() == DISABLED) until = Optional.of(FOR_GOOD);
        else if (node.longValue() != ENABLED) until = Optional.of(Instant.ofEpochSecond(node.longValue()));
        body.refuseUnknown();
        faults.refuseAny();
        var served = regions.named(region);
        var bank = required(served, name);
        if (!desk.disable(served, name, id, until, keyOf(request))) throw noContent();
        return describe(bank, entry(served, name, id), false);
    }

    @DeleteMapping("/bank/{name}/content/{id}")
    Map<String, Object> remove(
            @PathVariable String region, @PathVariable String name, @PathVariable long id, HttpServletRequest request) {
        var served = regions.named(region);
        required(served, name);
        return Map.of("deleted", desk.remove(served, name, id, keyOf(request)) ? 1 : 0);
    }

    /** Which exchanges a tool may make: none, they are configured. */
    @GetMapping({"/exchanges", "/exchanges/apis"})
    List<String> exchanges(@PathVariable String region) {
        regions.named(region);
        return List.of();
    }

    @GetMapping("/signal_type")
    List<Map<String, Object>> signalTypes() {
        return List.of(
                Map.of("name", MatcherSignals.PDQ, "enabled_ratio", 1.0),
                Map.of("name", MatcherSignals.VIDEO_MD5, "enabled_ratio", 1.0));
    }

    private static Map<String, Object> describe(BankRow bank) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", bank.name());
        json.put("matching_enabled_ratio", bank.enableRatio());
        return json;
    }

    private Map<String, @Nullable Object> describe(BankRow bank, EntryRow entry, boolean include) {
        var json = new LinkedHashMap<String, @Nullable Object>();
        json.put("id", entry.id());
        json.put("disable_until_ts", state(entry.entry().disableUntil()));
        json.put("original_media_uri", null);
        json.put("bank", describe(bank));
        json.put("note", entry.entry().notes());
        if (include) json.put("signals", MatcherSignals.named(entry.entry()));
        return json;
    }

    private long state(Optional<Instant> until) {
        if (until.filter(clock.instant()::isBefore).isEmpty()) return ENABLED;
        return until.get().isBefore(FOR_GOOD) ? until.get().getEpochSecond() : DISABLED;
    }
}
