package io.gatehouse.policies;

import io.gatehouse.moderation.evaluation.LabelledTexts;
import io.gatehouse.policies.TextScreening.Language;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often the text rules match in labelled data, by language, and which words match most in rows that their
 * publisher calls harmless. Arguments: JSONL files ({@code .gz} too).
 */
final class BankNoise {
    private static final int WORDS_SHOWN = Integer.getInteger("shown", 25);

    private BankNoise() {}

    /** Rows, and those among them that some rule matches; by whether they are labelled toxic. */
    private static final class Counts {
        final long[] rows = new long[2];
        final long[] matched = new long[2];
        final Map<String, Integer> words = new HashMap<>();
    }

    public static void main(String[] files) {
        var screening = new TextScreening(ShippedPolicies.load());
        var byLanguage = new TreeMap<String, Counts>();
        for (String file : files)
            try (var rows = LabelledTexts.read(Path.of(file))) {
                while (rows.hasNext()) {
                    var row = rows.next();
                    if (row.toxic().isEmpty() || row.text().isEmpty()) continue;
                    count(screening, row.text(), row.language(), row.toxic().get(), byLanguage);
                }
            }
        byLanguage.forEach(BankNoise::print);
    }

    private static void count(
            TextScreening screening, String text, String language, boolean isToxic, Map<String, Counts> byLanguage) {
        var counts = byLanguage.computeIfAbsent(language, _ -> new Counts());
        int side = isToxic ? 1 : 0;
        counts.rows[side]++;
        if (screening.textRules(text, language, Language.IDENTIFIED).isEmpty()) return;
        counts.matched[side]++;
        if (isToxic) return;
        int[] codePoints = text.codePoints().toArray();
        for (var signal : screening.judge(text, language, Language.IDENTIFIED).signals())
            for (var span : signal.spans()) {
                String word = new String(codePoints, span.start(), span.end() - span.start()).toLowerCase(Locale.ROOT);
                counts.words.merge(signal.name() + ":" + word, 1, Integer::sum);
            }
    }

    private static void print(String language, Counts counts) {
        System.out.printf(
                Locale.ROOT,
                "%s: matched %.1f %% of %,d toxic rows, %.1f %% of %,d others%n",
                language,
                100.0 * counts.matched[1] / Math.max(1, counts.rows[1]),
                counts.rows[1],
                100.0 * counts.matched[0] / Math.max(1, counts.rows[0]),
                counts.rows[0]);
        counts.words.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .limit(WORDS_SHOWN)
                .forEach(word -> System.out.printf("  %5d %s%n", word.getValue(), word.getKey()));
    }
}
