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
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The hash list of Tech Against Terrorism, version 2: JSON, a token for a user and password that lives five minutes, pages in the order
 * of change after a place. It takes no answers. Known from its documents (terrorismanalytics.org/docs) and the open client of the project
 * ThreatExchange ({@code exchanges/clients/techagainstterrorism}).
 */
final class TatExchange implements HashExchange {
    private static final String PDQ = "PDQ";
    private static final Map<String, FileDigest.Kind> DIGESTS =
            Map.of("MD5", FileDigest.Kind.MD5, "SHA256", FileDigest.Kind.SHA256);

    private static final JsonMapper JSON = JsonMapper.shared();

    private final ExchangeSettings settings;
    private final ExchangeHttp http;

    TatExchange(ExchangeSettings settings, ExchangeHttp http) {
        this.settings = settings;
        this.http = http;
    }

    @Override
    public Optional<Duration> staleAfter() {
        return Optional.empty();
    }

    @Override
    public FetchedPage fetch(ExchangeRow state, boolean isOld) {
        String after = state.cursor().isEmpty() ? state.checkpoint() : state.cursor();
        try {
            return page(after);
        } catch (ExchangeException lost) {
            if (!isOld || after.isEmpty() || !lost.isLostPlace()) throw lost;
            return page("");
        }
    }

    private FetchedPage page(String after) {
        // Each page with a token of its own, as their client does: one that is paced may take minutes.
        var answer = read(
                http.get(
                        settings.at("/api/hash-list/v2/all?order=asc&after=" + URLEncoder.encode(after, UTF_8)),
                        Map.of("Authorization", "Bearer " + token())),
                "results");
        var rows = new ArrayList<RemoteRow>();
        int refused = 0;
        for (var entry : answer.path("results").values()) {
            String algorithm = entry.path("algorithm").asString("");
            if (!algorithm.equals(PDQ) && !DIGESTS.containsKey(algorithm)) continue;
            var row = row(algorithm, entry);
            if (row.isPresent()) rows.add(row.get());
            else refused++;
        }
        String place = answer.path("checkpoint").asString("");
        boolean more = !answer.path("next").asString("").isEmpty();
        if (more && (place.isEmpty() || place.equals(after))) throw misunderstood();
        // Each place is one to go on from, also by a later run.
        String reached = place.isEmpty() ? after : place;
        return new FetchedPage(rows, reached, more ? reached : "", refused);
    }

    private String token() {
        var parts = settings.credentials().split(":", 2);
        String form = "username=" + URLEncoder.encode(parts[0], UTF_8) + "&password="
                + URLEncoder.encode(parts[1], UTF_8) + "&resend=False";
        byte[] answer = http.send(
                "POST",
                settings.at("/token-auth/tcap/"),
                Map.of(),
                "application/x-www-form-urlencoded",
                form.getBytes(UTF_8));
        String token = read(answer, "token").path("token").asString("");
        // It goes into a header.
        if (!token.matches("[\\x21-\\x7e]{1,8192}")) throw misunderstood();
        return token;
    }

    private static Optional<RemoteRow> row(String algorithm, JsonNode entry) {
        String id = entry.path("id").asString("");
        if (id.isEmpty()) return Optional.empty();
        String text = entry.path("hash_digest").asString("");
        String provenance = "Tech Against Terrorism entry " + id + ", "
                + entry.path("ideology").asString("ideology unknown") + ", "
                + entry.path("file_type").asString("file type unknown");
        boolean isGone = entry.path("deleted").asBoolean(false);
        if (isGone) return Optional.of(RemoteRow.gone(id, "", provenance));
        var kind = DIGESTS.get(algorithm);
        return kind == null
                ? PdqText.bytes(text).map(hash -> new RemoteRow(id, "", List.of(hash), List.of(), provenance))
                : DigestText.of(kind, text).map(it -> new RemoteRow(id, "", List.of(), List.of(it), provenance));
    }

    private static JsonNode read(byte[] answer, String needed) {
        try {
            var tree = JSON.readTree(answer);
            if (tree.has(needed)) return tree;
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
        throw new IllegalStateException("this list takes no answers, and settings with them are refused");
    }
}
