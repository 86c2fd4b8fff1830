package io.gatehouse.jobs.quality;

import io.gatehouse.moderation.evaluation.Proportion;
import io.gatehouse.residency.casework.QualityRecords.Measure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * A proportion that is another than at the run before: their 95 % intervals have nothing in common, which by chance happens less than
 * once in a hundred times.
 */
record Drift(String measure, String category, String language, Proportion before, Proportion now) {
    /** Of fewer, an interval is so wide that it says nothing. */
    private static final int FEWEST = 20;

    static List<Drift> between(List<Measure> before, List<Measure> now) {
        var drift = new ArrayList<Drift>();
        for (var each : now) {
            var old = before.stream()
                    .filter(one -> one.category().equals(each.category())
                            && one.language().equals(each.language()))
                    .findFirst();
            if (old.isEmpty()) continue;
            of("precision", old.get(), each, Agreement::precision).ifPresent(drift::add);
            of("recall", old.get(), each, Agreement::recall).ifPresent(drift::add);
        }
        return drift;
    }

    private static Optional<Drift> of(
            String name, Measure before, Measure now, Function<Measure, Proportion> proportion) {
        var drift = new Drift(name, now.category(), now.language(), proportion.apply(before), proportion.apply(now));
        return drift.isReal() ? Optional.of(drift) : Optional.empty();
    }

    private boolean isReal() {
        return before.of() >= FEWEST && now.of() >= FEWEST && (now.high() < before.low() || now.low() > before.high());
    }

    String name() {
        return measure + " " + category + " " + language;
    }

    Map<String, Object> told() {
        var told = new LinkedHashMap<String, Object>();
        told.put("measure", measure);
        told.put("category", category);
        told.put("language", language);
        told.put("before", Agreement.told(before));
        told.put("now", Agreement.told(now));
        return told;
    }

    String sentence() {
        return String.format(
                Locale.ROOT,
                "the %s of %s in %s went from %.1f %% to %.1f %% (of %d)",
                measure,
                category,
                language,
                100 * before.value(),
                100 * now.value(),
                now.of());
    }
}
