package io.gatehouse.jobs.exchange;

import com.sun.net.httpserver.HttpExchange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API of StopNCII.org as its open client knows it: two keys, pages of two by a token, a checkpoint in time, feedback. */
final class StopNciiServer extends OtherSide {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int PAGE = 2;

    final List<Map<String, Object>> records = new CopyOnWriteArrayList<>();
    final List<JsonNode> feedbacks = new CopyOnWriteArrayList<>();
    volatile boolean forgetsTokens;

    void put(long changed, String type, String value, String status) {
        records.removeIf(record -> record.get("hashValue").equals(value));
        var record = new LinkedHashMap<String, Object>();
        record.put("lastModtimestamp", changed);
        record.put("signalType", type);
        record.put("hashValue", value);
        record.put("hashStatus", status);
        record.put("caseNumbers", Map.of("case-1", status));
        record.put("CSPFeedbacks", List.of());
        records.add(record);
    }

    @Override
    Answer answer(HttpExchange exchange, String body) {
        var headers = exchange.getRequestHeaders();
        String path = exchange.getRequestURI().getPath();
        boolean isFeedback = path.equals("/v1/SubmitFeedback");
        if (!"subscription".equals(headers.getFirst("Ocp-Apim-Subscription-Key"))
                || !(isFeedback ? "feedback-key" : "fetch-key").equals(headers.getFirst("x-functions-key")))
            return new Answer(401, "{}");
        if (isFeedback) return feedback(body);
        return path.equals("/v1/FetchHashes") ? hashes(query(exchange)) : new Answer(404, "");
    }

    private Answer hashes(Map<String, String> query) {
        long start = Long.parseLong(query.get("startTimestamp"));
        require(Integer.parseInt(query.get("pageSize")) <= 800, "pages are smaller");
        String token = query.getOrDefault("nextPageToken", "");
        if (!token.isEmpty() && forgetsTokens) return new Answer(410, "{}");
        // A token belongs to where the fetch began.
        require(token.isEmpty() || token.startsWith("t/" + start + "/+"), "another fetch's token");
        int at = token.isEmpty() ? 0 : Integer.parseInt(token.substring(token.indexOf('+') + 1));
        var since = records.stream()
                .filter(record -> (long) record.get("lastModtimestamp") >= start)
                .toList();
        boolean more = at + PAGE < since.size();
        var answer = new LinkedHashMap<String, Object>();
        answer.put("count", since.size());
        answer.put("nextPageToken", more ? "t/" + start + "/+" + (at + PAGE) : null);
        answer.put(
                "nextSetTimestamp",
                records.stream()
                                .mapToLong(record -> (long) record.get("lastModtimestamp"))
                                .max()
                                .orElse(start)
                        + 1);
        answer.put("hasMoreRecords", more);
        answer.put("hashRecords", page(since, at, PAGE));
        return new Answer(200, JSON.writeValueAsString(answer));
    }

    private Answer feedback(String body) {
        var tree = JSON.readTree(body);
        require(tree.get("count").intValue() == tree.get("hashFeedbacks").size(), "count does not fit");
        for (var each : tree.get("hashFeedbacks").values()) {
            require(
                    List.of("Blocked", "NotBlocked")
                            .contains(each.get("feedbackValue").stringValue()),
                    "no such value");
            require(each.get("tags").isArray(), "no tags");
            require(
                    records.stream()
                            .anyMatch(record -> record.get("hashValue")
                                    .equals(each.get("hashValue").stringValue())),
                    "no such hash");
            feedbacks.add(each);
        }
        return new Answer(200, "{}");
    }
}
