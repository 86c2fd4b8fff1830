package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.moderation.report.SheetTemplate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The scope of a row by indicator: a fixed one, a language or a Member State. */
final class ScopeCheck {
    private final ReportTemplate template;
    private final Findings findings;
    private final Grid grid;

    ScopeCheck(ReportTemplate template, Findings findings, Grid grid) {
        this.template = template;
        this.findings = findings;
        this.grid = grid;
    }

    /** @param candidates rows of the template with the row's indicator */
    Optional<String> of(RawSheet.Row row, List<SheetTemplate.Row> candidates) {
        String text = grid.key(row, SheetTemplate.SCOPE);
        var allowed = candidates.stream()
                .flatMap(one -> template.scopesOf(one).stream())
                .distinct()
                .toList();
        boolean languages = allowed.contains(template.languages().getFirst());
        boolean states = allowed.contains(template.memberStates().getFirst());
        if (allowed.contains(text)) return Optional.of(text);
        if (states && text.equals(template.greece().also()))
            return Optional.of(template.greece().written());
        // Words are compared as people do, codes are not: de is a language and DE a country.
        for (String scope : allowed) if (scope.length() > 2 && Names.same(scope, text)) return Optional.of(scope);
        if (languages) {
            var code = code(text);
            if (code.isPresent()) {
                fault(
                        text.length() == 2 ? Rule.LANGUAGE_COUNTRY : Rule.LANGUAGE_NAME,
                        row,
                        Findings.shown(text),
                        "the code of a language, such as " + code.get());
                // DE is taken for de, so that its number is looked at; AT says of no language that it is meant.
                boolean meant = text.length() != 2 || code.get().equals(text.toLowerCase(Locale.ROOT));
                return meant ? code : Optional.empty();
            }
        }
        if (states && template.memberStates().contains(text.toUpperCase(Locale.ROOT))) {
            fault(Rule.SCOPE_CASE, row, Findings.shown(text), text.toUpperCase(Locale.ROOT));
            return Optional.of(text.toUpperCase(Locale.ROOT));
        }
        var meant = !states
                ? Optional.<String>empty()
                : Meant.isTotal(text) && allowed.contains(ReportTemplate.TOTAL)
                        ? Optional.of(ReportTemplate.TOTAL)
                        : Meant.state(template, text).filter(allowed::contains);
        if (meant.isPresent()) {
            fault(Rule.SCOPE_UNKNOWN, row, Findings.shown(text) + " is a name and no code", meant.get());
            return meant;
        }
        boolean shortCode = languages && text.length() <= 3 && !text.isEmpty();
        fault(
                shortCode ? Rule.LANGUAGE_UNKNOWN : Rule.SCOPE_UNKNOWN,
                row,
                text.isEmpty() ? "no scope" : Findings.shown(text) + " is no scope of this indicator",
                allowed.size() > 8 ? allowed.get(0) + ", ... " + allowed.getLast() : String.join(", ", allowed));
        return Optional.empty();
    }

    /** Of a country's capital letters, or of a language's name in English or in the language itself. */
    private Optional<String> code(String text) {
        boolean capitals = text.length() == 2 && text.equals(text.toUpperCase(Locale.ROOT));
        if (capitals
                && (template.memberStates().contains(text)
                        || text.equals(template.greece().also())
                        || Arrays.asList(Locale.getISOCountries()).contains(text)
                        || template.languages().contains(text.toLowerCase(Locale.ROOT)))) {
            String lower = text.toLowerCase(Locale.ROOT);
            return Optional.of(
                    template.languages().contains(lower)
                            ? lower
                            : template.languages().getFirst());
        }
        return Meant.language(template.languages(), text);
    }

    private void fault(Rule rule, RawSheet.Row row, String wrong, String right) {
        findings.add(rule, grid.name(), row.number(), SheetTemplate.SCOPE, wrong, right);
    }
}
