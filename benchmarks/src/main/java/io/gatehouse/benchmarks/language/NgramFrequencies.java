package io.gatehouse.benchmarks.language;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * How often pieces of words come in a language: as the lingua library publishes it (Apache-2.0), which knows how probable each letter is
 * behind up to four others; or counted in texts.
 */
final class NgramFrequencies {
    private static final JsonFactory JSON = new JsonFactory();
    private static final List<String> ORDERS = List.of("unigrams", "bigrams", "trigrams", "quadrigrams", "fivegrams");

    /** By length minus one: the natural logarithm of a piece's probability among pieces of its length. */
    private final List<Map<String, Double>> byLength;

    private NgramFrequencies(List<Map<String, Double>> byLength) {
        this.byLength = byLength;
    }

    Map<String, Double> ofLength(int length) {
        return byLength.get(length - 1);
    }

    static boolean isPublished(String language) {
        return NgramFrequencies.class.getResource("/language-models/" + language + "/unigrams.json") != null;
    }

    /** A piece is as probable as its first letter, times each other one behind those before it. */
    static NgramFrequencies published(String language) throws IOException {
        var byLength = new ArrayList<Map<String, Double>>();
        for (String order : ORDERS) {
            var conditional = read("/language-models/" + language + "/" + order + ".json");
            if (!byLength.isEmpty()) {
                var shorter = byLength.getLast();
                conditional.entrySet().removeIf(each -> !shorter.containsKey(prefix(each.getKey())));
                conditional.replaceAll((piece, log) -> log + shorter.getOrDefault(prefix(piece), -30.0));
            }
            byLength.add(conditional);
        }
        return new NgramFrequencies(byLength);
    }

    private static String prefix(String piece) {
        return piece.substring(0, piece.length() - 1);
    }

    private static Map<String, Double> read(String resource) throws IOException {
        var conditional = new HashMap<String, Double>();
        try (var in = NgramFrequencies.class.getResourceAsStream(resource)) {
            if (in == null) throw new IOException("not on the class path: " + resource);
            var json = JSON.createParser(ObjectReadContext.empty(), in);
            while (json.nextToken() != null) {
                // {"language": "...", "ngrams": {"3/1172": "ccb ccm", ...}}
                if (json.currentToken() != JsonToken.PROPERTY_NAME
                        || !json.currentName().contains("/")) continue;
                String fraction = json.currentName();
                int slash = fraction.indexOf('/');
                double log = Math.log(Double.parseDouble(fraction.substring(0, slash))
                        / Double.parseDouble(fraction.substring(slash + 1)));
                json.nextToken();
                for (String piece : json.getString().split(" ", -1)) conditional.put(piece, log);
            }
        }
        return conditional;
    }

    /** Counted in texts: for a language that is not published. */
    static NgramFrequencies counted(List<String> texts) {
        var byLength = new ArrayList<Map<String, Double>>();
        for (int length = 1; length <= ORDERS.size(); length++) {
            var counts = new HashMap<String, Double>();
            double total = 0;
            for (String text : texts)
                for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}]+", -1))
                    for (int i = 0; i + length <= word.length(); i++) {
                        counts.merge(word.substring(i, i + length), 1.0, Double::sum);
                        total++;
                    }
            double all = Math.max(1, total);
            counts.replaceAll((_, count) -> Math.log(count / all));
            byLength.add(counts);
        }
        return new NgramFrequencies(byLength);
    }
}
