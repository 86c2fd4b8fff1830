package io.gatehouse.service.bank;

import io.gatehouse.moderation.bank.BankMatch.Effect;
import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.hash.NearHash;
import io.gatehouse.moderation.hash.PdqHash;
import io.gatehouse.residency.bank.EntryRow;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.JsonPointer;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The questions of the hasher-matcher-actioner API that review tools ask, for PDQ: paths, parameters and answers are that
 * project's, under a region's prefix.
 */
@RestController
@RequestMapping("/hma/{region}")
final class MatcherLookupController {
    private static final int MAX_BODY_BYTES = 16 * 1024;
    private static final int MAX_SEED = 200;

    private final HashBankDesk desk;
    private final MatcherSignals signals;
    private final ServedRegions regions;
    private final Clock clock;

    MatcherLookupController(HashBankDesk desk, MatcherSignals signals, ServedRegions regions, Clock clock) {
        this.desk = desk;
        this.signals = signals;
        this.regions = regions;
        this.clock = clock;
    }

    @GetMapping("/status")
    String status(@PathVariable String region) {
        if (desk.size(regions.named(region)).isEmpty())
            throw new ProblemException(ProblemType.REGION_UNAVAILABLE, "The hash banks are being loaded.");
        return "I-AM-ALIVE";
    }

    /** Entries near a hash, of whatever bank and whatever its settings. */
    @GetMapping("/m/raw_lookup")
    Map<String, Object> rawLookup(
            @PathVariable String region,
            @RequestParam String signal,
            @RequestParam("signal_type") String type,
            @RequestParam(required = false) @Nullable String banks,
            @RequestParam(value = "include_distance", defaultValue = "false") boolean distance) {
        var served = regions.named(region);
        var near = inBanks(
                served,
                desk.near(served, MatcherSignals.hash(signal, type).picture().hash())
                        .found(),
                banks);
        return Map.of(
                "matches",
                near.stream()
                        .map(it -> distance ? entry(it.owner(), it.distance()) : it.owner())
                        .toList());
    }

    private List<NearHash> inBanks(ServedRegion region, List<NearHash> near, @Nullable String banks) {
        if (banks == null) return near;
        var wanted = Set.of(banks.split(",", -1));
        var kept = desk.store(region).entries(near.stream().map(NearHash::owner).toList()).stream()
                .filter(entry -> wanted.contains(entry.bank()))
                .map(EntryRow::id)
                .collect(Collectors.toSet());
        return near.stream().filter(it -> kept.contains(it.owner())).toList();
    }

    private static Map<String, Object> entry(long id, int distance) {
        var entry = new LinkedHashMap<String, Object>();
        entry.put("bank_content_id", id);
        entry.put("distance", String.valueOf(distance));
        return entry;
    }

    /** By bank, those that match. Whatever a person should look at is among them. */
    @GetMapping("/m/lookup")
    Map<String, Object> lookup(
            @PathVariable String region,
            @RequestParam(required = false) @Nullable String url,
            @RequestParam(value = "content_type", required = false) @Nullable String contentType,
            @RequestParam(required = false) @Nullable String types,
            @RequestParam(required = false) @Nullable String signal,
            @RequestParam(value = "signal_type", required = false) @Nullable String type,
            HttpServletRequest request)
            throws IOException {
        var served = regions.named(region);
        if (url == null) return byBank(served, MatcherSignals.hash(signal, type).picture(), request);
        var found = byType(served, signals.ofUrl(url, contentType, types), request);
        if (type == null) return found;
        return found.get(type) instanceof Map<?, ?> ofType
                ? ofType.entrySet().stream()
                        .collect(Collectors.toMap(it -> String.valueOf(it.getKey()), Map.Entry::getValue))
                : Map.of();
    }

    /** The same for a file. */
    @PostMapping("/m/lookup")
    Map<String, Object> lookupFile(@PathVariable String region, HttpServletRequest request) throws IOException {
        var served = regions.named(region);
        return byType(served, signals.ofUpload(request), request);
    }

    private Map<String, Object> byType(ServedRegion region, MatcherSignals.Signals found, HttpServletRequest request) {
        var byType = new LinkedHashMap<String, Object>();
        found.byType()
                .forEach((type, signal) -> byType.put(
                        type,
                        type.equals(MatcherSignals.PDQ)
                                ? Map.of()
                                : byBank(
                                        region,
                                        MatcherSignals.hash(signal, type).picture(),
                                        request)));
        found.picture().ifPresent(picture -> byType.put(MatcherSignals.PDQ, byBank(region, picture, request)));
        return byType;
    }

    private Map<String, Object> byBank(ServedRegion region, HashedPicture picture, HttpServletRequest request) {
        String seed = request.getParameter("seed");
        if (seed != null && seed.length() > MAX_SEED)
            throw MatcherSignals.refused("query:seed", "has more than " + MAX_SEED + " characters");
        String banks = request.getParameter("banks");
        boolean everyBank = Boolean.parseBoolean(request.getParameter("bypass_coinflip"));
        var question = new HashBankDesk.Question(Optional.ofNullable(seed), everyBank);
        var byBank = new TreeMap<String, List<Map<String, Object>>>();
        var wanted = banks == null ? Set.<String>of() : Set.of(banks.split(",", -1));
        for (var match : desk.match(
                        region, List.of(picture), question, Caller.of(request).keyId())
                .matches()) {
            boolean counts = switch (match.match().effect()) {
                case Effect.Match(), Effect.Review() -> true;
                case Effect.Suppressed _, Effect.Innocent() -> false;
            };
            if (counts && (banks == null || wanted.contains(match.bank().name())))
                byBank.computeIfAbsent(match.bank().name(), _ -> new ArrayList<>())
                        .add(entry(match.entry().id(), match.match().distance()));
        }
        return new LinkedHashMap<>(byBank);
    }

    /** Whether two hashes match, and how far apart they are. */
    @PostMapping("/m/compare")
    Map<String, Object> compare(HttpServletRequest request) throws IOException {
        var body = StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES));
        if (!body.isObject())
            throw MatcherSignals.refused("", "must be an object of signal types with two hashes each");
        var answer = new LinkedHashMap<String, Object>();
        for (var each : body.properties()) {
            var pair = each.getValue();
            String type = each.getKey();
            String where = JsonPointer.ROOT.to(type).toString();
            MatcherSignals.requireKnown(where, type);
            if (pair.size() != 2 || !pair.path(0).isString() || !pair.path(1).isString())
                throw MatcherSignals.refused(where, "must be a list of two hashes");
            answer.put(
                    type,
                    compared(
                            MatcherSignals.hash(where + "/0", pair.get(0).stringValue(), type),
                            MatcherSignals.hash(where + "/1", pair.get(1).stringValue(), type)));
        }
        return answer;
    }

    private static List<Object> compared(NamedHash one, NamedHash other) {
        int distance = one.picture().hash().distance(other.picture().hash());
        // Two digests are the same or tell nothing of each other.
        if (one.digest().isPresent()) return List.of(distance == 0, Map.of());
        return List.of(distance <= PdqHash.MATCH_DISTANCE, Map.of("distance", distance));
    }

    @GetMapping("/m/index/status")
    Map<String, Object> indexStatus(
            @PathVariable String region, @RequestParam(value = "signal_type", required = false) @Nullable String type) {
        if (type != null) MatcherSignals.requireKnown("query:signal_type", type);
        var size = desk.size(regions.named(region));
        var status = new LinkedHashMap<String, Object>();
        status.put("present", size.isPresent());
        // It follows every change: what is asked next is up to now.
        status.put("built_to", size.isPresent() ? clock.instant().getEpochSecond() : -1);
        status.put("size", size.orElse(0L));
        return Map.of(type == null ? MatcherSignals.PDQ : type, status);
    }

    @GetMapping("/h/hash")
    Map<String, String> hashOfUrl(
            @RequestParam String url,
            @RequestParam(value = "content_type", required = false) @Nullable String contentType,
            @RequestParam(required = false) @Nullable String types)
            throws IOException {
        return signals.ofUrl(url, contentType, types).byType();
    }

    @PostMapping("/h/hash")
    Map<String, String> hashOfFile(HttpServletRequest request) throws IOException {
        return signals.ofUpload(request).byType();
    }
}
