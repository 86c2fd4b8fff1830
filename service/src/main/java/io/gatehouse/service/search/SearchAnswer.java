package io.gatehouse.service.search;

import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.search.Excerpt;
import io.gatehouse.residency.search.Question;
import io.gatehouse.residency.search.SearchField;
import io.gatehouse.service.search.SearchDesk.Answer;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What was found, as JSON, as lines of JSON, or as CSV. */
final class SearchAnswer {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Of each content, around what was looked for: enough to know whether to open it. */
    private static final int EXCERPT = 400;

    private static final List<String> COLUMNS = List.of(
            "decision_id",
            "screening_id",
            "decided_at",
            "standing",
            "revision",
            "surface",
            "verdict",
            "categories",
            "language",
            "rules",
            "actions",
            "score",
            "decided_by",
            "degraded",
            "policy",
            "unreadable",
            "text",
            "text_whole");

    private final Answer answer;

    SearchAnswer(Answer answer) {
        this.answer = answer;
    }

    Map<String, Object> tree() {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("region", answer.region().id().value());
        if (answer.id() != null) fields.put("search_id", answer.id());
        fields.put("matching", answer.found().matching());
        fields.put("decisions", answer.decisions().stream().map(this::row).toList());
        fields.put("next", answer.next());
        var facets = new LinkedHashMap<String, Object>();
        for (SearchField field : answer.question().facets())
            facets.put(field.wireName(), answer.found().facets().get(field));
        fields.put("facets", facets);
        fields.put("covered_to", answer.found().coveredTo());
        return fields;
    }

    byte[] bytes(Asking.Format format) {
        return switch (format) {
            case JSON -> JSON.writeValueAsBytes(tree());
            case NDJSON ->
                answer.decisions().stream()
                        .map(each -> JSON.writeValueAsString(row(each)) + "\n")
                        .collect(Collectors.joining())
                        .getBytes(StandardCharsets.UTF_8);
            case CSV -> csv();
        };
    }

    private byte[] csv() {
        var columns = COLUMNS.stream()
                .filter(column -> isContents() || !column.startsWith("text"))
                .toList();
        var text = new StringWriter();
        try (var printer = new CSVPrinter(text, CSVFormat.RFC4180)) {
            printer.printRecord(columns);
            for (var decision : answer.decisions()) {
                var row = row(decision);
                for (var column : columns) printer.print(cell(row.get(column)));
                printer.println();
            }
        } catch (IOException impossible) {
            throw new IllegalStateException("a text cannot be written to", impossible);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** What a spreadsheet would run as a formula begins with an apostrophe, which it shows as text. */
    private static String cell(@Nullable Object value) {
        String text = switch (value) {
            case null -> "";
            case List<?> list -> list.stream().map(Object::toString).collect(Collectors.joining(" "));
            default -> value.toString();
        };
        return !text.isEmpty() && "=+-@\t\r\n".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private boolean isContents() {
        return answer.question().scope() == Question.Scope.CONTENTS;
    }

    private Map<String, Object> row(StoredDecision decision) {
        var report = decision.report();
        var row = new LinkedHashMap<String, Object>();
        row.put("decision_id", decision.decisionId());
        row.put("screening_id", decision.screeningId());
        row.put("decided_at", report.decidedAt().toString());
        row.put("standing", decision.supersededBy().isEmpty());
        row.put("revision", decision.revision());
        row.put("surface", report.surface());
        row.put("verdict", report.verdict());
        row.put("categories", report.categories());
        row.put("language", report.language());
        row.put("degraded", report.degraded());
        row.put("policy", report.policyDigest());
        // Its bytes are there and do not open: that is shown, and keeps nothing else from being found.
        if (decision.isUnreadable()) row.put("unreadable", true);
        decision.payload().ifPresent(payload -> {
            var told = JSON.readTree(payload.answer());
            row.put("rules", DecisionWords.all(told, "rules", "id"));
            row.put("actions", DecisionWords.all(told, "actions", "kind"));
            row.put("score", DecisionWords.scoreOf(told));
            row.put("decided_by", told.has("decided_by") ? "person" : "rules");
            if (!isContents()) return;
            var excerpt = Excerpt.of(answer.question(), DecisionWords.textOf(payload), EXCERPT);
            row.put("text", excerpt.text());
            row.put("text_whole", excerpt.isWhole());
        });
        return row;
    }
}
