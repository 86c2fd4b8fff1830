package io.gatehouse.jobs.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The hash sharing API of NCMEC, version 2, as its open client knows it: basic authentication, XML, pages of two, votes. */
final class NcmecServer extends OtherSide {
    private static final int PAGE = 2;

    /** Of every entry. */
    static final String MD5 = "0123456789abcdef0123456789abcdef";

    /** By id. */
    final Map<String, Entry> entries = new ConcurrentHashMap<>();
    /** By path of the entry, the last vote. */
    final Map<String, String> votes = new TreeMap<>();

    final Map<String, String> reasons = new TreeMap<>(Map.of("guid-1", "Not the same"));
    /** Pages by cursor answer 404 then: a cursor does not live long. */
    volatile boolean forgetsCursors;

    /** @param pdq empty for an entry without such a fingerprint; null for a deleted one */
    record Entry(String type, int member, String id, String pdq, Instant changed) {}

    void put(String type, int member, String id, String pdq, Instant changed) {
        entries.put(id, new Entry(type, member, id, pdq, changed));
    }

    @Override
    Answer answer(HttpExchange exchange, String body) {
        String wanted = "Basic " + Base64.getEncoder().encodeToString("esp:secret".getBytes(UTF_8));
        if (!wanted.equals(exchange.getRequestHeaders().getFirst("Authorization"))) return new Answer(401, "");
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/hashsharing/v2/entries")) return entries(query(exchange));
        if (path.matches("/hashsharing/v2/feedback/(PDQ|MD5)/reasons")) return reasons();
        if (path.matches("/hashsharing/v2/entries/[0-9]+/[^/]+/(PDQ|MD5)/feedback")
                && exchange.getRequestMethod().equals("PUT")) return vote(path, body);
        return new Answer(404, "");
    }

    private Answer entries(Map<String, String> query) {
        var from = Instant.parse(query.get("from"));
        var to = Instant.parse(query.get("to"));
        int start = Integer.parseInt(query.getOrDefault("start", "0"));
        if (start > 0 && forgetsCursors) return new Answer(404, "");
        // Not in order of time: as the client warns.
        var changed = entries.values().stream()
                .filter(entry ->
                        !entry.changed().isBefore(from) && entry.changed().isBefore(to))
                .sorted(Comparator.comparing(Entry::id))
                .toList();
        var images = new StringBuilder();
        var videos = new StringBuilder();
        for (var entry : page(changed, start, PAGE))
            (entry.type().equals("video") ? videos : images).append(xml(entry));
        String paging = start + PAGE >= changed.size()
                ? ""
                : "<paging><next>/v2/entries?from=" + query.get("from") + "&amp;to=" + query.get("to") + "&amp;start="
                        + (start + PAGE) + "&amp;size=" + PAGE + "&amp;max=" + changed.size() + "</next></paging>";
        return new Answer(
                200,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
                        + "<queryResult xmlns=\"https://hashsharing.ncmec.org/hashsharing/v2\">"
                        + "<images count=\"2\" maxTimestamp=\"2026-11-30T00:00:00Z\">" + images + "</images>"
                        + "<videos count=\"0\" maxTimestamp=\"2026-11-30T00:00:00Z\">" + videos + "</videos>" + paging
                        + "</queryResult>");
    }

    private static String xml(Entry entry) {
        String deleted = entry.pdq() == null
                ? "deleted" + Character.toUpperCase(entry.type().charAt(0))
                        + entry.type().substring(1)
                : entry.type();
        return "<" + deleted + "><member id=\"" + entry.member() + "\">Example &amp; Member</member><timestamp>"
                + entry.changed() + "</timestamp><id>" + entry.id() + "</id>"
                + (entry.pdq() == null
                        ? ""
                        : "<classification>A1</classification><fingerprints><md5>" + MD5 + "</md5>"
                                + "<sha1/>" + (entry.pdq().isEmpty() ? "" : "<pdq>" + entry.pdq() + "</pdq>")
                                + "</fingerprints><feedback lastUpdateTimestamp=\"2026-01-01T00:00:00Z\" type=\"PDQ\">"
                                + "<affirmativeFeedback type=\"PDQ\"><members><member id=\"99\">Other</member></members>"
                                + "</affirmativeFeedback></feedback>")
                + "</" + deleted + ">";
    }

    private Answer reasons() {
        var list = new ArrayList<String>();
        reasons.forEach((guid, name) -> list.add("<reason guid=\"" + guid + "\" name=\"" + name + "\" type=\"PDQ\"/>"));
        return new Answer(
                200,
                "<getFeedbackReasons xmlns=\"https://hashsharing.ncmec.org/hashsharing/v2\"><availableFeedbackReasons>"
                        + String.join("", list) + "</availableFeedbackReasons></getFeedbackReasons>");
    }

    private Answer vote(String path, String body) {
        require(body.contains("xmlns=\"https://hashsharing.ncmec.org/hashsharing/v2\""), "another namespace");
        require(body.contains("<affirmative") ^ body.contains("<negative>"), "neither for nor against");
        if (body.contains("<negative>"))
            require(
                    reasons.keySet().stream().anyMatch(guid -> body.contains("<reasonIds><guid>" + guid + "</guid>")),
                    "no such reason");
        votes.put(
                path.replace("/hashsharing/v2/entries/", "")
                        .replace("/PDQ/feedback", "")
                        .replace("/MD5/feedback", " by MD5"),
                body.contains("<affirmative") ? "for" : "against");
        return new Answer(200, "");
    }
}
