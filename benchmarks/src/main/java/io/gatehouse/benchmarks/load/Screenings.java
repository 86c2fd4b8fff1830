package io.gatehouse.benchmarks.load;

import io.gatehouse.benchmarks.client.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import tools.jackson.databind.json.JsonMapper;

/** Makes the screening requests of one run. The same seed makes the same authors and texts; ids differ by the token. */
public final class Screenings {
    private static final JsonMapper JSON = new JsonMapper();
    /** Mostly public ones, as on a platform; encrypted ones are refused by contract. */
    private static final List<String> SURFACES = List.of(
            "comment",
            "comment",
            "comment",
            "comment",
            "open_channel",
            "open_channel",
            "group",
            "direct_message",
            "profile",
            "public_video");

    private static final Instant OBSERVED_AT = Instant.parse("2026-01-01T00:00:00Z");

    private final Messages messages;
    private final String runToken;
    private final String head;
    private final List<Author> authors;
    private final long seed;
    private final int[] authorOf;

    /** @param count of requests that will be asked for; numbers beyond are fine too */
    public Screenings(
            Messages messages,
            Target target,
            String runToken,
            int authorCount,
            int count,
            List<Place> places,
            long seed) {
        this.messages = messages;
        this.runToken = runToken;
        this.seed = seed;
        this.head = "POST /v1/screenings HTTP/1.1\r\nHost: " + target.host() + "\r\nAuthorization: Bearer "
                + target.apiKey() + "\r\nContent-Type: application/json\r\nIdempotency-Key: ";
        var everyone = new ArrayList<Author>();
        for (int i = 0; i < authorCount; i++) everyone.add(new Author(i, places.get(i % places.size()), runToken));
        this.authors = List.copyOf(everyone);
        var random = new Random(seed);
        this.authorOf = new int[Math.max(count, 1)];
        // Everybody writes at least once; who writes more is left to chance.
        for (int i = 0; i < authorOf.length; i++) authorOf[i] = i < authorCount ? i : random.nextInt(authorCount);
    }

    public String runToken() {
        return runToken;
    }

    public Author author(int number) {
        return authors.get(authorOf[number % authorOf.length]);
    }

    /** Authors whom the first {@code count} requests meet. */
    public int authorsMet(int count) {
        return Math.min(count, authors.size());
    }

    public String contentId(int number) {
        return "m-" + runToken + "-" + number;
    }

    public String surface(int number) {
        return SURFACES.get(Math.floorMod(number * 31 + (int) seed, SURFACES.size()));
    }

    /** Always the same bytes for the same number: a retry is the same request. */
    public Request request(int number) {
        var author = author(number);
        var body = JSON.createObjectNode();
        body.put("id", contentId(number));
        body.put("surface", surface(number));
        var who = body.putObject("author");
        who.put("id", author.accountId());
        var residence = who.putArray("residence");
        residence
                .addObject()
                .put("kind", "declared")
                .put("country", author.place().code())
                .put("observed_at", OBSERVED_AT.toString());
        // A journey abroad: network locations move nobody.
        residence
                .addObject()
                .put("kind", "ip")
                .put("country", author.place().eea() ? "US" : "IE")
                .put("observed_at", OBSERVED_AT.plusSeconds(3600).toString());
        body.putArray("parts")
                .addObject()
                .put("type", "text")
                .put("text", wellFormed(messages.text(number)) + " " + author.canary());
        return Request.of(number, head + "k-" + runToken + "-" + number + "\r\n", JSON.writeValueAsBytes(body));
    }

    /** Some texts were cut by their publishers in the middle of a character; Gatehouse refuses those, and has tests for it. */
    private static String wellFormed(String text) {
        return new String(
                text.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8);
    }
}
