package io.gatehouse.benchmarks.model;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Operations as the service wants them told. */
final class Bodies {
    /** Said by everybody, so that a look at all bytes tells whether anything lies open. */
    static final String CANARY = "qvortexfinch";

    private static final List<String> WORDS =
            List.of("good morning", "see you at the station", "the soup was too hot", "who has the keys?", "on my way");

    private Bodies() {}

    static String json(Object tree) {
        return RunningService.JSON.writeValueAsString(tree);
    }

    static String account(Operation.Tell operation) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(
                "residence",
                operation.news().stream()
                        .map(news -> Map.of(
                                "kind",
                                news.kind(),
                                "country",
                                news.country(),
                                "observed_at",
                                news.day()
                                        .atStartOfDay(ZoneOffset.UTC)
                                        .toInstant()
                                        .toString()))
                        .toList());
        if (operation.minor() != null) body.put("minor", operation.minor());
        if (operation.isBusiness()) body.put("business", true);
        return json(body);
    }

    static String batch(List<Caller.Said> batch, Instant now) {
        return json(Map.of(
                "items", batch.stream().map(said -> item(said.operation(), now)).toList()));
    }

    private static Map<String, Object> item(Operation.Say say, Instant now) {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("id", say.content());
        item.put("idempotency_key", say.content());
        item.put("surface", say.surface());
        item.put("created_at", now.toString());
        item.put(
                "author",
                say.claimed() == null
                        ? Map.of("id", say.person())
                        : Map.of(
                                "id",
                                say.person(),
                                "residence",
                                List.of(Map.of("kind", "verified", "country", say.claimed()))));
        if (say.conversation() != null) item.put("conversation", Map.of("id", say.conversation()));
        if (!say.participants().isEmpty())
            item.put(
                    "participants",
                    say.participants().stream().map(id -> Map.of("id", id)).toList());
        item.put("parts", List.of(Map.of("type", "text", "text", text(say.content()))));
        return item;
    }

    private static String text(String content) {
        return WORDS.get(Math.floorMod(content.hashCode(), WORDS.size())) + " " + CANARY + " " + content;
    }

    /** Another text for each revision. */
    static String edit(String content, int revision) {
        String text = text(content) + ", to say it otherwise, " + revision;
        return json(Map.of("parts", List.of(Map.of("type", "text", "text", text))));
    }

    static String transfer(Operation.Ask operation) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("purpose", operation.purpose());
        body.put("data", operation.data());
        body.put("from", operation.from());
        body.put(
                "to",
                operation.toRegion() != null
                        ? Map.of("region", operation.toRegion())
                        : Map.of("country", "" + operation.toCountry(), "recipient", "" + operation.recipient()));
        body.put("actor", Map.of("kind", "operator", "country", operation.readerIn()));
        body.put("subjects", operation.subjects());
        String claim = operation.claim();
        String name = claim.substring(claim.indexOf(':') + 1);
        if (claim.startsWith("instrument:")) body.put("basis", Map.of("kind", "instrument", "instrument", name));
        if (claim.startsWith("derogation:")) {
            body.put(
                    "basis",
                    Map.of(
                            "kind",
                            "derogation",
                            "letter",
                            name,
                            "reason",
                            "the claim before the court of Dublin",
                            "notice",
                            "n-7"));
            body.put("approver", "second");
        }
        return json(body);
    }
}
