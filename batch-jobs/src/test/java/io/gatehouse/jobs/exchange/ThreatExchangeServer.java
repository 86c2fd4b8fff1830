package io.gatehouse.jobs.exchange;

import com.sun.net.httpserver.HttpExchange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.json.JsonMapper;

/** The updates of a privacy group as the open client of ThreatExchange knows them: a token, pages of two by address, reactions. */
final class ThreatExchangeServer extends OtherSide {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int PAGE = 2;
    static final String TOKEN = "1234567890|a-token_of_twenty_letters";

    final List<Map<String, Object>> updates = new CopyOnWriteArrayList<>();
    /** By descriptor. */
    final Map<String, String> reactions = new TreeMap<>();
    /** Where the next page is said to be; empty for here. */
    volatile String elsewhere = "";
    /** Of what is put from now on. */
    volatile List<String> tags = List.of("media_type_photo");

    void put(long changed, String type, String indicator, String descriptor, String status, boolean gone) {
        updates.removeIf(update -> update.get("indicator").equals(indicator));
        var update = new LinkedHashMap<String, Object>();
        update.put("id", "9" + descriptor);
        update.put("indicator", indicator);
        update.put("type", type);
        update.put("last_updated", changed);
        update.put("should_delete", gone);
        update.put(
                "descriptors",
                Map.of(
                        "data",
                        List.of(Map.of(
                                "id",
                                descriptor,
                                "owner",
                                Map.of("id", "77"),
                                "status",
                                status,
                                "tags",
                                Map.of(
                                        "data",
                                        tags.stream()
                                                .map(tag -> Map.of("id", "5", "text", tag))
                                                .toList())))));
        updates.add(update);
    }

    @Override
    Answer answer(HttpExchange exchange, String body) {
        String path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("POST")) return react(path, form(body));
        var query = query(exchange);
        if (!TOKEN.equals(query.get("access_token")))
            return new Answer(400, "{\"error\":{\"type\":\"OAuthException\",\"code\":190}}");
        return path.equals("/v9.0/4711/threat_updates/") ? updates(query) : new Answer(404, "{}");
    }

    private Answer updates(Map<String, String> query) {
        require(query.get("fields").contains("should_delete"), "deletions would be missed");
        long start = Long.parseLong(query.getOrDefault("start_time", "0"));
        int at = Integer.parseInt(query.getOrDefault("after", "0"));
        var since = updates.stream()
                .filter(update -> (long) update.get("last_updated") >= start)
                .toList();
        var answer = new LinkedHashMap<String, Object>();
        answer.put("data", page(since, at, PAGE));
        if (at + PAGE < since.size())
            answer.put(
                    "paging",
                    Map.of(
                            "next",
                            (elsewhere.isEmpty() ? url("").toString() : elsewhere)
                                    + "/v9.0/4711/threat_updates/?access_token=1234567890%7Ca-token_of_twenty_letters&fields=should_delete&start_time="
                                    + start + "&after=" + (at + PAGE)));
        return new Answer(200, JSON.writeValueAsString(answer));
    }

    private Answer react(String path, Map<String, String> form) {
        if (!TOKEN.equals(form.get("access_token"))) return new Answer(400, "{}");
        require(List.of("HELPFUL", "DISAGREE_WITH_TAGS").contains(form.get("reactions")), "no such reaction");
        String descriptor = path.substring(path.lastIndexOf('/') + 1);
        require(descriptor.matches("[0-9]+"), "no descriptor");
        reactions.put(descriptor, form.get("reactions"));
        return new Answer(200, "{\"success\":true}");
    }
}
