package io.gatehouse.service.command;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reports as files. Pure. */
final class ReportText {
    private static final List<String> COLUMNS =
            List.of("country", "region", "actor", "purpose", "data", "outcome", "reads");

    private ReportText() {}

    static String json(JsonNode report) {
        return JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
    }

    /** RFC 4180, with a header; lines end as its grammar says. */
    static String csv(JsonNode report) {
        var text = new StringBuilder(String.join(",", COLUMNS)).append("\r\n");
        for (JsonNode row : report.path("countries").values()) {
            var cells = new ArrayList<String>();
            for (String column : COLUMNS) cells.add(cell(row.path(column).asString("")));
            text.append(String.join(",", cells)).append("\r\n");
        }
        return text.toString();
    }

    private static String cell(String value) {
        boolean plain = value.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? value : '"' + value.replace("\"", "\"\"") + '"';
    }
}
