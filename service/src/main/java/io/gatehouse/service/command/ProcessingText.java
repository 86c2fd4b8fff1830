package io.gatehouse.service.command;

import tools.jackson.databind.JsonNode;

/** The record of processing activities for people: Markdown, and the same as a page. Pure. */
final class ProcessingText {
    private static final String TITLE = "Record of processing activities (GDPR Art. 30)";

    private ProcessingText() {}

    static String markdown(JsonNode record) {
        var text = new StringBuilder("# " + TITLE + "\n\n");
        text.append("Made ").append(record.path("made_at").asString("")).append(" from the configuration.\n\n");
        for (JsonNode what : record.path("add_by_hand").values())
            text.append("**Add by hand:** ").append(what.asString("")).append(".\n");
        for (JsonNode section : record.path("sections").values()) {
            text.append("\n## ").append(section.path("title").asString("")).append("\n\n");
            text.append(section.path("article").asString("")).append("; source: `");
            text.append(section.path("source").asString("")).append("`\n\n");
            for (JsonNode row : section.path("rows").values())
                text.append("- ").append(line(row)).append('\n');
        }
        return text.toString();
    }

    static String html(JsonNode record) {
        var text = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + TITLE
                + "</title></head><body>\n<h1>" + TITLE + "</h1>\n");
        text.append("<p>Made ")
                .append(escaped(record.path("made_at").asString("")))
                .append(" from the configuration.</p>\n");
        for (JsonNode what : record.path("add_by_hand").values())
            text.append("<p><strong>Add by hand:</strong> ")
                    .append(escaped(what.asString("")))
                    .append(".</p>\n");
        for (JsonNode section : record.path("sections").values()) {
            text.append("<h2>")
                    .append(escaped(section.path("title").asString("")))
                    .append("</h2>\n<p>");
            text.append(escaped(section.path("article").asString(""))).append("; source: <code>");
            text.append(escaped(section.path("source").asString(""))).append("</code></p>\n<ul>\n");
            for (JsonNode row : section.path("rows").values())
                text.append("<li>").append(escaped(line(row))).append("</li>\n");
            text.append("</ul>\n");
        }
        return text.append("</body></html>\n").toString();
    }

    private static String line(JsonNode row) {
        var parts = new StringBuilder();
        row.properties().forEach(field -> {
            var value = textOf(field.getValue());
            if (value.isEmpty()) return;
            if (!parts.isEmpty()) parts.append("; ");
            parts.append(field.getKey()).append(": ").append(value);
        });
        return parts.toString();
    }

    /** A list is told as well: what a reader does not see is not in the record. */
    private static String textOf(JsonNode value) {
        return value.isArray()
                ? value.values().stream().map(ProcessingText::textOf).collect(java.util.stream.Collectors.joining(", "))
                : value.asString("");
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
