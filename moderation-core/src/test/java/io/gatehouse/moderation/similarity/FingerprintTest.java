package io.gatehouse.moderation.similarity;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.text.FoldedText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FingerprintTest {
    private static final List<String> WORDS = List.of(("the river bridge was closed this morning because heavy rain had"
                    + " washed away part of road near our village so buses will leave from market square instead until"
                    + " further notice please tell your neighbours who might not read these messages that school opens at"
                    + " nine library stays shut and bakery gives free bread to everyone whose kitchen got wet")
            .split(" "));

    private static Fingerprint of(String text) {
        return Fingerprint.of(FoldedText.of(text).plain());
    }

    private static String text(Random random, int words) {
        return random.ints(words, 0, WORDS.size()).mapToObj(WORDS::get).collect(Collectors.joining(" "));
    }

    private static Set<Long> keys(String text) {
        return Arrays.stream(of(text).keys()).boxed().collect(Collectors.toSet());
    }

    @Test
    void commonPhrasesHaveNone() {
        for (String text : List.of(
                "ok",
                "good morning",
                "Happy birthday!!! 🎂🎂🎂",
                "happy new year to everyone",
                "thank you so much for your help",
                "lol".repeat(60),
                "ha".repeat(40),
                "よろしくお願いします")) assertThat(of(text)).as(text).isEqualTo(Fingerprint.NONE);
        assertThat(of("").keys()).isEmpty();
    }

    @Test
    void aShortTextIsTheSameOnlyWhenItIs() {
        var one = "come and see what things we now have in our store";
        assertThat(of(one).keys()).hasSize(1);
        assertThat(of(one)).isEqualTo(of("COME and sée  what things we now have in our st0re".replace('0', 'o')));
        assertThat(keys(one)).doesNotContainAnyElementsOf(keys("come and see what things we now have in our stock"));
    }

    @Test
    void aDisguiseOfLettersChangesNothing() {
        var plain = "the river bridge was closed this morning because heavy rain had washed away part of the road";
        assertThat(of(plain)).isEqualTo(of(plain.toUpperCase(java.util.Locale.ROOT)));
        assertThat(of(plain)).isEqualTo(of(plain.replace('o', 'о').replace("e", "é")));
    }

    /** At a threshold of half the flood. */
    @Test
    void copiesWithAWordChangedComeTogether() {
        int found = 0;
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            String base = text(random, 18);
            Map<Long, Integer> sets = new HashMap<>();
            long most = 0;
            for (int copy = 0; copy < 40; copy++) {
                var words = new ArrayList<>(List.of(base.split(" ")));
                words.set(random.nextInt(words.size()), "word" + random.nextInt(1_000));
                most = Math.max(most, add(String.join(" ", words), sets));
            }
            if (most >= 20) found++;
        }
        assertThat(found).isGreaterThanOrEqualTo(170);
    }

    @Test
    void unrelatedTextsOfTheSameWordsDoNot() {
        var random = new Random(5);
        Map<Long, Integer> sets = new HashMap<>();
        var vocabulary = new ArrayList<>(WORDS);
        for (int i = 0; i < 3_000; i++)
            vocabulary.add(random.ints(3 + random.nextInt(6), 'a', 'z' + 1)
                    .mapToObj(Character::toString)
                    .collect(Collectors.joining()));
        var texts = new HashSet<String>();
        // Half of all words are among the eighty most frequent, as in a language.
        while (texts.size() < 20_000)
            texts.add(random.ints(16, 0, 2)
                    .mapToObj(coin -> vocabulary.get(random.nextInt(coin == 0 ? WORDS.size() : vocabulary.size())))
                    .collect(Collectors.joining(" ")));
        assertThat(texts.stream().mapToLong(text -> add(text, sets)).max().orElseThrow())
                .isLessThan(20);
    }

    /** How often the text came by now. */
    private static long add(String text, Map<Long, Integer> sets) {
        return Fingerprint.frequency(Arrays.stream(of(text).keys())
                .map(key -> sets.merge(key, 1, Integer::sum))
                .toArray());
    }
}
