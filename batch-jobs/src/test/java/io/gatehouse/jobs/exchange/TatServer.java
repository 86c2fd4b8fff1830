package io.gatehouse.jobs.exchange;

import com.sun.net.httpserver.HttpExchange;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.json.JsonMapper;

/** The hash list of Tech Against Terrorism as its open client knows it: a token that is good for one page here, pages of two. */
final class TatServer extends OtherSide {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int PAGE = 2;

    private record Entry(double changed, int id, String algorithm, String digest, boolean deleted) {
        String place() {
            return changed + "," + id;
        }
    }

    private final List<Entry> entries = new CopyOnWriteArrayList<>();
    private final AtomicInteger tokens = new AtomicInteger();
    volatile boolean forgetsPlaces;

    void put(double changed, int id, String algorithm, String digest, boolean deleted) {
        entries.removeIf(entry -> entry.id() == id);
        entries.add(new Entry(changed, id, algorithm, digest, deleted));
    }

    @Override
    Answer answer(HttpExchange exchange, String body) {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/token-auth/tcap/")) {
            var form = form(body);
            boolean isKnown = "user@example.org".equals(form.get("username")) && "p:w+".equals(form.get("password"));
            return isKnown
                    ? new Answer(200, "{\"user\":{},\"token\":\"t" + tokens.incrementAndGet() + "\"}")
                    : new Answer(401, "{}");
        }
        if (!path.equals("/api/hash-list/v2/all")) return new Answer(404, "{}");
        if (!("Bearer t" + tokens.get()).equals(exchange.getRequestHeaders().getFirst("Authorization")))
            return new Answer(403, "Authentication error: Token has expired. Please refresh.");
        return page(query(exchange));
    }

    private Answer page(Map<String, String> query) {
        require("asc".equals(query.get("order")), "another order");
        String after = query.get("after");
        if (!after.isEmpty() && forgetsPlaces) return new Answer(400, "{}");
        var order = Comparator.comparingDouble(Entry::changed).thenComparingInt(Entry::id);
        var since = entries.stream()
                .sorted(order)
                .filter(entry -> after.isEmpty() || order.compare(entry, place(after)) > 0)
                .toList();
        var page = page(since, 0, PAGE);
        var answer = new LinkedHashMap<String, Object>();
        answer.put("count", since.size());
        answer.put(
                "next",
                since.size() > PAGE
                        ? url("/api/hash-list/v2/all?limit=2&offset=2").toString()
                        : null);
        answer.put("previous", null);
        answer.put("checkpoint", page.isEmpty() ? after : page.getLast().place());
        answer.put("results", page.stream().map(TatServer::json).toList());
        return new Answer(200, JSON.writeValueAsString(answer));
    }

    private static Entry place(String text) {
        var parts = text.split(",", 2);
        return new Entry(Double.parseDouble(parts[0]), Integer.parseInt(parts[1]), "", "", false);
    }

    private static Map<String, Object> json(Entry entry) {
        var json = new LinkedHashMap<String, Object>();
        json.put("hash_digest", entry.digest());
        json.put("algorithm", entry.algorithm());
        json.put("ideology", "far-right");
        json.put("file_type", "mp4");
        json.put("deleted", entry.deleted());
        json.put("updated_on", entry.changed());
        json.put("id", entry.id());
        return json;
    }
}
