package io.gatehouse.jobs.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gatehouse.residency.bank.ExchangeRow;
import io.gatehouse.residency.bank.FetchedPage;
import io.gatehouse.residency.bank.SaidOfHash;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The hash sharing API of NCMEC, version 2: XML, pages of entries by time of change, a vote on each fingerprint. Entries do not
 * come in order of time, so only a whole range of time that was fetched to its end moves the checkpoint. Known from the open client
 * of the project ThreatExchange ({@code exchanges/clients/ncmec}); the document itself is given to members only.
 */
final class NcmecExchange implements HashExchange {
    private static final String ENTRIES = "/v2/entries";

    /** What changed in the last seconds may not be all there. */
    private static final Duration SETTLES = Duration.ofSeconds(5);

    /** Of a range of time, about: where a cursor is lost, so many are fetched again at most. */
    private static final long MOST_IN_RANGE = 400_000;

    /** A range with more is made shorter by this. */
    private static final int SHRINKS_BY = 4;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final ExchangeSettings settings;
    private final ExchangeHttp http;
    private final Clock clock;
    private final Map<String, String> headers;

    NcmecExchange(ExchangeSettings settings, ExchangeHttp http, Clock clock) {
        this.settings = settings;
        this.http = http;
        this.clock = clock;
        this.headers = Map.of(
                "Authorization",
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(settings.credentials().getBytes(UTF_8)),
                "Accept",
                "application/xml");
    }

    /**
     * A range of time that is being fetched.
     *
     * @param from second
     * @param to second
     * @param next path of the next page; empty for the first one
     */
    private record Range(long from, long to, String next) {
        static Range parse(String cursor) {
            var parts = cursor.split(" ", 3);
            return new Range(Long.parseLong(parts[0]), Long.parseLong(parts[1]), parts[2]);
        }

        String toCursor() {
            return from + " " + to + " " + next;
        }

        Range first() {
            return new Range(from, to, "");
        }
    }

    @Override
    public Optional<Duration> staleAfter() {
        return Optional.empty();
    }

    @Override
    public FetchedPage fetch(ExchangeRow state, boolean isOld) {
        long now = clock.instant().minus(SETTLES).getEpochSecond();
        if (!state.cursor().isEmpty()) return resumed(Range.parse(state.cursor()), now, isOld);
        long from = state.checkpoint().isEmpty() ? 0 : Long.parseLong(state.checkpoint());
        if (from >= now) return new FetchedPage(java.util.List.of(), state.checkpoint(), "", 0);
        return fetch(new Range(from, now, ""), now);
    }

    private FetchedPage resumed(Range range, long now, boolean isOld) {
        try {
            return fetch(range, now);
        } catch (ExchangeException lost) {
            if (!isOld || range.next().isEmpty() || !lost.isLostPlace()) throw lost;
            return fetch(range.first(), now);
        }
    }

    private FetchedPage fetch(Range wanted, long now) {
        var range = wanted;
        var page = ask(range);
        while (range.next().isEmpty() && page.estimate() > MOST_IN_RANGE && range.to() - range.from() > 1) {
            range = new Range(range.from(), range.from() + Math.max(1, (range.to() - range.from()) / SHRINKS_BY), "");
            page = ask(range);
        }
        String checkpoint = String.valueOf(range.from());
        if (!page.next().isEmpty())
            return new FetchedPage(
                    page.rows(),
                    checkpoint,
                    new Range(range.from(), range.to(), page.next()).toCursor(),
                    page.refused());
        // The whole range is here. Another one follows where this one was made shorter, or time went on.
        boolean isEnd = range.to() >= now - SETTLES.toSeconds();
        return new FetchedPage(
                page.rows(),
                String.valueOf(range.to()),
                isEnd ? "" : new Range(range.to(), now, "").toCursor(),
                page.refused());
    }

    private NcmecXml.Page ask(Range range) {
        String path = range.next().isEmpty()
                ? ENTRIES + "?from=" + time(range.from()) + "&to=" + time(range.to())
                : range.next();
        return NcmecXml.page(http.get(at(path), headers), settings.members());
    }

    /** The other side says where the next page is: below its own address, or nowhere. */
    private URI at(String path) {
        if (!path.startsWith("/") || path.startsWith("//") || path.contains(".."))
            throw new ExchangeException("the other side says that its next page is somewhere else");
        try {
            return settings.at(path.replace(" ", "%20"));
        } catch (IllegalArgumentException _) {
            throw new ExchangeException("the other side's next page is at no address");
        }
    }

    private static String time(long second) {
        return URLEncoder.encode(TIME.format(Instant.ofEpochSecond(second)), UTF_8);
    }

    @Override
    public void say(SaidOfHash said) {
        String fingerprint = said.digest().map(Enum::name).orElse("PDQ");
        byte[] vote = NcmecXml.vote(said.confirmed() ? Optional.empty() : Optional.of(reason(fingerprint)));
        for (var row : said.rows()) {
            var parts = row.ref().split("/", 2);
            http.send(
                    "PUT",
                    settings.at(ENTRIES + "/" + encode(parts[0]) + "/" + encode(parts[1]) + "/" + fingerprint
                            + "/feedback"),
                    headers,
                    "application/xml; charset=utf-8",
                    vote);
        }
    }

    private static String encode(String segment) {
        return URLEncoder.encode(segment, UTF_8).replace("+", "%20");
    }

    /** A vote against needs one of their reasons: the configured one, or the only one. */
    private String reason(String fingerprint) {
        var reasons = NcmecXml.reasons(http.get(settings.at("/v2/feedback/" + fingerprint + "/reasons"), headers));
        var named = reasons.entrySet().stream()
                .filter(reason -> settings.reason().isEmpty() && reasons.size() == 1
                        || reason.getValue().equals(settings.reason()))
                .findFirst();
        return named.orElseThrow(() ->
                        new ExchangeException("a disputed match needs one of their reasons; set gatehouse.exchanges."
                                + settings.name() + ".reason to one of " + reasons.values()))
                .getKey();
    }
}
