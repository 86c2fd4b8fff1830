package io.gatehouse.moderation.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One sheet of the annex.
 *
 * @param keys headers of the columns that say what a row is about
 * @param values the columns that carry what is reported, after the keys
 * @param contextPrefix where each value has a column of context after the values: what its header begins with
 * @param categories numbers of the categories that have rows, in order; empty where rows are not by category
 * @param rows of a sheet by indicator, in order; empty where rows are by category
 */
public record SheetTemplate(
        int number,
        String name,
        Kind kind,
        String source,
        @Nullable Applicability applicability,
        List<String> keys,
        List<Value> values,
        @JsonProperty("context_prefix") @Nullable String contextPrefix,
        List<Integer> categories,
        List<Row> rows) {
    public static final String APPLICABILITY = "Applicability";
    public static final String SERVICE = "Service";
    public static final String PERIOD = "Reporting period";
    public static final String SECTION = "Section";
    public static final String INDICATOR = "Indicator";
    public static final String SCOPE = "Scope";

    /** How a sheet's rows are made. */
    public enum Kind {
        @JsonProperty("identification")
        IDENTIFICATION,
        @JsonProperty("names")
        NAMES,
        @JsonProperty("orders")
        ORDERS,
        @JsonProperty("categories")
        CATEGORIES,
        @JsonProperty("indicators")
        INDICATORS,
        @JsonProperty("texts")
        TEXTS
    }

    /** @param of ids of the counting columns whose times a median is over; empty for others */
    public record Value(
            String id, String name, @JsonProperty("is") Measure measure, List<String> of) {
        public Value {
            of = of == null ? List.of() : List.copyOf(of);
        }
    }

    /**
     * Rows about one indicator, one for each scope.
     *
     * @param open whether the reference leaves the applicability open, so that none is wrong
     * @param scopes {@code {language}} and {@code {member_state}} stand for one row each
     * @param median the scope, among those, whose value is a median
     * @param perClassifier whether the rows are told once for each system, so none or several are right
     */
    public record Row(
            String id,
            @JsonProperty("is") Measure measure,
            Applicability applicability,
            boolean open,
            @Nullable String section,
            String indicator,
            List<String> scopes,
            @Nullable String median,
            @JsonProperty("per_classifier") boolean perClassifier) {
        public Row {
            measure = measure == null ? Measure.COUNT : measure;
            applicability = applicability == null ? Applicability.ALL : applicability;
            scopes = scopes == null ? List.of("") : List.copyOf(scopes);
        }

        public Measure measureOf(String scope) {
            return scope.equals(median) ? Measure.HOURS : measure;
        }
    }

    public SheetTemplate {
        keys = List.copyOf(keys);
        values = List.copyOf(values);
        categories = categories == null ? List.of() : List.copyOf(categories);
        rows = rows == null ? List.of() : List.copyOf(rows);
    }

    /** Of the sheet as a whole; single rows may be for fewer. */
    public Applicability forWhom() {
        return applicability == null ? Applicability.ALL : applicability;
    }

    public List<String> header() {
        var header = new ArrayList<>(keys);
        values.forEach(value -> header.add(value.name()));
        if (contextPrefix != null) values.forEach(value -> header.add(contextPrefix + value.name()));
        return List.copyOf(header);
    }

    public boolean isByCategory() {
        return kind == Kind.ORDERS || kind == Kind.CATEGORIES;
    }

    public boolean hasPeriod() {
        return keys.contains(PERIOD);
    }

    public boolean hasScopes() {
        return keys.contains(SCOPE);
    }

    /** The header of the column that names the category. Only for sheets by category. */
    public String categoryColumn() {
        return keys.get(3);
    }

    /** The header of the column that describes {@link Category#OTHER}. Only for sheets by category. */
    public String otherColumn() {
        return keys.get(4);
    }

    public Optional<Value> value(String id) {
        return values.stream().filter(value -> value.id().equals(id)).findFirst();
    }

    /** Where the column is, the first being 0. */
    public int columnOf(String valueId) {
        for (int i = 0; i < values.size(); i++) if (values.get(i).id().equals(valueId)) return keys.size() + i;
        throw new IllegalArgumentException("sheet " + name + " has no column " + valueId);
    }
}
