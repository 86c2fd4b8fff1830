package io.gatehouse.residency.region;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The territory table: what Union law says about each place on each date. Immutable. */
public final class Territories {
    private final Map<String, List<Territory>> rowsByCode;
    private final Map<String, Timeline<Territory>> timelines;
    private final Territory everywhereElse;

    Territories(Map<String, List<Territory>> rowsByCode, Territory everywhereElse) {
        this.rowsByCode = Map.copyOf(rowsByCode);
        this.timelines = HashMap.newHashMap(rowsByCode.size());
        rowsByCode.forEach((code, rows) -> timelines.put(code, Timeline.of(rows, Territory::from, Territory::to)));
        this.everywhereElse = everywhereElse;
    }

    /**
     * The row that applies; where none covers the date, the default row, whatever its own dates: a place or a time that
     * the table does not know is outside the Union and not adequate.
     */
    public Territory rowOn(CountryCode country, LocalDate date) {
        return Timeline.rowOn(timelines.get(country.value()), date).orElse(everywhereElse);
    }

    /** All rows of the place, in file order; empty when it is not listed. */
    public List<Territory> rowsOf(CountryCode country) {
        return rowsByCode.getOrDefault(country.value(), List.of());
    }

    public boolean isEu(CountryCode country, LocalDate date) {
        return rowOn(country, date).euMember();
    }

    public boolean isEea(CountryCode country, LocalDate date) {
        return rowOn(country, date).isEea();
    }

    /** Whether Union law itself applies the GDPR there; a similar national law is not enough. */
    public boolean gdprApplies(CountryCode country, LocalDate date) {
        return rowOn(country, date).gdpr() == Territory.Gdpr.UNION_LAW;
    }

    /** The adequacy decision in force; its scope may cover only some recipients. */
    public Optional<Territory.Adequacy> adequacy(CountryCode country, LocalDate date) {
        return rowOn(country, date).adequacy().filter(a -> !date.isBefore(a.since()));
    }

    /**
     * What dated law may call the place on that date: its code, and {@code EU} and {@code EEA} where it is inside. Not its
     * parent: the law of France is not the law of New Caledonia.
     */
    public Set<String> namesInLaw(CountryCode country, LocalDate date) {
        var names = new HashSet<>(Set.of(country.value()));
        var row = rowOn(country, date);
        if (row.euMember()) names.add("EU");
        if (row.isEea()) names.add("EEA");
        return Set.copyOf(names);
    }
}
