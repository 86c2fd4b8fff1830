package io.gatehouse.service.perspective;

import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a caller of the Perspective contract asks.
 *
 * @param text to be judged, as long as the text submitted, so that offsets are the same
 * @param wanted in the order asked
 * @param spans whether each sentence is scored for itself
 * @param languages that the caller says the text is in, ISO 639-1; empty to find out
 * @param token repeated in the answer; null for none
 */
record AnalyzeRequest(
        String text,
        List<Wanted> wanted,
        boolean spans,
        List<String> languages,
        @Nullable String token) {
    /** As the original. */
    static final int MAX_TEXT_BYTES = 20_480;

    /** Twice what the contract has names for. */
    private static final int MAX_ATTRIBUTES = 64;

    private static final int MAX_LANGUAGES = 10;
    private static final int MAX_ENTRIES = 100;
    private static final int MAX_NAME = 200;
    private static final Pattern LANGUAGE = Pattern.compile("[a-zA-Z]{2,3}([-_][a-zA-Z0-9-_]{1,30})?");

    /** What HTML puts between words. */
    private static final Pattern TAG = Pattern.compile("<[/!a-zA-Z][^<>]{0,2000}>");

    AnalyzeRequest {
        wanted = List.copyOf(wanted);
        languages = List.copyOf(languages);
    }

    /**
     * One attribute asked for.
     *
     * @param name as the caller wrote it, and finds it in the answer
     * @param atLeast below this it is left out of the answer
     */
    record Wanted(String name, Attribute attribute, double atLeast) {}

    /** @throws ProblemException with every fault */
    static AnalyzeRequest read(JsonNode body) {
        var faults = new Faults();
        var reader = JsonObjectReader.of(body, JsonPointer.ROOT, faults);
        faults.refuseAny();
        if (reader == null) throw new IllegalStateException("a body was refused without a fault");
        var comment = reader.requiredObject("comment");
        String text = comment == null ? null : text(comment);
        var wanted = wanted(reader, faults);
        boolean spans = Boolean.TRUE.equals(reader.optionalBoolean("spanAnnotations"));
        var languages = languages(reader);
        // Nothing is stored, whatever is said here.
        var _ = reader.optionalBoolean("doNotStore");
        String token = reader.optionalText("clientToken", MAX_NAME);
        var _ = reader.optionalText("sessionId", MAX_NAME);
        var _ = reader.optionalText("communityId", MAX_NAME);
        context(reader, faults);
        reader.refuseUnknown();
        faults.refuseAny();
        return new AnalyzeRequest(String.valueOf(text), wanted, spans, languages, token);
    }

    /** Errors of the text have names of their own in this contract, which programs look for. */
    private static @Nullable String text(JsonObjectReader comment) {
        var node = comment.node("text");
        String type = comment.optionalText("type", MAX_NAME);
        comment.refuseUnknown();
        if (node != null && !node.isString()) {
            comment.fault("text", "must be a string");
            return null;
        }
        String text = node == null ? "" : node.stringValue();
        if (text.isBlank()) throw refused("COMMENT_EMPTY", "Comment must be non-empty.");
        if (text.getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES)
            throw refused("COMMENT_TOO_LONG", "Comment text may have at most " + MAX_TEXT_BYTES + " bytes of UTF-8.");
        String fault = JsonObjectReader.faultOf(text, MAX_TEXT_BYTES);
        if (fault != null) comment.fault("text", fault);
        return switch (type == null ? "PLAIN_TEXT" : type) {
            case "PLAIN_TEXT", "TEXT_TYPE_UNSPECIFIED" -> text;
            case "HTML" -> withoutTags(text);
            default -> {
                comment.fault("type", "must be PLAIN_TEXT or HTML");
                yield null;
            }
        };
    }

    /** Each tag becomes as many spaces as it has code points: offsets stay. Escaped characters are read wherever texts are judged. */
    static String withoutTags(String html) {
        return TAG.matcher(html)
                .replaceAll(tag ->
                        " ".repeat(tag.group().codePointCount(0, tag.group().length())));
    }

    private static ProblemException refused(String errorType, String detail) {
        return new ProblemException(
                Problem.of(ProblemType.INVALID_REQUEST, detail).with(GoogleErrors.ERROR_TYPE, errorType));
    }

    private static List<Wanted> wanted(JsonObjectReader reader, Faults faults) {
        var attributes = reader.node("requestedAttributes");
        var wanted = new ArrayList<Wanted>();
        if (attributes == null || !attributes.isObject() || attributes.isEmpty()) {
            reader.fault("requestedAttributes", "must name an attribute, as {\"TOXICITY\": {}}");
        } else if (attributes.size() > MAX_ATTRIBUTES) {
            reader.fault("requestedAttributes", "may name at most " + MAX_ATTRIBUTES);
        } else {
            var here = reader.pointerTo("requestedAttributes");
            attributes.properties().forEach(each -> {
                var one = wanted(each.getKey(), each.getValue(), here.to(each.getKey()), faults);
                if (one != null) wanted.add(one);
            });
        }
        return wanted;
    }

    private static @Nullable Wanted wanted(String name, JsonNode settings, JsonPointer here, Faults faults) {
        double atLeast = settings.isNull() ? 0 : threshold(settings, here, faults);
        var attribute = Attribute.ofWireName(name);
        if (attribute.isPresent()) return new Wanted(name, attribute.get(), atLeast);
        String known =
                Arrays.stream(Attribute.values()).map(Attribute::wireName).collect(Collectors.joining(", "));
        faults.add(here, "is no attribute that is scored here; those are " + known);
        return null;
    }

    private static double threshold(JsonNode settings, JsonPointer here, Faults faults) {
        var reader = JsonObjectReader.of(settings, here, faults);
        if (reader == null) return 0;
        String type = reader.optionalText("scoreType", MAX_NAME);
        if (type != null && !type.equals("PROBABILITY") && !type.equals("SCORE_TYPE_UNSPECIFIED"))
            reader.fault("scoreType", "must be PROBABILITY");
        var threshold = reader.node("scoreThreshold");
        reader.refuseUnknown();
        if (threshold == null) return 0;
        double value = threshold.isNumber() ? threshold.doubleValue() : Double.NaN;
        if (value >= 0 && value <= 1) return value;
        reader.fault("scoreThreshold", "must be a number from 0 to 1");
        return 0;
    }

    private static List<String> languages(JsonObjectReader reader) {
        var languages = new ArrayList<String>();
        var nodes = reader.array("languages", MAX_LANGUAGES);
        for (int i = 0; i < nodes.size(); i++) {
            String tag = nodes.get(i).asString("");
            if (LANGUAGE.matcher(tag).matches()) languages.add(tag.split("[-_]", 2)[0].toLowerCase(Locale.ROOT));
            else reader.fault("languages", i, "must be a language by ISO 639-1, such as en");
        }
        return languages;
    }

    /** Taken, and not looked at: as the original does. */
    private static void context(JsonObjectReader reader, Faults faults) {
        var context = reader.optionalObject("context");
        if (context == null) return;
        var entries = context.array("entries", MAX_ENTRIES);
        for (int i = 0; i < entries.size(); i++) {
            var entry = JsonObjectReader.of(
                    entries.get(i), context.pointerTo("entries").to(i), faults);
            if (entry != null) entry(entry);
        }
        var article = context.optionalObject("articleAndParentComment");
        if (article != null) {
            for (String name : List.of("article", "parentComment")) {
                var entry = article.optionalObject(name);
                if (entry != null) entry(entry);
            }
            article.refuseUnknown();
        }
        context.refuseUnknown();
    }

    private static void entry(JsonObjectReader entry) {
        var _ = entry.node("text");
        var _ = entry.node("type");
        entry.refuseUnknown();
    }
}
