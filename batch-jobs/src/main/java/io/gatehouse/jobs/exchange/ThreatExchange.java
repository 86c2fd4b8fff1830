package io.gatehouse.jobs.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatehouse.residency.bank.ExchangeRow;
import io.gatehouse.residency.bank.FetchedPage;
import io.gatehouse.residency.bank.FileDigest;
import io.gatehouse.residency.bank.RemoteRow;
import io.gatehouse.residency.bank.SaidOfHash;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A privacy group of ThreatExchange, over which the hash-sharing database of GIFCT is shared, too: updates in order of time, the
 * next page by its address, reactions on descriptors as feedback. Known from the open client of the project ThreatExchange
 * ({@code exchanges/clients/fb_threatexchange}).
 */
final class ThreatExchange implements HashExchange {
    private static final String PDQ = "HASH_PDQ";

    /** Digests of files, by their type. */
    private static final Map<String, FileDigest.Kind> DIGESTS = Map.of(
            "HASH_VIDEO_MD5", FileDigest.Kind.MD5,
            "HASH_MD5", FileDigest.Kind.MD5,
            "HASH_SHA256", FileDigest.Kind.SHA256);

    private static final String VIDEO_MD5 = "HASH_VIDEO_MD5";
    private static final String TYPES = "HASH_PDQ,HASH_VIDEO_MD5,HASH_MD5,HASH_SHA256";

    /** Digests of other types are of pictures or videos where a tag says so: a group may share those of programs, too. */
    private static final Set<String> OF_MEDIA = Set.of("media_type_photo", "media_type_video");

    private static final String FIELDS =
            "indicator,type,last_updated,should_delete,descriptors{id,owner{id},tags,status}";
    private static final int PAGE = 100;
    private static final String TOKEN = "access_token=";
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ExchangeSettings settings;
    private final ExchangeHttp http;

    ThreatExchange(ExchangeSettings settings, ExchangeHttp http) {
        this.settings = settings;
        this.http = http;
    }

    /** They keep word of deletions for ninety days. */
    @Override
    public Optional<Duration> staleAfter() {
        return Optional.of(Duration.ofDays(85));
    }

    @Override
    public FetchedPage fetch(ExchangeRow state, boolean isOld) {
        if (state.cursor().isEmpty()) return page(state, first(state));
        try {
            return page(state, at(state.cursor()));
        } catch (ExchangeException lost) {
            if (!isOld || !lost.isLostPlace()) throw lost;
            return page(state, first(state));
        }
    }

    private URI first(ExchangeRow state) {
        return settings.at(
                "/" + settings.group() + "/threat_updates/?" + TOKEN + token() + "&types=" + TYPES + "&limit="
                        + PAGE + "&fields=" + URLEncoder.encode(FIELDS, UTF_8)
                        + (state.checkpoint().isEmpty() ? "" : "&start_time=" + state.checkpoint()));
    }

    private String token() {
        return URLEncoder.encode(settings.credentials(), UTF_8);
    }

    private FetchedPage page(ExchangeRow state, URI at) {
        var answer = read(http.get(at, Map.of()));
        var rows = new ArrayList<RemoteRow>();
        int refused = 0;
        long newest = state.checkpoint().isEmpty() ? 0 : Long.parseLong(state.checkpoint());
        for (var update : answer.path("data").values()) {
            newest = Math.max(newest, update.path("last_updated").asLong(0));
            String type = update.path("type").asString("");
            if (!type.equals(PDQ) && !DIGESTS.containsKey(type)) continue;
            var row = row(type, update);
            if (row.isPresent()) rows.add(row.get());
            else refused++;
        }
        String next = answer.at("/paging/next").asString("");
        return new FetchedPage(rows, String.valueOf(newest), next.isEmpty() ? "" : withoutToken(next), refused);
    }

    /** Its place in their database is kept, not the key to it. */
    private String withoutToken(String next) {
        URI address;
        try {
            address = URI.create(next);
        } catch (IllegalArgumentException _) {
            throw new ExchangeException("the other side's next page is at no address");
        }
        boolean isTheirs = settings.url().getScheme().equals(address.getScheme())
                && settings.url().getAuthority().equals(address.getAuthority());
        if (!isTheirs) throw new ExchangeException("the other side says that its next page is somewhere else");
        String query = Stream.of(String.valueOf(address.getRawQuery()).split("&", -1))
                .filter(parameter -> !parameter.startsWith(TOKEN))
                .collect(Collectors.joining("&"));
        return address.getRawPath() + "?" + query;
    }

    private URI at(String cursor) {
        var base = settings.url();
        return URI.create(base.getScheme() + "://" + base.getAuthority() + cursor + "&" + TOKEN + token());
    }

    /** A hash that all who know it call harmless is not taken; nor is one that was taken back. */
    private static Optional<RemoteRow> row(String type, JsonNode update) {
        String indicator = update.path("indicator").asString("");
        var harmful = new ArrayList<String>();
        var tags = new TreeSet<String>();
        for (var descriptor : update.at("/descriptors/data").values()) {
            if (descriptor.path("status").asString("").equals("NON_MALICIOUS")) continue;
            harmful.add(descriptor.path("id").asString(""));
            for (var tag : tags(descriptor))
                tags.add(tag.isString() ? tag.asString() : tag.path("text").asString(""));
        }
        boolean isGone = update.path("should_delete").asBoolean(false) || harmful.isEmpty();
        String id = type + ":" + indicator;
        String ref = String.join(",", harmful);
        String provenance = "ThreatExchange" + (tags.isEmpty() ? "" : ", tags " + String.join(" ", tags));
        var kind = DIGESTS.get(type);
        if (kind == null)
            return PdqText.bytes(indicator)
                    .map(hash -> isGone
                            ? RemoteRow.gone(id, ref, provenance)
                            : new RemoteRow(id, ref, List.of(hash), List.of(), provenance));
        boolean isOfMedia = type.equals(VIDEO_MD5) || tags.stream().anyMatch(OF_MEDIA::contains);
        return DigestText.of(kind, indicator)
                .map(digest -> isGone || !isOfMedia
                        ? RemoteRow.gone(id, ref, provenance)
                        : new RemoteRow(id, ref, List.of(), List.of(digest), provenance));
    }

    /** A list, or a list within an object. */
    private static Iterable<JsonNode> tags(JsonNode descriptor) {
        var tags = descriptor.path("tags");
        return (tags.isArray() ? tags : tags.path("data")).values();
    }

    private static JsonNode read(byte[] answer) {
        try {
            var tree = JSON.readTree(answer);
            if (tree.path("data").isArray()) return tree;
        } catch (JacksonException _) {
            // Told below: its message would quote what was answered.
        }
        throw new ExchangeException("the other side's answer is not the JSON of its API");
    }

    @Override
    public void say(SaidOfHash said) {
        String reaction = said.confirmed() ? "HELPFUL" : "DISAGREE_WITH_TAGS";
        for (var row : said.rows())
            for (var descriptor : row.ref().split(",", -1)) {
                if (!descriptor.matches("[0-9]{1,30}")) continue;
                http.send(
                        "POST",
                        settings.at("/" + descriptor),
                        Map.of(),
                        "application/x-www-form-urlencoded",
                        (TOKEN + token() + "&reactions=" + reaction).getBytes(UTF_8));
            }
    }
}
