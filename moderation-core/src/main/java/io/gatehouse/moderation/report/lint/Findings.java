package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.moderation.report.SheetTemplate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Collects findings; the same in neighbouring rows is one. Those of one kind beyond {@link #OF_A_KIND} are one as well. */
final class Findings {
    /** Nobody reads more, and a file of one mistake over and over must not fill the memory. */
    static final int MAX = 5_000;

    /** Of one rule in one column as many are told apart: one mistake all over a sheet must leave room for all others. */
    static final int OF_A_KIND = 100;

    /** Of a cell's text, as much as a person needs to find it. */
    private static final int SHOWN = 60;

    private final ReportTemplate template;
    private final List<Finding> findings = new ArrayList<>();
    private final Map<String, Integer> lastOfKind = new HashMap<>();

    /** How many there are of one rule in one column, and where the one is that stands for all beyond the limit. */
    private final Map<String, Integer> ofKind = new HashMap<>();

    private final Map<String, Integer> restOfKind = new HashMap<>();
    private final Set<String> headers = new HashSet<>();
    private long dropped;

    Findings(ReportTemplate template) {
        this.template = template;
        for (var sheet : template.sheets()) for (String name : sheet.header()) headers.add(Names.plain(name));
    }

    /** Whether some sheet of the template has a column of this name. */
    boolean isHeader(String name) {
        return headers.contains(Names.plain(name));
    }

    void report(Rule rule, String wrong, String right) {
        add(rule, "", 0, "", wrong, right);
    }

    void sheet(Rule rule, String sheet, String wrong, String right) {
        add(rule, sheet, 0, "", wrong, right);
    }

    void add(Rule rule, String sheet, int row, String column, String wrong, String right) {
        var finding = new Finding(rule, sheet, row, row, column, wrong, right, source(rule, sheet));
        String kind = rule + "\u0000" + sheet + "\u0000" + column;
        var last = lastOfKind.get(kind + "\u0000" + wrong);
        if (last != null && finding.continues(findings.get(last)))
            findings.set(last, findings.get(last).upTo(row));
        else if (ofKind.getOrDefault(kind, 0) >= OF_A_KIND) rest(kind, finding);
        else if (keep(finding)) {
            lastOfKind.put(kind + "\u0000" + wrong, findings.size() - 1);
            ofKind.merge(kind, 1, Integer::sum);
        }
    }

    private boolean keep(Finding finding) {
        if (findings.size() == MAX) dropped++;
        else findings.add(finding);
        return dropped == 0;
    }

    private void rest(String kind, Finding finding) {
        var at = restOfKind.get(kind);
        if (at != null)
            findings.set(
                    at,
                    findings.get(at)
                            .upTo(Math.max(finding.row(), findings.get(at).toRow())));
        else if (keep(finding)) restOfKind.put(kind, findings.size() - 1);
    }

    /** What was found in a file before it was known which sheet it is. */
    void rename(String file, String sheet) {
        findings.replaceAll(one -> one.sheet().equals(file) ? one.inSheet(sheet, source(one.rule(), sheet)) : one);
    }

    private String source(Rule rule, String sheetName) {
        String source = rule.source(template.source());
        Optional<String> article = template.sheets().stream()
                .filter(sheet -> sheet.name().equals(sheetName))
                .findFirst()
                .map(SheetTemplate::source);
        return article.isEmpty() || source.isEmpty() ? source : source + "; " + article.get();
    }

    /** By sheet as the template orders them, then by row. */
    List<Finding> sorted() {
        var all = new ArrayList<>(findings);
        all.sort(Comparator.comparingInt((Finding one) -> place(one.sheet()))
                .thenComparing(Finding::sheet)
                .thenComparingInt(Finding::row));
        if (dropped > 0)
            all.add(new Finding(
                    Rule.FINDINGS_LIMIT, "", 0, 0, "", dropped + " more findings", "mend these and look again", ""));
        return List.copyOf(all);
    }

    private int place(String sheetName) {
        for (var sheet : template.sheets()) if (sheet.name().equals(sheetName)) return sheet.number();
        return sheetName.isEmpty() ? 0 : template.sheets().size() + 1;
    }

    /** A cell's text as a finding shows it. */
    static String shown(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        int length = line.codePointCount(0, line.length());
        return "'" + (length <= SHOWN ? line : line.substring(0, line.offsetByCodePoints(0, SHOWN)) + "...") + "'";
    }
}
