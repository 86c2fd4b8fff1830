package io.gatehouse.moderation.comparison;

import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The JSON of a {@link Comparison}: one form to go on counting from, one for readers. */
final class ComparisonJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ComparisonJson() {}

    static ObjectNode write(Comparison comparison) {
        return tree(comparison, true);
    }

    static ObjectNode report(Comparison comparison) {
        return tree(comparison, false);
    }

    private static ObjectNode tree(Comparison comparison, boolean goesOn) {
        var json = JSON.createObjectNode();
        json.put("messages", comparison.messages);
        json.put("compared", comparison.compared);
        json.put("changed", comparison.changed());
        json.put("gained", comparison.gained());
        json.put("lost", comparison.lost());
        authors(json, comparison.authors, goesOn);
        var transitions = json.putObject("transitions");
        comparison.transitions.forEach((name, each) -> {
            var transition = transitions.putObject(name);
            transition.put("count", each.count);
            strings(transition, "examples", each.examples());
        });
        var rules = json.putObject("rules");
        comparison.rules.forEach((id, change) -> rule(rules.putObject(id), change, goesOn));
        groups(json.putObject("surfaces"), comparison.surfaces);
        groups(json.putObject("languages"), comparison.languages);
        counts(json.putObject("baselines"), comparison.baselines);
        counts(json.putObject("unknown"), comparison.unknown);
        counts(json.putObject("skipped"), comparison.skipped);
        if (goesOn) coverage(json.putObject("coverage"), comparison.coverage);
        return json;
    }

    private static void coverage(ObjectNode json, Coverage coverage) {
        json.put("messages", coverage.messages());
        strings(json, "surfaces", List.copyOf(coverage.surfaces()));
        strings(json, "languages", List.copyOf(coverage.languages()));
        var rules = json.putObject("rules");
        coverage.matches().forEach((rule, matches) -> {
            var each = rules.putObject(rule);
            each.put("matches", matches);
            strings(each, "with", List.copyOf(coverage.companions(rule)));
        });
    }

    private static void readCoverage(JsonNode json, Coverage coverage) {
        coverage.restore(json.required("messages").longValue(), strings(json, "surfaces"), strings(json, "languages"));
        each(
                json,
                "rules",
                (rule, from) -> coverage.restore(rule, from.required("matches").longValue(), strings(from, "with")));
    }

    private static List<String> strings(JsonNode json, String name) {
        return json.path(name).values().stream().map(JsonNode::stringValue).toList();
    }

    private static void authors(ObjectNode json, DistinctCount authors, boolean goesOn) {
        if (goesOn) json.put("authors_counted", authors.encode());
        else json.put("authors", authors.estimate());
    }

    private static void rule(ObjectNode json, RuleChange change, boolean goesOn) {
        json.put("before", change.before);
        json.put("after", change.after);
        json.put("gained", change.gained);
        json.put("lost", change.lost);
        var authors = change.authors;
        if (authors != null) authors(json, authors, goesOn);
        strings(json, "gained_examples", change.gainedExamples());
        strings(json, "lost_examples", change.lostExamples());
    }

    private static void strings(ObjectNode json, String name, List<String> values) {
        if (values.isEmpty()) return;
        var array = json.putArray(name);
        values.forEach(array::add);
    }

    private static void groups(ObjectNode json, Map<String, Comparison.Group> groups) {
        groups.forEach((name, group) -> {
            var each = json.putObject(name);
            each.put("messages", group.messages);
            each.put("changed", group.changed);
            each.put("gained", group.gained);
            each.put("lost", group.lost);
        });
    }

    private static void counts(ObjectNode json, Map<String, Long> counts) {
        counts.forEach(json::put);
    }

    static Comparison read(String text) {
        JsonNode json = JSON.readTree(text);
        var comparison = new Comparison();
        comparison.messages = json.required("messages").longValue();
        comparison.compared = json.required("compared").longValue();
        comparison.authors.add(
                DistinctCount.decode(json.required("authors_counted").stringValue(), Comparison.AUTHOR_BITS));
        each(json, "transitions", (name, from) -> {
            var transition = new Comparison.Transition();
            transition.count = from.required("count").longValue();
            examples(from, "examples", transition.examples);
            comparison.transitions.put(name, transition);
        });
        each(json, "rules", (id, from) -> comparison.rules.put(id, rule(from)));
        each(json, "surfaces", (name, from) -> comparison.surfaces.put(name, group(from)));
        each(json, "languages", (name, from) -> comparison.languages.put(name, group(from)));
        readCounts(json, "baselines", comparison.baselines);
        readCounts(json, "unknown", comparison.unknown);
        readCounts(json, "skipped", comparison.skipped);
        readCoverage(json.required("coverage"), comparison.coverage);
        return comparison;
    }

    private static RuleChange rule(JsonNode from) {
        var change = new RuleChange();
        change.before = from.required("before").longValue();
        change.after = from.required("after").longValue();
        change.gained = from.required("gained").longValue();
        change.lost = from.required("lost").longValue();
        examples(from, "gained_examples", change.gainedExamples);
        examples(from, "lost_examples", change.lostExamples);
        JsonNode authors = from.get("authors_counted");
        if (authors != null) change.authors = DistinctCount.decode(authors.stringValue(), RuleChange.AUTHOR_BITS);
        return change;
    }

    private static Comparison.Group group(JsonNode from) {
        var group = new Comparison.Group();
        group.messages = from.required("messages").longValue();
        group.changed = from.required("changed").longValue();
        group.gained = from.required("gained").longValue();
        group.lost = from.required("lost").longValue();
        return group;
    }

    private static void examples(JsonNode from, String name, Examples into) {
        for (JsonNode id : from.path(name).values()) into.add(id.stringValue());
    }

    private static void readCounts(JsonNode json, String name, Map<String, Long> into) {
        each(json, name, (key, count) -> into.put(key, count.longValue()));
    }

    private static void each(JsonNode json, String name, BiConsumer<String, JsonNode> reader) {
        for (var entry : json.required(name).properties()) reader.accept(entry.getKey(), entry.getValue());
    }
}
