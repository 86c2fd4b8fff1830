package io.gatehouse.service.casework;

import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.service.account.AccountFinder;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what a notice or an order is about: one or several exact places. Pure. */
final class SubjectReader {
    /** In one notice or order; a longer list is several. */
    static final int MOST_ITEMS = 100;

    private static final int MAX_ID_BYTES = 800;
    private static final int MAX_URL_BYTES = 2_048;
    private static final int MAX_NAME_BYTES = 64;
    /** As long as a message may be that is screened. */
    private static final int MAX_TEXT_BYTES = 256 * 1024;

    /** Whoever decides follows it with a click. */
    private static final Pattern RUNS =
            Pattern.compile("[\\s\\p{Cntrl}]*(?:javascript|vbscript|data)\\s*:", Pattern.CASE_INSENSITIVE);

    private SubjectReader() {}

    /** One thing that is named. */
    sealed interface Subject {
        /** The platform's own id. */
        record OfContent(String id) implements Subject {}

        record OfScreening(String id) implements Subject {}

        record OfDecision(String id) implements Subject {}

        /** What somebody supplies because it was never screened here: an encrypted message that its recipient reports. */
        record OfText(String author, Surface surface, String text) implements Subject {}

        /** A person about whom an authority asks. */
        record OfAccount(String id) implements Subject {}
    }

    /** @param url where people see it; null when the platform's id says it all */
    record Item(Subject subject, @Nullable String url) {}

    /** Where a list may name what. */
    enum Taken {
        /** Contents and supplied texts. */
        NOTICE,
        /** Contents. */
        ORDER,
        /** Contents and people. */
        INFORMATION
    }

    /** @return as many as were sent, unless there are faults */
    static List<Item> read(JsonObjectReader body, Taken taken, Faults faults) {
        var items = new ArrayList<Item>();
        var nodes = body.requiredArray("items", MOST_ITEMS);
        for (int n = 0; n < nodes.size(); n++) {
            var item = item(nodes.get(n), body.pointerTo("items").to(n), taken, faults);
            if (item == null) continue;
            // What is counted are exact places: the same twice is one.
            if (items.contains(item)) faults.add(body.pointerTo("items").to(n), "is named before");
            items.add(item);
        }
        return items;
    }

    private static @Nullable Item item(JsonNode node, JsonPointer here, Taken taken, Faults faults) {
        var item = JsonObjectReader.of(node, here, faults);
        if (item == null) return null;
        String content = item.optionalText("content_id", MAX_ID_BYTES);
        String screening = item.optionalText("screening_id", MAX_ID_BYTES);
        String decision = item.optionalText("decision_id", MAX_ID_BYTES);
        String account = taken == Taken.INFORMATION ? item.optionalText("account", MAX_ID_BYTES) : null;
        var text = taken == Taken.NOTICE ? item.optionalObject("reported_text") : null;
        String url = item.optionalText("url", MAX_URL_BYTES);
        if (url != null && RUNS.matcher(url).lookingAt())
            item.fault("url", "must be where people see it, and nothing that runs");
        item.refuseUnknown();
        var named = new ArrayList<Subject>();
        if (content != null) {
            if (content.isBlank() || content.length() > ContentId.MAX_LENGTH)
                item.fault("content_id", "must have 1 to " + ContentId.MAX_LENGTH + " characters");
            named.add(new Subject.OfContent(content));
        }
        if (screening != null) named.add(new Subject.OfScreening(screening));
        if (decision != null) named.add(new Subject.OfDecision(decision));
        if (account != null) {
            String fault = AccountFinder.faultOfId(account);
            if (fault != null) item.fault("account", fault);
            named.add(new Subject.OfAccount(account));
        }
        if (text != null) text(text).forEach(named::add);
        boolean saidText = taken == Taken.NOTICE && item.node("reported_text") != null;
        if (named.size() != 1 && !(named.isEmpty() && saidText))
            faults.add(
                    here,
                    "must name one of: " + String.join(", ", names(taken))
                            + "; there is no default region, and a URL alone does not say where the content lies");
        return named.size() == 1 ? new Item(named.getFirst(), url) : null;
    }

    private static List<String> names(Taken taken) {
        return switch (taken) {
            case NOTICE -> List.of("content_id", "screening_id", "decision_id", "reported_text");
            case ORDER -> List.of("content_id", "screening_id", "decision_id");
            case INFORMATION -> List.of("account", "content_id", "screening_id", "decision_id");
        };
    }

    private static Stream<Subject> text(JsonObjectReader reported) {
        String author = reported.requiredText("author", MAX_ID_BYTES);
        String text = reported.requiredText("text", MAX_TEXT_BYTES);
        String name = reported.optionalText("surface", MAX_NAME_BYTES);
        var surface = name == null
                ? Surface.ENCRYPTED_DIRECT_MESSAGE
                : Surface.ofWireName(name).orElse(null);
        if (surface == null || surface.isInterop()) {
            reported.fault("surface", "must be a surface of the platform's own");
            surface = null;
        }
        String fault = author == null ? null : AccountFinder.faultOfId(author);
        if (fault != null) reported.fault("author", fault);
        reported.refuseUnknown();
        return author == null || text == null || surface == null || fault != null
                ? Stream.empty()
                : Stream.of(new Subject.OfText(author, surface, text));
    }
}
