package io.gatehouse.service.command;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The register of profiling techniques for people: Markdown, and the same as a page. Pure. */
final class ProfilingText {
    private static final List<Map.Entry<String, String>> FIELDS = List.of(
            Map.entry("purpose", "Purpose"),
            Map.entry("inferred", "What is inferred"),
            Map.entry("retention", "Kept for"),
            Map.entry("minors", "Safeguards for minors"),
            Map.entry("automated_decisions", "Automated decisions"),
            Map.entry("legal_basis", "Legal basis"),
            Map.entry("informed", "How people are told"));

    private ProfilingText() {}

    static String markdown(JsonNode register) {
        var text = new StringBuilder("# Register of profiling techniques\n\n");
        text.append("Made ").append(text(register, "made_at")).append(" from the policy version ");
        text.append(text(register, "policy_version"))
                .append(" (")
                .append(text(register, "policy"))
                .append(").\n");
        for (JsonNode technique : register.path("techniques").values()) {
            text.append("\n## ")
                    .append(technique.path("title").asString("NOT DESCRIBED"))
                    .append(" (`")
                    .append(text(technique, "id"))
                    .append("`)\n\n");
            rows(technique)
                    .forEach(row -> text.append("- **")
                            .append(row.getKey())
                            .append(":** ")
                            .append(row.getValue())
                            .append('\n'));
        }
        return text.toString();
    }

    static String html(JsonNode register) {
        var text = new StringBuilder("<!DOCTYPE html>\n"
                + "<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Register of profiling"
                + " techniques</title></head><body>\n"
                + "<h1>Register of profiling techniques</h1>\n");
        text.append("<p>Made ")
                .append(escaped(text(register, "made_at")))
                .append(" from the policy version ")
                .append(escaped(text(register, "policy_version")))
                .append(" (")
                .append(escaped(text(register, "policy")))
                .append(").</p>\n");
        for (JsonNode technique : register.path("techniques").values()) {
            text.append("<h2>")
                    .append(escaped(technique.path("title").asString("NOT DESCRIBED")))
                    .append(" <code>")
                    .append(escaped(text(technique, "id")))
                    .append("</code></h2>\n<dl>\n");
            rows(technique)
                    .forEach(row -> text.append("<dt>")
                            .append(escaped(row.getKey()))
                            .append("</dt><dd>")
                            .append(escaped(row.getValue()))
                            .append("</dd>\n"));
            text.append("</dl>\n");
        }
        return text.append("</body></html>\n").toString();
    }

    private static List<Map.Entry<String, String>> rows(JsonNode technique) {
        var rows = new java.util.ArrayList<Map.Entry<String, String>>();
        JsonNode data = technique.path("data");
        rows.add(Map.entry("Surfaces", joined(technique.path("surfaces"), "all")));
        rows.add(Map.entry("Used by rules", joined(technique.path("rules"), "always, beside rules")));
        if (technique.hasNonNull("longest_window"))
            rows.add(Map.entry("Longest window configured", text(technique, "longest_window")));
        if (!technique.path("details").isEmpty()) rows.add(Map.entry("Details", joined(technique.path("details"), "")));
        rows.add(Map.entry("Data provided", joined(data.path("provided"), "none")));
        rows.add(Map.entry("Data observed", joined(data.path("observed"), "none")));
        rows.add(Map.entry("Data from others", joined(data.path("third_party"), "none")));
        for (var field : FIELDS) rows.add(Map.entry(field.getValue(), text(technique, field.getKey())));
        if (!technique.path("verified").asBoolean(false))
            rows.add(Map.entry("State", "not confirmed by whoever answers for data protection"));
        return rows;
    }

    private static String text(JsonNode tree, String field) {
        return tree.path(field).asString("");
    }

    private static String joined(JsonNode list, String empty) {
        if (list.isEmpty()) return empty;
        return list.values().stream().map(each -> each.asString("")).collect(Collectors.joining(", "));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
