package io.gatehouse.service.search;

import io.gatehouse.residency.search.BadQuestionException;
import io.gatehouse.residency.search.Question;
import io.gatehouse.residency.search.SearchField;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import io.gatehouse.service.problem.Fault;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads a question from a body, or from query parameters as if they were one. Pure. */
final class QuestionReader {
    static final int MAX_BODY_BYTES = 16 * 1024;

    private static final int MAX_WORD_BYTES = 256;
    private static final int MAX_TEXT_BYTES = 4_000;
    private static final int MOST_VALUES = 50;
    private static final int USUAL_PAGE = 50;
    /** Each may be another person: as many as a grant may open. */
    private static final int MOST_CONTENTS = 1_000;

    /** Parameters that are of the request and not of the question. */
    private static final Set<String> NOT_ASKED = Set.of("purpose");

    private static final Set<String> NUMBERS = Set.of("min_score", "max_score", "limit");
    private static final Set<String> LISTS = Arrays.stream(SearchField.values())
            .map(SearchField::wireName)
            .collect(Collectors.toCollection(() -> new TreeSet<>(Set.of("facets"))));

    private QuestionReader() {}

    /** Query parameters as a body; a list is given by repeating its parameter. */
    static ObjectNode ofParameters(HttpServletRequest request) {
        var body = JsonMapper.shared().createObjectNode();
        request.getParameterMap().forEach((name, values) -> {
            if (NOT_ASKED.contains(name)) return;
            if (values.length > 1 && !LISTS.contains(name)) throw twice(name);
            if (LISTS.contains(name)) Arrays.stream(values).forEach(body.withArray("/" + name)::add);
            else if (NUMBERS.contains(name)) number(body, name, values[0]);
            else body.put(name, values[0]);
        });
        return body;
    }

    /** Whichever were taken, somebody would believe that both were. */
    private static ProblemException twice(String name) {
        return new ProblemException(Problem.invalid(
                ProblemType.INVALID_REQUEST, List.of(new Fault("query:" + name, "is given more than once"))));
    }

    private static void number(ObjectNode body, String name, String value) {
        try {
            if (name.equals("limit")) body.put(name, Integer.parseInt(value));
            else body.put(name, Double.parseDouble(value));
        } catch (NumberFormatException _) {
            // Named as what it is by the reader.
            body.put(name, value);
        }
    }

    /** @return null when there are faults */
    static @Nullable Asking read(JsonNode json, Question.Scope scope, Faults faults) {
        var body = JsonObjectReader.of(json, JsonPointer.ROOT, faults);
        if (body == null) return null;
        String region = body.requiredText("region", MAX_WORD_BYTES);
        var asking = read(body, scope, region == null ? "" : region, faults);
        body.refuseUnknown();
        if (!faults.isEmpty()) return null;
        if (asking != null)
            try {
                asking.question().check();
            } catch (BadQuestionException misunderstood) {
                body.fault("q", String.valueOf(misunderstood.getMessage()));
            }
        return faults.isEmpty() ? asking : null;
    }

    private static @Nullable Asking read(JsonObjectReader body, Question.Scope scope, String region, Faults faults) {
        String text = body.node("q") == null ? "" : body.optionalText("q", MAX_TEXT_BYTES);
        String account = body.optionalText("account", MAX_WORD_BYTES);
        var filters = filters(body);
        var from = body.optionalTime("from");
        var to = body.optionalTime("to");
        if (from != null && to != null && !from.isBefore(to)) body.fault("to", "must be later than from");
        double lowest = score(body, "min_score", 0);
        double highest = score(body, "max_score", 1);
        if (lowest > highest) body.fault("max_score", "must not be less than min_score");
        var order = one(body, "sort", Question.Order.values(), Question.Order.NEWEST);
        Long after = after(body, order);
        var format = one(body, "format", Asking.Format.values(), Asking.Format.JSON);
        int most = scope == Question.Scope.CONTENTS ? MOST_CONTENTS : Question.MOST;
        Integer limit = body.optionalInteger("limit", 1, most);
        var facets = facets(body);
        if (!faults.isEmpty() || text == null) return null;
        return new Asking(
                region,
                account,
                new Question(
                        scope,
                        text,
                        filters,
                        from,
                        to,
                        lowest,
                        highest,
                        null,
                        order,
                        after,
                        limit == null ? USUAL_PAGE : limit,
                        facets),
                format);
    }

    private static Map<SearchField, Set<String>> filters(JsonObjectReader body) {
        var filters = new EnumMap<SearchField, Set<String>>(SearchField.class);
        for (var field : SearchField.values()) {
            String name = field.wireName();
            var node = body.node(name);
            if (node == null) continue;
            var values = new TreeSet<String>();
            // One code may stand for itself.
            if (node.isString()) values.add(String.valueOf(body.optionalText(name, MAX_WORD_BYTES)));
            else
                for (var value : body.requiredArray(name, MOST_VALUES)) {
                    if (value.isString() && !value.stringValue().isEmpty()) values.add(value.stringValue());
                    else body.fault(name, "must be a code, or an array of codes");
                }
            if (!values.stream().allMatch(field::takes))
                body.fault(name, "must be one of: " + String.join(", ", field.codes()));
            if (!values.isEmpty()) filters.put(field, values);
        }
        return filters;
    }

    private static double score(JsonObjectReader body, String name, double otherwise) {
        var node = body.node(name);
        if (node == null) return otherwise;
        double value = node.isNumber() ? node.doubleValue() : Double.NaN;
        if (value >= 0 && value <= 1) return value;
        body.fault(name, "must be a number from 0 to 1");
        return otherwise;
    }

    private static @Nullable Long after(JsonObjectReader body, Question.Order order) {
        String text = body.optionalText("after", MAX_WORD_BYTES);
        if (text == null) return null;
        if (order == Question.Order.RELEVANCE) {
            body.fault("after", "goes with sort newest or oldest: what is most relevant has no second page");
            return null;
        }
        // The largest index there can be has 19 digits; one less cannot overflow.
        if (text.matches("[0-9]{1,18}")) return Long.valueOf(text);
        body.fault("after", "must be the next of an earlier answer");
        return null;
    }

    private static <E extends Enum<E>> E one(JsonObjectReader body, String name, E[] values, E otherwise) {
        String word = body.optionalText(name, MAX_WORD_BYTES);
        if (word == null) return otherwise;
        for (var value : values) if (value.name().toLowerCase(Locale.ROOT).equals(word)) return value;
        body.fault(
                name,
                "must be one of: "
                        + Arrays.stream(values)
                                .map(value -> value.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(", ")));
        return otherwise;
    }

    private static List<SearchField> facets(JsonObjectReader body) {
        var facets = new ArrayList<SearchField>();
        var nodes = body.array("facets", SearchField.values().length);
        for (int i = 0; i < nodes.size(); i++) {
            var field = SearchField.ofWireName(nodes.get(i).asString(""));
            if (field.isPresent() && field.get().isCounted()) facets.add(field.get());
            else
                body.fault(
                        "facets",
                        i,
                        "must be one of: "
                                + Arrays.stream(SearchField.values())
                                        .filter(SearchField::isCounted)
                                        .map(SearchField::wireName)
                                        .collect(Collectors.joining(", ")));
        }
        return facets;
    }
}
