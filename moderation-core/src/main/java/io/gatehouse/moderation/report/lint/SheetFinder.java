package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.moderation.report.SheetTemplate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Says which sheet of the template each file is: by its name, else by its header and what its rows are about. */
final class SheetFinder {
    /** A file whose header has fewer of the template's columns is not that sheet. */
    private static final double ENOUGH = 0.6;

    /** {@code 04 - notices}: the number that a name begins with. */
    private static final Pattern NUMBERED = Pattern.compile("0?([1-9]|1[01])(?![0-9]).*", Pattern.DOTALL);

    private final ReportTemplate template;
    private final Findings findings;

    SheetFinder(ReportTemplate template, Findings findings) {
        this.template = template;
        this.findings = findings;
    }

    /** By number; of several files for one sheet, the first. */
    Map<Integer, Grid> find(List<RawSheet> files) {
        var found = new TreeMap<Integer, Grid>();
        var sorted = new ArrayList<>(files);
        // Who has the sheet's own name is the sheet.
        sorted.sort(Comparator.comparing(file -> byName(file.stem()).isEmpty()));
        for (var file : sorted) {
            var sheet = byName(file.stem()).or(() -> otherwise(file));
            if (sheet.isEmpty()) {
                findings.sheet(
                        Rule.FILE_UNKNOWN, file.name(), "this is none of the template's sheets", "only its 11 sheets");
            } else if (found.containsKey(sheet.get().number())) {
                findings.sheet(
                        Rule.SHEET_TWICE,
                        sheet.get().name(),
                        "another file is the same sheet: " + Findings.shown(file.name()),
                        "one file for each sheet");
            } else found.put(sheet.get().number(), grid(sheet.get(), file));
        }
        return found;
    }

    private Grid grid(SheetTemplate sheet, RawSheet file) {
        findings.rename(file.name(), sheet.name());
        var grid = file.rows().isEmpty()
                ? new Grid(sheet, new int[sheet.header().size()], List.of(), file.workbook())
                : new HeaderCheck(template, sheet, findings).read(file);
        if (file.rows().isEmpty())
            findings.sheet(Rule.FILE_EMPTY, sheet.name(), "the file is empty", "a header and rows");
        return grid;
    }

    private Optional<SheetTemplate> byName(String stem) {
        return template.sheets().stream()
                .filter(sheet -> sheet.name().equals(stem))
                .findFirst();
    }

    private Optional<SheetTemplate> otherwise(RawSheet file) {
        String stem = file.stem().strip().toLowerCase(Locale.ROOT);
        for (var sheet : template.sheets())
            if (stem.contains(sheet.name().toLowerCase(Locale.ROOT)) && !numberGoesOn(stem, sheet)) {
                boolean onlyCase = stem.equals(sheet.name().toLowerCase(Locale.ROOT));
                findings.sheet(
                        onlyCase ? Rule.FILE_NAME : Rule.FILE_NAME_LONGER,
                        sheet.name(),
                        "the file is called " + Findings.shown(file.name()),
                        sheet.name());
                return Optional.of(sheet);
            }
        var byHeader = byHeader(file, stem);
        byHeader.ifPresent(sheet -> findings.sheet(
                Rule.FILE_NAME,
                sheet.name(),
                "the file is called " + Findings.shown(file.name()) + "; it was known by its columns",
                sheet.name()));
        return byHeader;
    }

    /** Whether {@code 1_report...} was found in {@code 11_report...}. */
    private static boolean numberGoesOn(String stem, SheetTemplate sheet) {
        int at = stem.indexOf(sheet.name().toLowerCase(Locale.ROOT));
        return at > 0 && Character.isDigit(stem.charAt(at - 1));
    }

    private Optional<SheetTemplate> byHeader(RawSheet file, String stem) {
        double best = template.sheets().stream()
                .mapToDouble(sheet -> HeaderCheck.likeness(sheet, file))
                .max()
                .orElse(0);
        if (best < ENOUGH) return Optional.empty();
        var candidates = template.sheets().stream()
                .filter(sheet -> HeaderCheck.likeness(sheet, file) == best)
                .toList();
        var number = NUMBERED.matcher(stem);
        String begins = number.matches() ? number.group(1) : "";
        return candidates.stream()
                .max(Comparator.comparingLong((SheetTemplate sheet) -> rowsOf(sheet, file))
                        .thenComparing(sheet -> Integer.toString(sheet.number()).equals(begins))
                        .thenComparing(SheetTemplate::number, Comparator.reverseOrder()));
    }

    private static long rowsOf(SheetTemplate sheet, RawSheet file) {
        return file.rows().stream()
                .filter(row -> row.cells().stream()
                        .anyMatch(cell ->
                                sheet.rows().stream().anyMatch(one -> Names.same(one.indicator(), cell.text()))))
                .count();
    }
}
