package io.gatehouse.moderation.report;

import static java.util.Objects.requireNonNull;

import io.gatehouse.moderation.report.ReportSubject.Practice;
import io.gatehouse.moderation.report.ReportTable.Cell;
import io.gatehouse.moderation.report.SheetTemplate.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Rows of the sheets that are not by category. */
final class IndicatorRows {
    private static final String SHARE_IMPLEMENTED = "Percentage of outcomes implemented";

    private final ReportTemplate template;
    private final ReportSubject subject;
    private final Tally tally;
    private final List<Reported.Accuracy> accuracies;

    IndicatorRows(ReportTemplate template, ReportSubject subject, Tally tally, List<Reported.Accuracy> accuracies) {
        this.template = template;
        this.subject = subject;
        this.tally = tally;
        this.accuracies = List.copyOf(accuracies);
    }

    List<List<Cell>> identification(SheetTemplate sheet) {
        var rows = new ArrayList<List<Cell>>();
        for (var row : sheet.rows()) {
            String value = switch (row.id()) {
                case "provider" -> subject.provider();
                case "published" -> subject.published().toString();
                case "previous" -> subject.previous().map(Object::toString).orElse("");
                case "start" -> subject.period().start().toString();
                default -> subject.period().end().toString();
            };
            rows.add(line(sheet, row, "", Cell.of(value), ""));
        }
        return rows;
    }

    List<List<Cell>> names(SheetTemplate sheet) {
        var rows = new ArrayList<List<Cell>>();
        for (var category : template.categoriesOf(sheet)) {
            rows.add(name(category.label(), category.name(), category.code()));
            for (var sub : category.subs()) rows.add(name(sub.label(), sub.name(), sub.code()));
        }
        return rows;
    }

    private List<Cell> name(String label, String name, String code) {
        return List.of(
                Cell.of(label),
                Cell.of(name),
                Cell.of(code),
                Cell.of(subject.policies().getOrDefault(label, "")));
    }

    List<List<Cell>> texts(SheetTemplate sheet) {
        var rows = new ArrayList<List<Cell>>();
        for (var row : sheet.rows()) {
            if (!row.applicability().covers(subject.providerClass())) continue;
            String text = subject.texts().getOrDefault(row.id(), "");
            String written = CellValue.harmless(text);
            if (written.codePointCount(0, written.length()) > template.qualitativeMaxChars())
                throw new IllegalArgumentException(
                        "the text '" + row.id() + "' has more than " + template.qualitativeMaxChars() + " characters");
            rows.add(line(sheet, row, "", Cell.of(text), ""));
        }
        return rows;
    }

    List<List<Cell>> indicators(SheetTemplate sheet) {
        var rows = new ArrayList<List<Cell>>();
        for (var row : sheet.rows()) {
            if (!row.applicability().covers(subject.providerClass())) continue;
            boolean first = true;
            for (String scope : template.scopesOf(row)) {
                if (row.perClassifier()) {
                    for (var one : accuracies)
                        if (one.scope().equals(scope))
                            rows.add(line(sheet, row, scope, measured(row, one), one.justification()));
                } else {
                    rows.add(line(sheet, row, scope, cell(sheet, row, scope), first ? context(sheet, row, scope) : ""));
                    first = false;
                }
            }
        }
        return rows;
    }

    private static Cell measured(Row row, Reported.Accuracy accuracy) {
        var share = switch (row.id()) {
            case "accuracy" -> accuracy.accuracy();
            case "precision" -> accuracy.precision();
            default -> accuracy.recall();
        };
        return new Cell(
                new CellValue.Decimal(share),
                () -> new Derivation("8." + row.id() + " where scope = " + accuracy.scope(), accuracy.measuredOn()));
    }

    private Cell cell(SheetTemplate sheet, Row row, String scope) {
        int number = sheet.number();
        var amount = tally.of(number, row.id(), scope);
        boolean cannotOccur = subject.cannotOccur().contains(new Practice(number, row.id()));
        if (cannotOccur && amount.ids().findAny().isPresent())
            throw new IllegalArgumentException(row.id() + " cannot occur and yet did, in " + sheet.name());
        CellValue value = cannotOccur
                ? new CellValue.Blank()
                : switch (row.measureOf(scope)) {
                    case HOURS -> CellValue.medianHours(amount.seconds());
                    case SHARE -> shareImplemented();
                    case NUMBER -> new CellValue.Decimal(amount.sum());
                    case COUNT, TEXT, DATE -> new CellValue.Count(amount.count());
                };
        Supplier<Derivation> derivation = () -> scope.equals(SHARE_IMPLEMENTED)
                ? ofShare()
                : new Derivation(
                        number + "." + row.id() + " where scope = " + scope,
                        amount.ids().toList());
        return new Cell(value, derivation);
    }

    /** Of a share who asks must know the whole: the implemented ones are among the reversed. */
    private Derivation ofShare() {
        var whole = Amount.of(List.of(
                tally.of(7, "disputes", Reported.Outcome.REVERSED.scope),
                tally.of(7, "disputes", Reported.Outcome.PARTIALLY_REVERSED.scope)));
        long implemented = tally.of(7, "implemented", "").count();
        return new Derivation(
                implemented + " of 7.disputes where scope = " + Reported.Outcome.REVERSED.scope + " or "
                        + Reported.Outcome.PARTIALLY_REVERSED.scope + " are implemented",
                whole.ids().toList());
    }

    private CellValue shareImplemented() {
        long reversed = tally.of(7, "disputes", Reported.Outcome.REVERSED.scope).count()
                + tally.of(7, "disputes", Reported.Outcome.PARTIALLY_REVERSED.scope)
                        .count();
        return CellValue.share(tally.of(7, "implemented", "").count(), reversed);
    }

    private String context(SheetTemplate sheet, Row row, String scope) {
        String said = subject.contexts().getOrDefault(new Practice(sheet.number(), row.id()), "");
        long partially = tally.of(8, "partially", Tally.TOTAL_NUMBER).count();
        boolean ofMeasures = row.id().equals("solely") || row.id().equals("not_automated");
        if (sheet.number() != 8 || !ofMeasures || partially == 0 || !scope.equals(Tally.TOTAL_NUMBER)) return said;
        String disclosed = partially
                + " measures were decided partly by automated means: they are in neither number, nor in those by language.";
        return said.isEmpty() ? disclosed : said + " " + disclosed;
    }

    private List<Cell> line(SheetTemplate sheet, Row row, String scope, Cell value, String context) {
        var cells = new ArrayList<Cell>();
        for (String key : sheet.keys())
            cells.add(Cell.of(
                    switch (key) {
                        case SheetTemplate.APPLICABILITY ->
                            requireNonNull(template.applicability().get(row.applicability()));
                        case SheetTemplate.SERVICE -> subject.service();
                        case SheetTemplate.PERIOD -> subject.period().toString();
                        case SheetTemplate.SECTION -> requireNonNull(row.section());
                        case SheetTemplate.SCOPE -> scope;
                        default -> row.indicator();
                    }));
        cells.add(value);
        if (sheet.value("context").isPresent()) cells.add(Cell.of(context));
        return cells;
    }
}
