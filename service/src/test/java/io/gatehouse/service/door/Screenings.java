package io.gatehouse.service.door;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Requests for tests to send, and to spoil. */
final class Screenings {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Screenings() {}

    static String of(String text) {
        return of(RunningGatehouse.unique("m"), RunningGatehouse.unique("u"), "IE", text);
    }

    static String from(String country) {
        return of(RunningGatehouse.unique("m"), RunningGatehouse.unique("u"), country, "a plain message");
    }

    static String of(String id, String author, String country, String text) {
        return JSON.writeValueAsString(tree(id, author, country, text));
    }

    static Map<String, Object> tree(String id, String author, String country, String text) {
        var body = new LinkedHashMap<String, Object>();
        body.put("id", id);
        body.put("surface", "comment");
        body.put("author", author(author, country));
        body.put("parts", List.of(Map.of("type", "text", "text", text)));
        return body;
    }

    static Map<String, Object> author(String id, String country) {
        var author = new LinkedHashMap<String, Object>();
        author.put("id", id);
        if (!country.isEmpty()) author.put("residence", List.of(Map.of("kind", "declared", "country", country)));
        return author;
    }

    static String json(Object tree) {
        return JSON.writeValueAsString(tree);
    }
}
