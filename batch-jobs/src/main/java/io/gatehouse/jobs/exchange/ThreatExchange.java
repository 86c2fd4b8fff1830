package io.gatehouse.jobs.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatehouse.residency.bank.ExchangeRow;
import io.gatehouse.residency.bank.FetchedPage;
import io.gatehouse.residency.bank.RemoteRow;
import io.gatehouse.residency.bank.SaidOfHash;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private static final String TYPE = "HASH_PDQ";
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
        return settings.at("/" + settings.group() + "/threat_updates/?" + TOKEN + token() + "&types=" + TYPE + "&limit="
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
            if (!update.path("type").asString("").equals(TYPE)) continue;
            var row = row(update);
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
    private static Optional<RemoteRow> row(JsonNode update) {
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
        return PdqText.bytes(indicator)
                .map(hash -> new RemoteRow(
                        TYPE + ":" + indicator,
                        String.join(",", harmful),
                        isGone ? List.of() : List.of(hash),
                        "ThreatExchange" + (tags.isEmpty() ? "" : ", tags " + String.join(" ", tags))));
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
