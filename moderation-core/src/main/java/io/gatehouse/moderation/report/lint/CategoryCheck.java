package io.gatehouse.moderation.report.lint;

import static io.gatehouse.moderation.report.ReportTemplate.TOTAL;

import io.gatehouse.moderation.report.Category;
import io.gatehouse.moderation.report.Measure;
import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.moderation.report.SheetTemplate;
import io.gatehouse.moderation.report.SheetTemplate.Kind;
import io.gatehouse.moderation.report.lint.ValueCheck.Read;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A sheet by category as a whole: all rows there, each once, and every sum right. */
final class CategoryCheck {
    private final ReportTemplate template;
    private final Findings findings;
    private final Grid grid;
    private final SheetTemplate sheet;

    private final boolean hasUnknownScopes;

    /** By scope, in the order of the file. */
    private final Map<String, List<CategoryRow>> blocks = new LinkedHashMap<>();

    CategoryCheck(ReportTemplate template, Findings findings, Grid grid) {
        this.template = template;
        this.findings = findings;
        this.grid = grid;
        this.sheet = grid.template();
        var reader = new CategoryReader(template, findings, grid);
        for (var row : reader.rows())
            blocks.computeIfAbsent(row.scope(), _ -> new ArrayList<>()).add(row);
        this.hasUnknownScopes = reader.hasUnknownScopes();
    }

    /** The row of the whole sheet's total, which other sheets are compared with. */
    Optional<CategoryRow> total() {
        return blocks.getOrDefault(sheet.kind() == Kind.ORDERS ? TOTAL : "", List.of()).stream()
                .filter(CategoryRow::isTotal)
                .findFirst();
    }

    void check() {
        if (grid.rows().isEmpty()) {
            findings.sheet(Rule.FILE_EMPTY, grid.name(), "the sheet has no rows", "a row for each category");
            return;
        }
        if (sheet.kind() == Kind.ORDERS && !blocks.containsKey(TOTAL))
            findings.sheet(
                    Rule.SCOPE_TOTAL_MISSING, grid.name(), "no rows of scope " + TOTAL, "a block of scope " + TOTAL);
        blocks.forEach((scope, rows) -> {
            complete(scope, rows);
            descriptions(rows);
            sums(rows);
            new MedianCheck(findings, grid).check(rows);
            var check = new RowCheck(findings, grid);
            rows.forEach(check::check);
        });
        mixedBlanks();
        if (sheet.kind() == Kind.ORDERS && !hasUnknownScopes) memberStates();
    }

    private void complete(String scope, List<CategoryRow> rows) {
        var seen = new HashSet<String>();
        for (var row : rows) {
            boolean again = !seen.add(row.identity());
            // Of rows with a description, two that are equal have a finding of their own.
            if (again && row.description().isEmpty() || again && !row.isOther())
                add(Rule.CATEGORY_TWICE, row, row.name() + " is there again", "one row");
            if (row.isOther()) seen.add(code(row) + "/" + Category.OTHER);
        }
        boolean ofState = !scope.isEmpty() && !scope.equals(TOTAL);
        String where = scope.isEmpty() ? "" : " of scope " + scope;
        Rule missing = ofState ? Rule.CATEGORY_MISSING_STATE : Rule.CATEGORY_MISSING;
        if (!seen.contains(""))
            findings.sheet(Rule.TOTAL_MISSING, grid.name(), "no row " + TOTAL + where, "a row " + TOTAL);
        for (var category : template.categoriesOf(sheet)) {
            if (!seen.contains(category.code() + "//"))
                findings.sheet(
                        missing, grid.name(), "no row " + category.code() + where, "a row, 0 where there was none");
            for (var sub : category.subs())
                if (!seen.contains(category.code() + "/" + sub.code() + "/")
                        && !(sub.code().equals(Category.OTHER)
                                && seen.contains(category.code() + "/" + Category.OTHER)))
                    findings.sheet(
                            missing,
                            grid.name(),
                            "no row " + sub.code() + " of " + category.code() + where,
                            "a row, 0 where there was none");
        }
    }

    private static String code(CategoryRow row) {
        return row.category() == null ? "" : row.category().code();
    }

    private void descriptions(List<CategoryRow> rows) {
        var seen = new HashSet<String>();
        for (var row : rows) {
            if (!row.isOther()) continue;
            boolean data = row.values().values().stream().anyMatch(Read::isPositive);
            if (row.description().isEmpty() && data)
                findings.add(
                        Rule.OTHER_WITHOUT_DESCRIPTION,
                        grid.name(),
                        row.number(),
                        sheet.otherColumn(),
                        Category.OTHER + " of " + code(row) + " has numbers and no description",
                        "what was counted");
            if (!row.description().isEmpty() && !seen.add(row.description()))
                findings.add(
                        Rule.OTHER_DESCRIPTION_TWICE,
                        grid.name(),
                        row.number(),
                        sheet.otherColumn(),
                        Findings.shown(row.description()) + " describes another row as well",
                        "a description of its own");
        }
    }

    private void sums(List<CategoryRow> rows) {
        var totals = rows.stream().filter(CategoryRow::isTotal).toList();
        for (var value : sheet.values()) {
            if (value.measure() != Measure.COUNT || !grid.has(value)) continue;
            var categories = new ArrayList<CategoryRow>();
            for (var category : template.categoriesOf(sheet)) {
                var row = one(rows.stream()
                        .filter(each -> each.isCategory() && category.equals(each.category()))
                        .toList());
                if (row.isEmpty()) continue;
                categories.add(row.get());
                var subs = rows.stream()
                        .filter(each -> category.equals(each.category()) && !each.isCategory())
                        .toList();
                if (!category.subs().isEmpty())
                    compare(Rule.SUM_SUBCATEGORIES, value, row.get(), subs, "sub-categories");
            }
            if (totals.size() == 1
                    && categories.size() == template.categoriesOf(sheet).size())
                compare(Rule.SUM_CATEGORIES, value, totals.getFirst(), categories, "categories");
        }
    }

    private void memberStates() {
        Map<String, List<CategoryRow>> states = new HashMap<>();
        Set<String> unclear = new HashSet<>();
        blocks.forEach((scope, rows) -> {
            Set<String> seen = new HashSet<>();
            for (var row : rows) {
                if (!seen.add(row.identity())) unclear.add(row.identity());
                if (!scope.equals(TOTAL))
                    states.computeIfAbsent(row.identity(), _ -> new ArrayList<>())
                            .add(row);
            }
        });
        for (var total : blocks.getOrDefault(TOTAL, List.of())) {
            // Of two rows about the same, nobody knows which is meant.
            if (unclear.contains(total.identity())) continue;
            var parts = states.getOrDefault(total.identity(), List.of());
            for (var value : sheet.values())
                if (value.measure() == Measure.COUNT && grid.has(value))
                    compare(Rule.SUM_MEMBER_STATES, value, total, parts, "Member States");
            new MedianCheck(findings, grid).ofParts(total, parts, "Member States");
        }
    }

    private static Optional<CategoryRow> one(List<CategoryRow> rows) {
        return rows.size() == 1 ? Optional.of(rows.getFirst()) : Optional.empty();
    }

    /** Nothing is said of sums with a number that nobody can read: that is a finding of its own. */
    private void compare(
            Rule rule, SheetTemplate.Value value, CategoryRow whole, List<CategoryRow> parts, String what) {
        var said = whole.value(value.id());
        if (!said.isReadable()) return;
        var sum = BigDecimal.ZERO;
        for (var part : parts) {
            var read = part.value(value.id());
            if (!read.isReadable()) return;
            sum = sum.add(read.orZero());
        }
        if (sum.compareTo(said.orZero()) == 0) return;
        findings.add(
                rule,
                grid.name(),
                whole.number(),
                value.name(),
                (said.blank() ? "nothing" : said.orZero().toPlainString()) + " for " + whole.name()
                        + (whole.scope().isEmpty() ? "" : ", scope " + whole.scope()) + ", but its " + what
                        + " add up to "
                        + sum.toPlainString(),
                sum.toPlainString() + ", or other numbers below");
    }

    private void mixedBlanks() {
        for (var value : sheet.values()) {
            if (value.measure() != Measure.COUNT || !grid.has(value)) continue;
            var rows = blocks.values().stream().flatMap(List::stream).toList();
            var blank =
                    rows.stream().filter(row -> row.value(value.id()).blank()).toList();
            if (blank.isEmpty() || blank.size() == rows.size()) continue;
            findings.add(
                    Rule.BLANK_MIXED,
                    grid.name(),
                    blank.getFirst().number(),
                    value.name(),
                    blank.size() + " of " + rows.size() + " rows are blank",
                    "0 where there was none; blank only where it cannot occur");
        }
    }

    private void add(Rule rule, CategoryRow row, String wrong, String right) {
        findings.add(rule, grid.name(), row.number(), sheet.categoryColumn(), wrong, right);
    }
}
