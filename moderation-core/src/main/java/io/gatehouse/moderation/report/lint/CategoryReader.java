package io.gatehouse.moderation.report.lint;

import static io.gatehouse.moderation.report.ReportTemplate.TOTAL;

import io.gatehouse.moderation.report.Category;
import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.moderation.report.SheetTemplate;
import io.gatehouse.moderation.report.SheetTemplate.Kind;
import io.gatehouse.moderation.report.lint.ValueCheck.Place;
import io.gatehouse.moderation.report.lint.ValueCheck.Read;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Understands the rows of a sheet by category: which category, which scope, which numbers. */
final class CategoryReader {
    /** What codes begin with, and people leave out. */
    private static final Pattern BEGINNING = Pattern.compile("^(STATEMENT_CATEGORY|KEYWORD)_");

    private final ReportTemplate template;
    private final Findings findings;
    private final ValueCheck values;
    private final TextCheck texts;
    private final Grid grid;
    private final SheetTemplate sheet;
    private final Set<String> greek = new TreeSet<>();

    /** The category whose rows are being read, and where in the template's order they are. */
    private @Nullable Category current;

    private boolean hasUnknownScopes;
    private String scope = "";
    private int order;

    CategoryReader(ReportTemplate template, Findings findings, Grid grid) {
        this.template = template;
        this.findings = findings;
        this.values = new ValueCheck(findings);
        this.texts = new TextCheck(template, findings);
        this.grid = grid;
        this.sheet = grid.template();
    }

    List<CategoryRow> rows() {
        var rows = new ArrayList<CategoryRow>();
        for (var row : grid.rows()) read(row).ifPresent(rows::add);
        if (greek.size() > 1)
            findings.sheet(
                    Rule.SCOPE_GREECE, grid.name(), "Greece is both " + String.join(" and ", greek), "one of them");
        return rows;
    }

    private Optional<CategoryRow> read(RawSheet.Row row) {
        var scoped = sheet.kind() == Kind.ORDERS ? scope(row) : Optional.of("");
        var read = values(row);
        for (var value : sheet.values())
            if (sheet.contextPrefix() != null)
                texts.free(grid, row, sheet.contextPrefix() + value.name(), grid.context(row, value));
        String description = grid.key(row, sheet.otherColumn());
        texts.free(grid, row, sheet.otherColumn(), grid.cell(row, sheet.otherColumn()));
        if (scoped.isEmpty()) return Optional.empty();
        if (!scope.equals(scoped.get())) begin(scoped.get());
        String text = grid.key(row, sheet.categoryColumn());
        if (text.isEmpty()) {
            fault(Rule.CATEGORY_BLANK, row, "no category", "a category's code");
            return Optional.empty();
        }
        if (Names.same(text, TOTAL)) {
            if (!text.equals(TOTAL)) fault(Rule.CATEGORY_FORM, row, Findings.shown(text), TOTAL);
            inOrder(row, text, 0);
            current = null;
            return Optional.of(new CategoryRow(row.number(), scope, null, "", "", read));
        }
        return category(row, text).map(found -> {
            boolean other = found.keyword().equals(Category.OTHER);
            if (!other && !description.isEmpty())
                findings.add(
                        Rule.OTHER_DESCRIPTION_MISPLACED,
                        grid.name(),
                        row.number(),
                        sheet.otherColumn(),
                        "a description of " + text,
                        "descriptions of " + Category.OTHER + " only");
            return new CategoryRow(
                    row.number(), scope, found.category(), found.keyword(), Names.plain(description), read);
        });
    }

    private void begin(String block) {
        scope = block;
        current = null;
        order = 0;
    }

    private Map<String, Read> values(RawSheet.Row row) {
        Map<String, Read> read = new HashMap<>();
        for (var value : sheet.values())
            if (grid.has(value))
                read.put(
                        value.id(),
                        values.read(
                                grid.cell(row, value),
                                value.measure(),
                                new Place(grid.name(), row.number(), value.name())));
        return read;
    }

    private Optional<String> scope(RawSheet.Row row) {
        String text = grid.key(row, SheetTemplate.SCOPE);
        if (text.equals(TOTAL)) return Optional.of(TOTAL);
        if (text.equals(template.greece().written())
                || text.equals(template.greece().also())) {
            greek.add(text);
            return Optional.of(template.greece().written());
        }
        if (template.memberStates().contains(text)) return Optional.of(text);
        String upper = text.toUpperCase(Locale.ROOT);
        if (upper.equals(TOTAL) || template.memberStates().contains(upper)) {
            findings.add(Rule.SCOPE_CASE, grid.name(), row.number(), SheetTemplate.SCOPE, Findings.shown(text), upper);
            return Optional.of(upper);
        }
        var meant = meant(row, text);
        if (meant.isPresent()) return meant;
        hasUnknownScopes = true;
        findings.add(
                Rule.SCOPE_UNKNOWN,
                grid.name(),
                row.number(),
                SheetTemplate.SCOPE,
                text.isEmpty() ? "no scope" : Findings.shown(text) + " is no Member State",
                TOTAL + " or one of " + String.join(", ", template.memberStates()));
        return Optional.empty();
    }

    /** A Member State by its name, or nothing where a cell was merged with the one above. */
    private Optional<String> meant(RawSheet.Row row, String text) {
        Optional<String> meant = text.isEmpty()
                ? Optional.of(scope).filter(above -> !above.isEmpty())
                : Meant.isTotal(text) ? Optional.of(TOTAL) : Meant.state(template, text);
        meant.ifPresent(code -> findings.add(
                Rule.SCOPE_UNKNOWN,
                grid.name(),
                row.number(),
                SheetTemplate.SCOPE,
                text.isEmpty()
                        ? "no scope; taken for that of the row above"
                        : Findings.shown(text) + " is a name and no code",
                code));
        return meant;
    }

    /** Whether a row was left out because nobody can tell where it belongs: sums over scopes say nothing then. */
    boolean hasUnknownScopes() {
        return hasUnknownScopes;
    }

    private record Found(Category category, String keyword) {}

    private Optional<Found> category(RawSheet.Row row, String text) {
        var byCode = find(text, true);
        var found = byCode.or(() -> find(text, false));
        if (found.isEmpty()) {
            fault(Rule.CATEGORY_UNKNOWN, row, Findings.shown(text) + " is no category", "a code of the template");
            return Optional.empty();
        }
        var category = found.get().category();
        if (byCode.isEmpty())
            fault(
                    Rule.CATEGORY_FORM,
                    row,
                    Findings.shown(text),
                    found.get().keyword().isEmpty()
                            ? category.code()
                            : found.get().keyword());
        if (!sheet.categories().contains(category.number())) {
            fault(
                    Rule.CATEGORY_ELSEWHERE,
                    row,
                    text + " does not belong into this sheet",
                    category.number() == 15
                            ? "sheet 6 only"
                            : category.number() == 16 ? "sheet 3 only" : "sheet 4 only");
            return Optional.empty();
        }
        inOrder(row, text, place(found.get()));
        current = category;
        return found;
    }

    /** {@link Category#OTHER} is its who stands above; every other keyword has one category. */
    private Optional<Found> find(String text, boolean byCode) {
        for (var category : template.categories()) {
            if (names(text, byCode, category.code(), category.label(), category.name()))
                return Optional.of(new Found(category, ""));
            for (var sub : category.subs()) {
                boolean other = sub.code().equals(Category.OTHER);
                if (names(text, byCode, sub.code(), sub.label(), other ? "" : sub.name())
                        && (!other || Names.same(text, sub.label()) || category.equals(current)))
                    return Optional.of(new Found(category, sub.code()));
            }
        }
        return Optional.empty();
    }

    private static boolean names(String text, boolean byCode, String code, String label, String name) {
        if (byCode) return text.equals(code);
        return Names.same(text, code)
                || Names.same(text, label)
                || !name.isEmpty() && Names.same(text, name)
                || Names.same(
                        text.replace('_', ' '),
                        BEGINNING.matcher(code).replaceFirst("").replace('_', ' '));
    }

    private static int place(Found found) {
        int sub = 0;
        for (int i = 0; i < found.category().subs().size(); i++)
            if (found.category().subs().get(i).code().equals(found.keyword())) sub = i + 1;
        return found.category().number() * 100 + sub;
    }

    private void inOrder(RawSheet.Row row, String text, int place) {
        if (place < order) fault(Rule.CATEGORY_ORDER, row, text + " stands too late", "the order of the template");
        order = place;
    }

    private void fault(Rule rule, RawSheet.Row row, String wrong, String right) {
        findings.add(rule, grid.name(), row.number(), sheet.categoryColumn(), wrong, right);
    }
}
