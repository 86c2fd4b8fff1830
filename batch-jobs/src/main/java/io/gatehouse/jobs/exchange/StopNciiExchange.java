package io.gatehouse.jobs.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatehouse.residency.bank.ExchangeRow;
import io.gatehouse.residency.bank.FetchedPage;
import io.gatehouse.residency.bank.FileDigest;
import io.gatehouse.residency.bank.RemoteRow;
import io.gatehouse.residency.bank.SaidOfHash;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The API of StopNCII.org: JSON, two keys as headers, pages by a token that lives for a while, a checkpoint in time, feedback by
 * hash. Known from the open client of the project ThreatExchange ({@code exchanges/clients/stopncii}).
 */
final class StopNciiExchange implements HashExchange {
    private static final String IMAGE_PDQ = "ImagePDQ";
    private static final String VIDEO_MD5 = "VideoMD5";
    private static final int PAGE = 800;

    /** As their client begins. */
    private static final String BEGIN = "10";

    /** A case that was taken back, by the person it is about or by them. */
    private static final Set<String> GONE = Set.of("Withdrawn", "Deleted");

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ExchangeSettings settings;
    private final ExchangeHttp http;
    private final String[] keys;

    StopNciiExchange(ExchangeSettings settings, ExchangeHttp http) {
        this.settings = settings;
        this.http = http;
        this.keys = settings.credentials().split(",", -1);
    }

    private Map<String, String> headers(String functionKey) {
        return Map.of("x-functions-key", functionKey.strip(), "Ocp-Apim-Subscription-Key", keys[1].strip());
    }

    @Override
    public Optional<Duration> staleAfter() {
        return Optional.of(Duration.ofDays(30));
    }

    @Override
    public FetchedPage fetch(ExchangeRow state, boolean isOld) {
        String start = state.checkpoint().isEmpty() ? BEGIN : state.checkpoint();
        if (state.cursor().isEmpty()) return fetch(state, start, "");
        try {
            return fetch(state, start, state.cursor());
        } catch (ExchangeException lost) {
            if (!isOld || !lost.isLostPlace()) throw lost;
            return fetch(state, start, "");
        }
    }

    private FetchedPage fetch(ExchangeRow state, String start, String token) {
        var query = "/FetchHashes?startTimestamp=" + start + "&pageSize=" + PAGE
                + (token.isEmpty() ? "" : "&nextPageToken=" + URLEncoder.encode(token, UTF_8));
        var answer = read(http.get(settings.at(query), headers(keys[0])));
        var rows = new ArrayList<RemoteRow>();
        int refused = 0;
        for (var record : answer.path("hashRecords").values()) {
            String type = record.path("signalType").asString("");
            if (!type.equals(IMAGE_PDQ) && !type.equals(VIDEO_MD5)) continue;
            var row = row(type, record);
            if (row.isPresent()) rows.add(row.get());
            else refused++;
        }
        String next = answer.path("nextPageToken").asString("");
        boolean more = answer.path("hasMoreRecords").asBoolean(false);
        if (more && next.isEmpty()) throw misunderstood();
        long until = answer.path("nextSetTimestamp").asLong(-1);
        if (until < 0) throw misunderstood();
        // The checkpoint moves when the last page is here: until then the token belongs to where the fetch began.
        return new FetchedPage(rows, more ? state.checkpoint() : String.valueOf(until), more ? next : "", refused);
    }

    private static Optional<RemoteRow> row(String type, JsonNode record) {
        String text = record.path("hashValue").asString("");
        String status = record.path("hashStatus").asString("");
        String provenance =
                "StopNCII, " + (status.isEmpty() ? "status unknown" : status.toLowerCase(java.util.Locale.ROOT));
        String id = type + ":" + text;
        boolean isGone = GONE.contains(status);
        if (type.equals(VIDEO_MD5))
            return DigestText.of(FileDigest.Kind.MD5, text)
                    .map(digest -> isGone
                            ? RemoteRow.gone(id, text, provenance)
                            : new RemoteRow(id, text, List.of(), List.of(digest), provenance));
        return PdqText.bytes(text)
                .map(hash -> isGone
                        ? RemoteRow.gone(id, text, provenance)
                        : new RemoteRow(id, text, List.of(hash), List.of(), provenance));
    }

    private static JsonNode read(byte[] answer) {
        try {
            var tree = JSON.readTree(answer);
            if (tree.path("hashRecords").isArray()) return tree;
        } catch (JacksonException _) {
            // Told below: its message would quote what was answered.
        }
        throw misunderstood();
    }

    private static ExchangeException misunderstood() {
        return new ExchangeException("the other side's answer is not the JSON of its API");
    }

    @Override
    public void say(SaidOfHash said) {
        var feedbacks = JSON.createArrayNode();
        for (var row : said.rows()) {
            var feedback = feedbacks.addObject();
            feedback.putArray("tags");
            feedback.put("feedbackValue", said.confirmed() ? "Blocked" : "NotBlocked");
            feedback.put("hashValue", row.ref());
        }
        var body = JSON.createObjectNode();
        body.put("count", feedbacks.size());
        body.set("hashFeedbacks", feedbacks);
        http.send(
                "POST",
                settings.at("/SubmitFeedback"),
                headers(keys[2]),
                "application/json",
                body.toString().getBytes(UTF_8));
    }
}
