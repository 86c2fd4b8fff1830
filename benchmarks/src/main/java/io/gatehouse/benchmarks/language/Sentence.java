package io.gatehouse.benchmarks.language;

/**
 * A text of which the language is known.
 *
 * @param set where it is from
 * @param language ISO 639-1
 */
record Sentence(String set, String language, String text) {
    int words() {
        int words = 0;
        for (String word : text.split("\\s+", -1)) if (word.codePoints().anyMatch(Character::isLetter)) words++;
        return words;
    }
}
