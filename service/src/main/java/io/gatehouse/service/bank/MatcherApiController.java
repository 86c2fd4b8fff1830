package io.gatehouse.service.bank;

import io.gatehouse.moderation.bank.BankMatch.Effect;
import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.hash.PdqHash;
import io.gatehouse.residency.bank.BankRow;
import io.gatehouse.residency.bank.NewEntry;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The part of the hasher-matcher-actioner API that review tools call, for PDQ: paths, parameters and answers are that
 * project's, under a region's prefix. Nothing is ever fetched from a URL that somebody sends.
 */
@RestController
@RequestMapping("/hma/{region}")
final class MatcherApiController {
    private static final String PDQ = "pdq";
    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final int MAX_SEED = 200;

    private final HashBankDesk desk;
    private final ServedRegions regions;

    MatcherApiController(HashBankDesk desk, ServedRegions regions) {
        this.desk = desk;
        this.regions = regions;
    }

    /** Entries near a hash, of whatever bank and whatever its settings. */
    @GetMapping("/m/raw_lookup")
    Map<String, Object> rawLookup(
            @PathVariable String region,
            @RequestParam String signal,
            @RequestParam("signal_type") String type,
            @RequestParam(value = "include_distance", defaultValue = "false") boolean distance) {
        var near = desk.near(regions.named(region), hash(signal, type)).found();
        return Map.of(
                "matches",
                near.stream()
                        .map(it -> distance
                                ? Map.of("content_id", it.owner(), "distance", String.valueOf(it.distance()))
                                : it.owner())
                        .toList());
    }

    /** Names of the banks that match. Whatever a person should look at is among them. */
    @GetMapping("/m/lookup")
    List<String> lookup(
            @PathVariable String region,
            @RequestParam(required = false) @Nullable String url,
            @RequestParam(required = false) @Nullable String signal,
            @RequestParam(value = "signal_type", required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String seed,
            HttpServletRequest request) {
        refuseUrl(url);
        if (signal == null || type == null) throw refused("signal and signal_type are needed.");
        if (seed != null && seed.length() > MAX_SEED) throw refused("A seed has at most " + MAX_SEED + " characters.");
        var picture = new HashedPicture(hash(signal, type), 100);
        return desk
                .match(
                        regions.named(region),
                        List.of(picture),
                        Optional.ofNullable(seed),
                        Caller.of(request).keyId())
                .matches()
                .stream()
                .filter(it -> switch (it.match().effect()) {
                    case Effect.Match(), Effect.Review() -> true;
                    case Effect.Suppressed _, Effect.Innocent() -> false;
                })
                .map(it -> it.bank().name())
                .distinct()
                .toList();
    }

    @GetMapping("/h/hash")
    Map<String, Object> hashOfUrl(@RequestParam(required = false) @Nullable String url) {
        refuseUrl(url);
        throw refused("Nothing is hashed here from a query; hash files with './gatehouse hash FILE'.");
    }

    @GetMapping("/c/banks")
    List<Map<String, Object>> banks(@PathVariable String region) {
        return desk.store(regions.named(region)).banks().stream()
                .map(MatcherApiController::describe)
                .toList();
    }

    @GetMapping("/c/bank/{name}")
    Map<String, Object> bank(@PathVariable String region, @PathVariable String name) {
        return describe(desk.store(regions.named(region)).bank(name).orElseThrow(MatcherApiController::noBank));
    }

    /** Adds one hash to a bank. */
    @PostMapping("/c/bank/{name}/signal")
    Map<String, Object> add(@PathVariable String region, @PathVariable String name, HttpServletRequest request)
            throws IOException {
        var faults = new Faults();
        var body = BankReader.object(StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)), faults);
        String signal = body.requiredText(PDQ, PdqHash.BITS / 4 + 1);
        body.refuseUnknown();
        faults.refuseAny();
        var hash = hash(String.valueOf(signal), PDQ);
        var served = regions.named(region);
        var key = Caller.of(request).keyId();
        var entry = new NewEntry(RegionHashes.bytes(hash), 100, "the hash-matching API", "", Optional.empty());
        int _ = desk.add(served, name, List.of(entry), key).orElseThrow(MatcherApiController::noBank);
        long id = desk.store(served).entry(name, entry.hash()).orElseThrow(MatcherApiController::noBank);
        return Map.of("id", id, "signals", Map.of(PDQ, hash.toHex()));
    }

    /** Files are not taken here, and URLs nowhere. */
    @PostMapping("/c/bank/{name}/content")
    Map<String, Object> addFile(@RequestParam(required = false) @Nullable String url) {
        refuseUrl(url);
        throw refused("Files are not hashed here: send the hash to .../signal.");
    }

    @DeleteMapping("/c/bank/{name}/content/{id}")
    Map<String, Object> remove(
            @PathVariable String region, @PathVariable String name, @PathVariable long id, HttpServletRequest request) {
        boolean removed =
                desk.remove(regions.named(region), name, id, Caller.of(request).keyId());
        return Map.of("deleted", removed ? 1 : 0);
    }

    private static Map<String, Object> describe(BankRow bank) {
        return Map.of("name", bank.name(), "matching_enabled_ratio", bank.enableRatio());
    }

    private static PdqHash hash(String signal, String type) {
        if (!type.equals(PDQ)) throw refused("The signal type " + PDQ + " is the only one here.");
        try {
            return PdqHash.parse(signal);
        } catch (IllegalArgumentException refused) {
            throw refused("signal: " + refused.getMessage() + ".");
        }
    }

    private static void refuseUrl(@Nullable String url) {
        if (url != null)
            throw refused(
                    "Nothing is fetched from URLs here, since that would let a caller reach what this service reaches:"
                            + " send the hash.");
    }

    private static ProblemException refused(String detail) {
        return new ProblemException(ProblemType.INVALID_REQUEST, detail);
    }

    private static ProblemException noBank() {
        return new ProblemException(ProblemType.NOT_FOUND, "The region has no hash bank of this name.");
    }
}
