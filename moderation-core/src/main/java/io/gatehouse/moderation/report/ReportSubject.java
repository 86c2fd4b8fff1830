package io.gatehouse.moderation.report;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who reports about what, and what they say in words.
 *
 * @param provider its name
 * @param service one report is about one service
 * @param previous when the latest earlier report was published; empty for the first
 * @param cannotOccur practices that cannot occur on the service: their cells stay blank instead of 0
 * @param contexts what to say about a column or row, in the column of context of its first row
 * @param policies by the code of a category or keyword: which of the provider's own rules stand for it
 * @param texts by the id of a row of the qualitative sheet
 */
public record ReportSubject(
        String provider,
        String service,
        ProviderClass providerClass,
        ReportingPeriod period,
        LocalDate published,
        Optional<LocalDate> previous,
        Set<Practice> cannotOccur,
        Map<Practice, String> contexts,
        Map<String, String> policies,
        Map<String, String> texts) {
    /** @param id of a value's column in sheets by category, of a row in the others */
    public record Practice(int sheet, String id) {}

    public ReportSubject {
        if (provider.isBlank() || service.isBlank())
            throw new IllegalArgumentException("provider and service have names");
        if (!published.isAfter(period.end()))
            throw new IllegalArgumentException(published + " is too early to publish about " + period);
        cannotOccur = Set.copyOf(cannotOccur);
        contexts = Map.copyOf(contexts);
        policies = Map.copyOf(policies);
        texts = Map.copyOf(texts);
    }
}
