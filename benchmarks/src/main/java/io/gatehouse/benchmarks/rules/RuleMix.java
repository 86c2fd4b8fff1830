package io.gatehouse.benchmarks.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Rules of the kinds and shares that policies have: 70 % single words, 20 % fixed phrases, 5 % beginnings of words, 5 %
 * words near each other. The first {@link #MATCHING} are drawn from what the texts say, rarely; the others hold at least
 * one word that nobody writes, beside words that everybody does, so that any number of rules matches equally often.
 */
final class RuleMix {
    /** The rules that texts match. */
    static final int MATCHING = 1_000;

    private static final int MIN_WORD = 3;
    /** A rule's rarest word is in at most so many texts; so that a few messages in a hundred match any rule. */
    private static final int RARE = 2;

    private final List<List<String>> texts;
    private final Map<String, Integer> textsWith = new HashMap<>();
    private final List<String> vocabulary;
    private final List<String> rare;
    private final Random random;
    private final Set<String> used = new HashSet<>();

    /** @param texts by words */
    RuleMix(List<List<String>> texts, long seed) {
        this.texts = texts;
        random = new Random(seed);
        for (var text : texts) for (var word : Set.copyOf(text)) textsWith.merge(word, 1, Integer::sum);
        vocabulary =
                textsWith.keySet().stream().filter(RuleMix::isWord).sorted().toList();
        rare = new ArrayList<>(vocabulary.stream()
                .filter(word -> textsWith.getOrDefault(word, 0) <= RARE)
                .toList());
        Collections.shuffle(rare, random);
    }

    private static boolean isWord(String word) {
        return word.length() >= MIN_WORD && word.chars().allMatch(c -> c >= 'a' && c <= 'z');
    }

    /** The first rules of a row that does not depend on the count. To be asked once. */
    List<SampleRule> rules(int count) {
        var rules = new ArrayList<SampleRule>(count);
        for (int i = 0; i < count; i++) rules.add(rule(String.format("r%06d", i), i % 100, i < MATCHING));
        return rules;
    }

    /** Rules that no text matches. */
    List<SampleRule> madeUp(int count) {
        var rules = new ArrayList<SampleRule>(count);
        for (int i = 0; i < count; i++) rules.add(rule(String.format("r%06d", i), i % 100, false));
        return rules;
    }

    private SampleRule rule(String id, int percentile, boolean matches) {
        if (percentile < 70) return new SampleRule.Word(id, matches ? rareWord() : madeUp());
        if (percentile < 90) return new SampleRule.Phrase(id, matches ? sequence(1) : withMadeUp());
        if (percentile < 95) {
            String word = matches ? rareWord() : madeUp();
            while (word.length() < 7 || isRepetitive(word)) word = matches ? rareWord() : madeUp();
            return new SampleRule.Prefix(id, word.substring(0, word.length() - 1));
        }
        return percentile % 2 == 0
                ? new SampleRule.Gaps(id, matches ? sequence(2) : withMadeUp(), 2)
                : new SampleRule.Near(id, matches ? sequence(2) : withMadeUp(), 4);
    }

    /** Fewer different neighbours are left of it after folding than a policy may open the end of. */
    private static boolean isRepetitive(String word) {
        int steps = 0;
        for (int i = 1; i < word.length(); i++) if (word.charAt(i) != word.charAt(i - 1)) steps++;
        return steps < 4;
    }

    private String rareWord() {
        return rare.removeLast();
    }

    /** Two words of a text, so far apart, the rarer of which is rare. */
    private List<String> sequence(int distance) {
        while (true) {
            var text = texts.get(random.nextInt(texts.size()));
            if (text.size() <= distance) continue;
            int at = random.nextInt(text.size() - distance);
            var words = List.of(text.get(at), text.get(at + distance));
            boolean isTelling = words.stream().allMatch(RuleMix::isWord)
                    && !words.getFirst().equals(words.getLast())
                    && words.stream().anyMatch(word -> textsWith.getOrDefault(word, 0) <= 20 * RARE);
            if (isTelling && used.add(String.join(" ", words))) return words;
        }
    }

    /** A word as common as words are in texts, and one that is in none. */
    private List<String> withMadeUp() {
        while (true) {
            var text = texts.get(random.nextInt(texts.size()));
            if (text.isEmpty()) continue;
            String common = text.get(random.nextInt(text.size()));
            if (isWord(common)) return random.nextBoolean() ? List.of(common, madeUp()) : List.of(madeUp(), common);
        }
    }

    /** As long as words are, of their letters, but in no text. */
    private String madeUp() {
        while (true) {
            var letters = new ArrayList<Character>();
            var model = vocabulary.get(random.nextInt(vocabulary.size()));
            for (int i = 0; i < model.length(); i++) letters.add(model.charAt(i));
            letters.add((char) ('a' + random.nextInt(26)));
            Collections.shuffle(letters, random);
            var word = new StringBuilder();
            letters.forEach(word::append);
            if (!textsWith.containsKey(word.toString()) && used.add(word.toString())) return word.toString();
        }
    }
}
