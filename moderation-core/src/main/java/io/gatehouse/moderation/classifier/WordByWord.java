package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.classifier.GramRow.Source;
import io.gatehouse.moderation.training.LexiconEntry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * English labelled texts put into another language word by word, with a lexicon read backwards: no sentences, but the words that
 * labels go with. What has no word is left out.
 */
final class WordByWord {
    private static final Pattern NOT_LETTERS = Pattern.compile("[^\\p{L}']+");

    /** A text in which fewer of the words are known says something else than its label. */
    private static final double LEAST_KNOWN = 0.4;

    private static final int FEWEST_WORDS = 3;

    /** Of a language; more would drown what was written in it. */
    private static final int MOST_TEXTS = 1_000;

    private static final double WEIGHT = 0.3;

    private final Map<String, List<String>> words = new HashMap<>();
    private final Map<String, List<String>> known = new HashMap<>();
    private final String language;

    WordByWord(List<LexiconEntry> lexicon, String language) {
        this.language = language;
        for (var entry : lexicon)
            words.computeIfAbsent(entry.english().toLowerCase(Locale.ROOT), _ -> new ArrayList<>())
                    .add(entry.word());
    }

    /** A row with its words in lower case: taken apart once, and asked for in every language. */
    record English(GramRow row, List<String> words) {
        static English of(GramRow row) {
            return new English(
                    row,
                    NOT_LETTERS
                            .splitAsStream(row.text().toLowerCase(Locale.ROOT))
                            .filter(word -> !word.isEmpty())
                            .toList());
        }
    }

    /** In the folds of the texts that they come from. */
    List<GramRow> of(List<English> english, long seed) {
        var random = new Random(seed ^ language.hashCode());
        var order = new ArrayList<>(english);
        Collections.shuffle(order, random);
        var rows = new ArrayList<GramRow>();
        for (var given : order) {
            if (rows.size() == MOST_TEXTS) break;
            var row = given.row;
            String text = put(given.words, random);
            if (!text.isEmpty())
                rows.add(new GramRow(
                        "word_by_word",
                        row.kind(),
                        text,
                        language,
                        row.truths(),
                        WEIGHT,
                        row.fold(),
                        Source.WEAK,
                        false));
        }
        return rows;
    }

    /** Empty when too little of it is known. */
    private String put(List<String> given, Random random) {
        var put = new ArrayList<String>();
        for (String word : given) {
            var known = known(word);
            if (!known.isEmpty()) put.add(known.get(random.nextInt(known.size())));
        }
        return put.size() < FEWEST_WORDS || put.size() < LEAST_KNOWN * given.size() ? "" : String.join(" ", put);
    }

    private List<String> known(String word) {
        return known.computeIfAbsent(word, this::lookUp);
    }

    /** By the word, or without the commonest English endings. */
    private List<String> lookUp(String word) {
        for (String ending : List.of("", "s", "es", "ed", "d", "ing", "'s")) {
            if (!word.endsWith(ending)) continue;
            var found = words.get(word.substring(0, word.length() - ending.length()));
            if (found != null) return found;
        }
        return List.of();
    }
}
