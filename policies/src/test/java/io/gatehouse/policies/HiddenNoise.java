package io.gatehouse.policies;

import io.gatehouse.moderation.evaluation.LabelledTexts;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.match.TextMatcher;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.rule.WordBank;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.policies.TextScreening.Language;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * How many rows that their publisher calls harmless are flagged although no word of the banks is in them as it is written:
 * the price of decoding disguises. Takes every n-th row ({@code -Devery=3}); arguments: JSONL files ({@code .gz} too).
 */
final class HiddenNoise {
    private static final int EVERY = Integer.getInteger("every", 3);
    private static final int WORDS_SHOWN = Integer.getInteger("shown", 40);

    private HiddenNoise() {}

    private static final class Counts {
        int rows;
        int flagged;
        int hidden;
    }

    public static void main(String[] files) {
        var policies = ShippedPolicies.load();
        var screening = new TextScreening(policies);
        var written = written(policies);
        var byLanguage = new TreeMap<String, Counts>();
        var words = new HashMap<String, Integer>();
        int n = 0;
        for (String file : files)
            try (var rows = LabelledTexts.read(Path.of(file))) {
                while (rows.hasNext()) {
                    var row = rows.next();
                    if (row.toxic().isEmpty() || row.toxic().get() || row.text().isEmpty() || n++ % EVERY != 0)
                        continue;
                    for (var counts : new Counts[] {
                        byLanguage.computeIfAbsent(row.language(), _ -> new Counts()),
                        byLanguage.computeIfAbsent("all", _ -> new Counts())
                    }) {
                        counts.rows++;
                        if (screening
                                .textRules(row.text(), row.language(), Language.UNKNOWN)
                                .isEmpty()) continue;
                        counts.flagged++;
                        if (!written.match(0, row.text(), LanguageGuess.UNKNOWN).isEmpty()) continue;
                        counts.hidden++;
                        if (counts != byLanguage.get("all")) continue;
                        var signals = screening
                                .judge(row.text(), row.language(), Language.UNKNOWN)
                                .signals();
                        words.merge(EvasionMisses.why(signals, row.text()).toLowerCase(Locale.ROOT), 1, Integer::sum);
                    }
                }
            }
        byLanguage.forEach((language, counts) -> System.out.printf(
                Locale.ROOT,
                "%s: of %,d rows flagged %.2f %%, only by decoding %.2f %%%n",
                language,
                counts.rows,
                100.0 * counts.flagged / counts.rows,
                100.0 * counts.hidden / counts.rows));
        words.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(WORDS_SHOWN)
                .forEach(word -> System.out.printf("  %5d %s%n", word.getValue(), word.getKey()));
    }

    /** The rules with every bank folded by case only, without misspellings. */
    private static TextMatcher written(PolicySet policies) {
        var banks = new HashMap<String, WordBank>();
        policies.banks().forEach((id, bank) -> {
            if (!bank.disguised()) banks.put(id, asWritten(bank));
        });
        var rules = policies.rules().stream()
                .filter(rule -> banks.keySet()
                        .containsAll(
                                rule.condition()
                                                instanceof io.gatehouse.moderation.rule.RuleCondition.AnyBank(var names)
                                        ? names
                                        : java.util.List.of()))
                .toList();
        return TextMatcher.compile(rules, banks, policies.linkBanks());
    }

    private static WordBank asWritten(WordBank bank) {
        var fold = bank.fold() == FoldLevel.FULL ? FoldLevel.CASE : bank.fold();
        return new WordBank(
                bank.id(),
                bank.category(),
                bank.language(),
                fold,
                false,
                false,
                bank.severity(),
                bank.provenance(),
                bank.words(),
                bank.allow(),
                bank.expires(),
                bank.source());
    }
}
