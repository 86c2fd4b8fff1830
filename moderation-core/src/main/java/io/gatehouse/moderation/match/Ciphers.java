package io.gatehouse.moderation.match;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a word looks like by ways of writing that turn every letter into another: the keyboard of another alphabet, letters
 * of the other alphabet for the sounds or the shapes, each letter thirteen on, the first consonants at the end. Made when
 * rules are compiled.
 */
final class Ciphers {
    /** Shorter words turned are other words. */
    private static final int MIN_TURNED = 4;

    /** Letters in a row of a word that the keys of another alphabet cut. */
    private static final int MIN_PIECE = 3;

    private static final int HALF_ALPHABET = 13;

    private static final String KEYS = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
    private static final String RUSSIAN_KEYS = "йцукенгшщзхъфывапролджэячсмитьбюё";
    private static final String UKRAINIAN_KEYS = "йцукенгшщзхїфівапролджєячсмитьбю'";
    private static final String GREEK_KEYS = ";ςερτυθιοπ[]ασδφγηξκλ΄'ζχψωβνμ,.`";

    // Two ways to write Cyrillic in Latin letters, and two for Greek: as it sounds, and as it looks.
    private static final Map<Character, String> RUSSIAN_SOUNDS = table(
            "а:a б:b в:v г:g д:d е:e ё:yo ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch"
                    + " ш:sh щ:shch ъ: ы:y ь: э:e ю:yu я:ya є:ye і:i ї:yi ґ:g");
    private static final Map<Character, String> RUSSIAN_SHORT = table(
            "а:a б:b в:v г:g д:d е:e ё:e ж:j з:z и:i й:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:h ц:c ч:ch ш:sh"
                    + " щ:sh ъ:a ы:i ь: э:e ю:u я:a є:e і:i ї:i ґ:g");
    private static final Map<Character, String> BULGARIAN_CHAT = table(
            "а:a б:b в:v г:g д:d е:e ж:j з:z и:i й:i к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:h ц:c ч:4 ш:6 щ:6t"
                    + " ъ:y ь: ю:iu я:q");
    private static final Map<Character, String> GREEK_SOUNDS = table(
            "α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:ks ο:o π:p ρ:r σ:s ς:s τ:t υ:i φ:f χ:h ψ:ps ω:o");
    private static final Map<Character, String> GREEK_SHAPES = table(
            "α:a β:b γ:g δ:d ε:e ζ:z η:h θ:8 ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f χ:x ψ:ps ω:w");

    private Ciphers() {}

    private static Map<Character, String> table(String pairs) {
        var table = new java.util.HashMap<Character, String>();
        for (var pair : pairs.split(" ", -1)) table.put(pair.charAt(0), pair.substring(2));
        return Map.copyOf(table);
    }

    /** @param letters of one or more words, folded, as they are spelled */
    static List<String> of(String letters, String language) {
        var all = new ArrayList<String>();
        boolean isLatin = letters.chars().allMatch(c -> c == ' ' || (c >= 'a' && c <= 'z'));
        if (isLatin) latin(letters, language, all);
        else other(letters, language, all);
        return all;
    }

    private static void latin(String letters, String language, List<String> all) {
        if (letters.length() < MIN_TURNED) return;
        if (language.equals("en")) {
            all.add(typed(letters, KEYS, RUSSIAN_KEYS));
            all.add(turned(letters));
            var spoken = new ArrayList<String>();
            for (var word : letters.split(" ", -1)) spoken.add(pigLatin(word));
            all.add(String.join(" ", spoken));
        } else if (letters.length() > MIN_TURNED) {
            all.add(turned(letters));
        }
    }

    private static void other(String letters, String language, List<String> all) {
        boolean isGreek = language.equals("el");
        all.add(typed(letters, isGreek ? GREEK_KEYS : language.equals("uk") ? UKRAINIAN_KEYS : RUSSIAN_KEYS, KEYS));
        if (isGreek) {
            var sounds = letters.replace("ου", "оu")
                    .replace("о", "o")
                    .replace("μπ", "b")
                    .replace("ντ", "d");
            all.add(written(sounds, GREEK_SOUNDS));
            all.add(written(letters, GREEK_SHAPES));
            all.add(written(letters.replace("ου", "ou"), GREEK_SHAPES));
            all.add(written(letters.replace("ου", "u"), GREEK_SOUNDS));
        } else {
            all.add(written(letters, RUSSIAN_SOUNDS));
            all.add(written(letters, RUSSIAN_SHORT));
            if (language.equals("bg")) all.add(written(letters, BULGARIAN_CHAT));
        }
    }

    private static String typed(String letters, String from, String to) {
        var typed = new StringBuilder();
        for (int i = 0; i < letters.length(); i++) {
            int key = from.indexOf(letters.charAt(i));
            typed.append(key < 0 ? letters.charAt(i) : to.charAt(key));
        }
        // Signs between letters are read as gaps, and two short words side by side are no sign of a keyboard.
        boolean isTelling =
                Arrays.stream(typed.toString().split("[^\\p{L}]+", -1)).anyMatch(part -> part.length() >= MIN_PIECE);
        return isTelling ? typed.toString() : "";
    }

    private static String written(String letters, Map<Character, String> table) {
        var written = new StringBuilder();
        for (int i = 0; i < letters.length(); i++)
            written.append(table.getOrDefault(letters.charAt(i), String.valueOf(letters.charAt(i))));
        return written.toString();
    }

    private static String turned(String letters) {
        var turned = new StringBuilder();
        for (char c : letters.toCharArray())
            turned.append(c == ' ' ? c : (char) ('a' + (c - 'a' + HALF_ALPHABET) % (2 * HALF_ALPHABET)));
        return turned.toString();
    }

    private static String pigLatin(String word) {
        int vowel = 0;
        while (vowel < word.length()
                && "aeiou".indexOf(word.charAt(vowel)) < 0
                && !(vowel > 0 && word.charAt(vowel) == 'y')) vowel++;
        return vowel == 0 ? word + "way" : word.substring(vowel) + word.substring(0, vowel) + "ay";
    }
}
