package io.gatehouse.jobs.quality;

import io.gatehouse.jobs.Tally;
import io.gatehouse.moderation.evaluation.Proportion;
import io.gatehouse.residency.casework.QualityRecords.Judged;
import io.gatehouse.residency.casework.QualityRecords.Measure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What people said of what rules said, counted by category and language. */
final class Agreement {
    /** All categories, or all languages, together. */
    static final String ALL = "all";
    /** What rules found nothing in has no category of theirs. */
    private static final String NONE = "none";

    private static final String RIGHT_HITS = "right_hits";
    private static final String WRONG_HITS = "wrong_hits";
    private static final String MISSES = "misses";
    private static final String RIGHT_PASSES = "right_passes";
    private static final String SEPARATOR = "|";

    private Agreement() {}

    static void count(Judged judged, Tally tally) {
        String what = judged.flagged()
                ? judged.violates() ? RIGHT_HITS : WRONG_HITS
                : judged.violates() ? MISSES : RIGHT_PASSES;
        var categories = new ArrayList<String>(judged.categories());
        if (categories.isEmpty()) categories.add(NONE);
        // What rules missed has a category only if a person named one; so theirs is counted beside the rules'.
        if (judged.named() != null) categories.add(judged.named());
        categories.add(ALL);
        for (var category : categories)
            for (var language : List.of(judged.language(), ALL))
                tally.add("by." + category + SEPARATOR + language + SEPARATOR + what, 1);
    }

    static List<Measure> measures(Tally tally) {
        var counts = new TreeMap<List<String>, Map<String, Long>>(
                java.util.Comparator.comparing((List<String> key) -> key.get(0)).thenComparing(key -> key.get(1)));
        tally.under("by.").forEach((name, count) -> {
            var parts = name.split("\\|", 3);
            counts.computeIfAbsent(List.of(parts[0], parts[1]), _ -> new TreeMap<>())
                    .put(parts[2], count);
        });
        var measures = new ArrayList<Measure>();
        counts.forEach((key, some) -> measures.add(new Measure(
                key.get(0),
                key.get(1),
                some.getOrDefault(RIGHT_HITS, 0L),
                some.getOrDefault(WRONG_HITS, 0L),
                some.getOrDefault(MISSES, 0L),
                some.getOrDefault(RIGHT_PASSES, 0L))));
        return measures;
    }

    static Proportion precision(Measure measure) {
        return Proportion.of(measure.rightHits(), measure.rightHits() + measure.wrongHits());
    }

    static Proportion recall(Measure measure) {
        return Proportion.of(measure.rightHits(), measure.rightHits() + measure.misses());
    }

    /** For the log. */
    static Map<String, Object> counts(Measure measure) {
        var counts = new LinkedHashMap<String, Object>();
        counts.put("category", measure.category());
        counts.put("language", measure.language());
        counts.put(RIGHT_HITS, measure.rightHits());
        counts.put(WRONG_HITS, measure.wrongHits());
        counts.put(MISSES, measure.misses());
        counts.put(RIGHT_PASSES, measure.rightPasses());
        return counts;
    }

    /** For people. */
    static Map<String, Object> told(Measure measure) {
        var told = counts(measure);
        told.put("precision", told(precision(measure)));
        told.put("recall", told(recall(measure)));
        return told;
    }

    /** With its 95 % interval; of nothing, nothing is told. */
    static Map<String, Object> told(Proportion proportion) {
        var told = new LinkedHashMap<String, Object>();
        told.put("of", proportion.of());
        if (proportion.of() == 0) return told;
        told.put("value", rounded(proportion.value()));
        told.put("low", rounded(proportion.low()));
        told.put("high", rounded(proportion.high()));
        return told;
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
