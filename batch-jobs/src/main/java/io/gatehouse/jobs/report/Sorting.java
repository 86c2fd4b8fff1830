package io.gatehouse.jobs.report;

import io.gatehouse.moderation.report.Category;
import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.moderation.report.Reported.Classified;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From what records say to one category and one keyword of the template. */
final class Sorting {
    private final ReportTemplate template;
    private final Map<String, Category> categories = new LinkedHashMap<>();

    Sorting(ReportTemplate template) {
        this.template = template;
        for (var category : template.categories()) categories.put(category.code(), category);
    }

    /** Whether the sheet has rows of the category. */
    boolean has(int sheet, String category) {
        return category(sheet, category).isPresent();
    }

    /**
     * The first keyword that belongs to the category counts: double counts are omitted. What names none is told as not captured by
     * any other sub-category, with words that say so; they differ by category, as the annex wants.
     */
    Classified of(int sheet, String category, List<String> keywords) {
        var found = category(sheet, category)
                .orElseThrow(() -> new IllegalArgumentException(
                        category + " is no category of " + template.sheet(sheet).name()));
        if (found.subs().isEmpty()) return new Classified(category, "", "");
        return keywords.stream()
                .filter(keyword -> !keyword.equals(Category.OTHER))
                .filter(keyword -> found.subs().stream().anyMatch(sub -> sub.code().equals(keyword)))
                .findFirst()
                .map(keyword -> new Classified(category, keyword, ""))
                .orElseGet(() -> new Classified(
                        category, Category.OTHER, "No sub-category of '" + found.name() + "' was named"));
    }

    private Optional<Category> category(int sheet, String code) {
        return Optional.ofNullable(categories.get(code))
                .filter(one -> template.sheet(sheet).categories().contains(one.number()));
    }

    /** As the template writes it; empty for what is no Member State. */
    Optional<String> memberState(String code) {
        String written = code.equals(template.greece().also())
                ? template.greece().written()
                : code;
        return Optional.of(written).filter(template.memberStates()::contains);
    }
}
