package io.gatehouse.moderation.report;

import static io.gatehouse.moderation.report.ReportTemplate.TOTAL;

import io.gatehouse.moderation.report.ReportSubject.Practice;
import io.gatehouse.moderation.report.ReportTable.Cell;
import io.gatehouse.moderation.report.SheetTemplate.Kind;
import io.gatehouse.moderation.report.SheetTemplate.Value;
import io.gatehouse.moderation.report.Tally.Leaf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Rows of the sheets by category: a total, each category, each of its sub-categories; in sheet 3 a block for each scope. */
final class CategoryRows {
    private final ReportTemplate template;
    private final ReportSubject subject;
    private final Tally tally;

    CategoryRows(ReportTemplate template, ReportSubject subject, Tally tally) {
        this.template = template;
        this.subject = subject;
        this.tally = tally;
    }

    List<List<Cell>> of(SheetTemplate sheet) {
        var rows = new ArrayList<List<Cell>>();
        if (!sheet.forWhom().covers(subject.providerClass())) return rows;
        refuseEqualDescriptions(sheet);
        if (sheet.kind() != Kind.ORDERS) block(sheet, "", _ -> true, rows);
        else {
            block(sheet, TOTAL, _ -> true, rows);
            for (String state : tally.scopes(sheet.number()))
                block(sheet, state, leaf -> leaf.scope().equals(state), rows);
        }
        return rows;
    }

    private void refuseEqualDescriptions(SheetTemplate sheet) {
        Map<String, String> categoryOf = new HashMap<>();
        for (var category : template.categoriesOf(sheet))
            for (String description : tally.descriptions(sheet.number(), category.code())) {
                var other = categoryOf.put(description, category.code());
                if (other != null)
                    throw new IllegalArgumentException("no two descriptions in a sheet may be equal: '" + description
                            + "' in " + other + " and " + category.code());
            }
    }

    private void block(SheetTemplate sheet, String scope, Predicate<Leaf> inScope, List<List<Cell>> rows) {
        rows.add(row(sheet, scope, TOTAL, "", inScope, rows.isEmpty()));
        for (var category : template.categoriesOf(sheet)) {
            Predicate<Leaf> inCategory = inScope.and(leaf -> leaf.row().equals(category.code()));
            rows.add(row(sheet, scope, category.code(), "", inCategory, false));
            for (var sub : category.subs()) {
                Predicate<Leaf> inSub = inCategory.and(leaf -> leaf.keyword().equals(sub.code()));
                var descriptions = sub.code().equals(Category.OTHER)
                        ? tally.descriptions(sheet.number(), category.code())
                        : java.util.Set.of("");
                for (String description : descriptions.isEmpty() ? java.util.Set.of("") : descriptions)
                    rows.add(row(
                            sheet,
                            scope,
                            sub.code(),
                            description,
                            inSub.and(leaf -> leaf.description().equals(description)),
                            false));
            }
        }
    }

    private List<Cell> row(
            SheetTemplate sheet,
            String scope,
            String category,
            String description,
            Predicate<Leaf> leaves,
            boolean first) {
        var row = new ArrayList<Cell>();
        for (String key : sheet.keys())
            row.add(Cell.of(
                    switch (key) {
                        case SheetTemplate.APPLICABILITY ->
                            java.util.Objects.requireNonNull(
                                    template.applicability().get(sheet.forWhom()));
                        case SheetTemplate.SERVICE -> subject.service();
                        case SheetTemplate.PERIOD -> subject.period().toString();
                        case SheetTemplate.SCOPE -> scope;
                        default -> key.equals(sheet.categoryColumn()) ? category : description;
                    }));
        String where = (scope.isEmpty() ? "" : "scope = " + scope + " and ") + "category = " + category
                + (description.isEmpty() ? "" : " and description = " + description);
        for (var value : sheet.values()) row.add(cell(sheet, value, where, leaves));
        for (var value : sheet.values()) row.add(Cell.of(first ? context(sheet, value.id()) : ""));
        return row;
    }

    private Cell cell(SheetTemplate sheet, Value value, String where, Predicate<Leaf> leaves) {
        var amount = tally.of(sheet.number(), value.id(), leaves);
        boolean cannotOccur = subject.cannotOccur().contains(new Practice(sheet.number(), value.id()));
        if (cannotOccur && amount.ids().findAny().isPresent())
            throw new IllegalArgumentException(value.id() + " cannot occur and yet did, in " + sheet.name());
        return new Cell(
                cannotOccur
                        ? new CellValue.Blank()
                        : value.measure() == Measure.HOURS
                                ? CellValue.medianHours(amount.seconds())
                                : new CellValue.Count(amount.count()),
                () -> new Derivation(
                        sheet.number() + "." + value.id() + " where " + where,
                        amount.ids().toList()));
    }

    private String context(SheetTemplate sheet, String id) {
        return subject.contexts().getOrDefault(new Practice(sheet.number(), id), "");
    }
}
