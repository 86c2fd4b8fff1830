package io.gatehouse.moderation.evaluation;

import io.gatehouse.moderation.signal.Category;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** How much of what is found plainly written is found in disguise, and how much innocent text is found because it is disguised. */
public final class Robustness {
    private Robustness() {}

    /**
     * @param recall of the texts that have any category
     * @param falseAlarms of the texts that have none
     */
    public record Disguised(String evasion, Proportion recall, Proportion falseAlarms) {}

    /** Stands for the texts as they are. */
    public static final String PLAIN = "as written";

    /**
     * @param score of a text in a language
     * @param threshold at and above which any category counts as found
     * @return as written first, then what hides most
     */
    public static List<Disguised> of(
            List<LabelledText> texts, BiFunction<String, String, Map<Category, Double>> score, double threshold) {
        var disguised = new ArrayList<Disguised>();
        for (var evasion : Evasion.values())
            disguised.add(measure(
                    evasion.wireName(),
                    texts,
                    (text, language) -> score.apply(evasion.applied(text), language),
                    threshold));
        disguised.sort(Comparator.comparingDouble(d -> d.recall().value()));
        disguised.addFirst(measure(PLAIN, texts, score, threshold));
        return disguised;
    }

    private static Disguised measure(
            String name,
            List<LabelledText> texts,
            BiFunction<String, String, Map<Category, Double>> score,
            double threshold) {
        long present = 0;
        long found = 0;
        long absent = 0;
        long wrong = 0;
        for (var text : texts) {
            if (text.toxic().isEmpty()) continue;
            boolean isFound =
                    score.apply(text.text(), text.language()).values().stream().anyMatch(s -> s >= threshold);
            if (text.toxic().get()) {
                present++;
                if (isFound) found++;
            } else {
                absent++;
                if (isFound) wrong++;
            }
        }
        return new Disguised(name, Proportion.of(found, present), Proportion.of(wrong, absent));
    }
}
