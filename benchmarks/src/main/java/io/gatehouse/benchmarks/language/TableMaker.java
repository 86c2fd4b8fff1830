package io.gatehouse.benchmarks.language;

import io.gatehouse.moderation.language.LanguageTable;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Makes the table: which pieces are in it, and what each says of each language. The same data give the same table. */
final class TableMaker {
    /** Of each language the most probable pieces, by length. */
    private final int[] kept;

    /** Natural logarithms by length: what is rarer than this says nothing. */
    private static final double[] FLOORS = {-11, -12.5, -13.5, -14.5, -15};

    /** Of a whole word. */
    private static final double WORD_FLOOR = -10.5;

    /** A word that was met fewer times may be anybody's. */
    private static final int WORD_SEEN = 2;

    private final List<String> languages;
    private final Map<String, List<String>> texts;

    /**
     * @param kept pieces of each language, by length from 1
     * @param texts in each language, from which whole words are taken
     */
    TableMaker(List<String> languages, int[] kept, Map<String, List<String>> texts) {
        this.languages = languages;
        this.kept = kept.clone();
        this.texts = texts;
    }

    /** Reads everything twice, since all of it together would not fit in memory. */
    SortedMap<String, int[]> make() throws IOException {
        var chosen = new HashSet<String>();
        for (String language : languages) choose(frequencies(language), chosen);
        var pieces = new TreeMap<String, int[]>();
        for (int i = 0; i < languages.size(); i++) weigh(frequencies(languages.get(i)), i, chosen, pieces);
        for (int i = 0; i < languages.size(); i++) addWords(i, pieces);
        return pieces;
    }

    private NgramFrequencies frequencies(String language) throws IOException {
        return NgramFrequencies.isPublished(language)
                ? NgramFrequencies.published(language)
                : NgramFrequencies.counted(texts.getOrDefault(language, List.of()));
    }

    private void choose(NgramFrequencies frequencies, Set<String> chosen) {
        for (int length = 1; length <= kept.length; length++)
            frequencies.ofLength(length).entrySet().stream()
                    .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .limit(kept[length - 1])
                    .map(Map.Entry::getKey)
                    .filter(TableMaker::isOfLetters)
                    .forEach(chosen::add);
    }

    private static boolean isOfLetters(String piece) {
        return piece.chars().allMatch(c -> Character.isLetter(c));
    }

    private void weigh(NgramFrequencies frequencies, int language, Set<String> chosen, Map<String, int[]> pieces) {
        for (String piece : chosen) {
            Double log = frequencies.ofLength(piece.length()).get(piece);
            if (log != null) put(piece, language, log - FLOORS[piece.length() - 1], pieces);
        }
    }

    private void addWords(int language, Map<String, int[]> pieces) {
        var counts = new HashMap<String, Integer>();
        int total = 0;
        for (String text : texts.getOrDefault(languages.get(language), List.of()))
            for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}]+", -1)) {
                if (word.isEmpty() || word.length() > LanguageTable.LONGEST_WORD) continue;
                counts.merge(word, 1, Integer::sum);
                total++;
            }
        double all = Math.max(1, total);
        counts.forEach((word, count) -> {
            if (count >= WORD_SEEN)
                put(
                        LanguageTable.EDGE + word + LanguageTable.EDGE,
                        language,
                        Math.log(count / all) - WORD_FLOOR,
                        pieces);
        });
    }

    private void put(String piece, int language, double above, Map<String, int[]> pieces) {
        int weight = (int) Math.round(Math.min(above / LanguageTable.STEP, 255));
        if (weight > 0) pieces.computeIfAbsent(piece, _ -> new int[languages.size()])[language] = weight;
    }
}
