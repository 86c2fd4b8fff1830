package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.Category;
import io.gatehouse.moderation.report.lint.ValueCheck.Read;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of a sheet by category, understood.
 *
 * @param scope {@code TOTAL} or a Member State; empty in sheets without scopes
 * @param category null in the row of the total
 * @param keyword empty in the row of a category or of the total
 * @param description of {@link Category#OTHER}, plain
 * @param values by id
 * @param identity what makes it the same row in another block; empty for the total
 */
record CategoryRow(
        int number,
        String scope,
        @Nullable Category category,
        String keyword,
        String description,
        Map<String, Read> values,
        String identity) {
    CategoryRow(
            int number,
            String scope,
            @Nullable Category category,
            String keyword,
            String description,
            Map<String, Read> values) {
        this(number, scope, category, keyword, description, values, identity(category, keyword, description));
    }

    private static String identity(@Nullable Category category, String keyword, String description) {
        if (category == null) return "";
        return category.code() + "/" + keyword + "/" + (keyword.equals(Category.OTHER) ? description : "");
    }

    boolean isTotal() {
        return category == null;
    }

    boolean isCategory() {
        return category != null && keyword.isEmpty();
    }

    boolean isOther() {
        return keyword.equals(Category.OTHER);
    }

    String name() {
        return category == null ? "TOTAL" : keyword.isEmpty() ? category.code() : keyword;
    }

    Read value(String id) {
        return values.getOrDefault(id, Read.BLANK);
    }
}
