package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.SheetTemplate;
import io.gatehouse.moderation.report.lint.ValueCheck.Read;

/**
 * A row of a sheet by indicator, understood.
 *
 * @param template the row of the template
 * @param context whether something is said about it
 */
record IndicatorRow(int number, SheetTemplate.Row template, String scope, Read value, boolean context) {
    boolean is(String id, String ofScope) {
        return template.id().equals(id) && scope.equals(ofScope);
    }
}
