package io.gatehouse.moderation.match;

import io.gatehouse.moderation.text.FoldLevel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a word is written as by who wants it read and not found: neighbours swapped, spelled as it sounds, without its
 * vowels, with a stroke for another, its words run together. Made once, when rules are compiled: looking for them costs a
 * text nothing. None of them is an ordinary word.
 */
final class Misspellings {
    /** Of one word. The likelier ones come first. */
    static final int MAX = 48;

    /** Shorter words turn into other ones. */
    private static final int MIN_LETTERS = 4;
    /** Of a word that is written as it sounds in two places. */
    private static final int MIN_LONG = 6;
    /** Of a word that stays itself with one vowel less. */
    private static final int MIN_VOWEL_LOST = 6;
    /** What is left of a word without vowels; fewer letters are an abbreviation of anything. */
    private static final int MIN_CONSONANTS = 4;
    /** Of words that are run together. */
    private static final int MIN_GLUED = 7;

    private static final String VOWELS = "aeiouyаеиоуыэюяαεηιουω";

    /** Letters, and what sounds alike in most languages; "$" is the end of the word, "^" its beginning. */
    private static final List<String> SOUNDS = List.of(
            "ck:k", "ck:q", "ck:c", "ck:x", "cks:x", "c:k", "k:c", "c:q", "k:q", "qu:k", "q:k", "ph:f", "f:ph", "s:z",
            "z:s", "u:oo", "oo:u", "i:y", "y:i", "w:vv", "w:v", "v:w", "x:ks", "ks:x", "sch:sh", "ou:u", "j:y");

    private static final Map<String, List<String>> SOUNDS_OF = Map.ofEntries(
            Map.entry(
                    "en",
                    List.of(
                            "i:ee", "ee:i", "i:ea", "i:ie", "er$:a", "er$:ah", "er$:or", "er$:ur", "er$:r", "y$:ie",
                            "y$:ee", "tch:ch", "ch:tch", "o:oa", "u:uh", "u:ou", "o:aw", "or:our", "a:ar", "th:f",
                            "th:v", "x:cks", "a:u", "e:i", "ck:kk", "f:ff")),
            Map.entry(
                    "de", List.of("ei:ai", "ai:ei", "ie:i", "ch:sch", "tz:z", "v:f", "sch:ch", "chs:x", "r:hr", "e$:")),
            Map.entry(
                    "fr",
                    List.of("en:an", "an:en", "in:ain", "ain:in", "ai:e", "au:o", "qu:k", "que$:k", "u:ou", "e$:")),
            Map.entry("es", List.of("j:h", "ll:y", "v:b", "b:v", "^h:", "g:j", "z:c", "c:z", "qu:k")),
            Map.entry("it", List.of("gl:l", "ch:k", "zz:z", "nn:n")),
            Map.entry("pt", List.of("lh:l", "ss:c", "ao$:aum", "o:u", "nh:n", "lh:li")),
            Map.entry("nl", List.of("z:s", "ij:y", "oe:u", "ei:ij", "dt$:t")),
            Map.entry("pl", List.of("ch:h", "rz:z", "w:v", "cz:c", "sz:s", "o:u")),
            Map.entry("ro", List.of("ie:ye", "t:ts", "ce:che")),
            Map.entry("sv", List.of("j:dj", "ck:kk")),
            Map.entry("fi", List.of("tt:dd")),
            Map.entry("hu", List.of("sz:s", "cs:ch", "gy:dj")),
            Map.entry("tr", List.of("i:u", "k:q")),
            Map.entry(
                    "ru", List.of("о:а", "а:о", "е:и", "и:е", "ы:и", "д:т", "т:д", "в:ф", "ж:ш", "й:и", "з:с", "с:з")),
            Map.entry("el", List.of("ι:η", "η:ι", "υ:ι", "ι:υ", "ο:ω", "ω:ο", "ε:αι", "αι:ε", "ει:ι", "οι:ι", "ι:ει")));

    private static final Map<Character, String> SHAPES = Map.of('d', "cl", 'm', "rn", 'n', "ri", 'w', "vv");

    /** Letters that are one with a mark, and how they are written without; folding drops only the mark. */
    private static final String[] UNMARKED = {
        "ä:ae", "ö:oe", "ü:ue", "å:aa", "ø:oe", "æ:ae", "ß:sz", "ß:s", "ñ:ny", "ç:ss", "ğ:gh", "ş:sh", "ç:ch", "š:sh",
        "č:ch", "ž:zh"
    };

    /** What is run together with a word of the language, as full folding leaves it. */
    private static final Map<String, List<String>> COMPANY = Map.ofEntries(
            Map.entry(
                    "en",
                    List.of(
                            "you", "your", "u", "stupid", "fucking", "dumb", "dirty", "fat", "ugly", "lying", "total",
                            "whata", "sucha", "youre", "the", "little", "old", "what", "off")),
            Map.entry(
                    "de",
                    List.of("du", "ihr", "soein", "soeine", "dreckige", "dumme", "alte", "blode", "scheis", "diese")),
            Map.entry(
                    "fr",
                    List.of(
                            "sale",
                            "gros",
                            "grosse",
                            "petit",
                            "petite",
                            "quel",
                            "quelle",
                            "especede",
                            "pauvre",
                            "vieux")),
            Map.entry(
                    "es",
                    List.of(
                            "eresun", "eresuna", "eres", "puto", "puta", "que", "maldito", "maldita", "pinche",
                            "gran")),
            Map.entry("it", List.of("seiun", "seiuno", "seiuna", "che", "brutto", "brutta", "sei", "di", "gran")),
            Map.entry("pt", List.of("seu", "sua", "que", "es", "puta", "puto", "oh", "do", "da", "grande")),
            Map.entry("nl", List.of("vuile", "stomme", "jij", "dom", "domme", "vieze", "wateen", "lelijke")),
            Map.entry("pl", List.of("ty", "jebana", "jebany", "glupi", "glupia", "co", "jaka", "stara")),
            Map.entry("ro", List.of("esti", "proasta", "fir", "mare", "ce", "bai")),
            Map.entry("sv", List.of("din", "ditt", "javla", "dinjavla", "ful", "en")),
            Map.entry("da", List.of("din", "dit", "dumme", "fede", "en")),
            Map.entry("fi", List.of("voi", "sina", "senkin", "tyhma")),
            Map.entry("hu", List.of("te", "rohadt", "egy", "a")),
            Map.entry("tr", List.of("seni", "lan", "bu", "bir", "sen")),
            Map.entry("el", List.of("ρε", "μωρη", "εισαι", "παλιο")),
            Map.entry("ru", List.of("ты", "сука", "иди", "вот", "какая", "тупая", "тупой")));

    private final Map<String, Literal> found = new LinkedHashMap<>();

    /** The word itself: that it is in a dictionary makes it no ordinary one. */
    private String itself = "";

    private Misspellings() {}

    /**
     * The literals that the word may be disguised as; none for short words, and none that is an ordinary word.
     *
     * @param language ISO 639-1 of the word; empty when it is of none in particular
     */
    static Iterable<Literal> of(String word, String language) {
        var all = new Misspellings();
        String core = word.replace("*", "");
        Literal.of(core, FoldLevel.FULL).ifPresent(literal -> all.make(core, literal, language));
        return all.found.values();
    }

    /** What a word is when it is typed on the keyboard of another alphabet, turned by thirteen letters, or spoken as a riddle. */
    private void coded(String letters, String language) {
        for (var code : Ciphers.of(letters, language))
            Literal.of(code, FoldLevel.FULL)
                    .filter(literal -> literal.chars().length() >= MIN_LETTERS)
                    .ifPresent(literal -> addAlways(spelled(literal)));
    }

    private void make(String word, Literal literal, String language) {
        String letters = spelled(literal);
        itself = literal.chars();
        coded(letters, language);
        shapes(letters);
        if (letters.indexOf(' ') >= 0) {
            glue(letters);
            return;
        }
        if (!letters.codePoints().allMatch(Character::isLetter) || letters.length() < MIN_LETTERS) return;
        int first = letters.length() > MIN_LETTERS ? 0 : 1;
        for (int i = first; i + 1 < letters.length(); i++) add(swapped(letters, i));
        strokes(letters);
        unmarked(word);
        undoubled(letters);
        withoutVowels(letters);
        sounds(letters, language);
        for (var company : COMPANY.getOrDefault(language, List.of()))
            if (letters.length() + company.length() >= MIN_GLUED) addAlways(company + letters);
    }

    /** The word with its double letters. */
    private static String spelled(Literal literal) {
        var letters = new StringBuilder();
        for (int i = 0; i < literal.chars().length(); i++)
            letters.repeat(literal.chars().charAt(i), literal.runs().charAt(i));
        return letters.toString();
    }

    private static String swapped(String letters, int i) {
        var chars = new StringBuilder(letters);
        chars.setCharAt(i, letters.charAt(i + 1));
        chars.setCharAt(i + 1, letters.charAt(i));
        return chars.toString();
    }

    private void glue(String phrase) {
        if (phrase.length() > MIN_GLUED) {
            addAlways(new StringBuilder(phrase).reverse().toString());
            var each = new ArrayList<String>();
            for (var word : phrase.split(" ", -1))
                each.add(new StringBuilder(word).reverse().toString());
            addAlways(String.join(" ", each));
        }
        String glued = phrase.replace(" ", "");
        if (glued.length() >= MIN_GLUED) addAlways(glued);
    }

    /** Two letters that look like one. */
    private void shapes(String letters) {
        if (letters.replace(" ", "").length() <= MIN_LETTERS) return;
        var all = new StringBuilder();
        for (char c : letters.toCharArray()) all.append(SHAPES.getOrDefault(c, String.valueOf(c)));
        SHAPES.forEach((one, two) -> {
            int at = letters.indexOf(one);
            if (at >= 0) addAlways(letters.substring(0, at) + two + letters.substring(at + 1));
        });
        if (!letters.contentEquals(all)) addAlways(all.toString());
    }

    /** A small L, a capital I and a one are the same stroke in many fonts. */
    private void strokes(String letters) {
        add(letters.replace('i', 'l'));
        add(letters.replace('l', 'i'));
        add(letters.replace('l', '1').replace('i', 'l').replace('1', 'i'));
        for (int i = 0; i < letters.length(); i++) {
            if (letters.charAt(i) == 'i') add(letters.substring(0, i) + 'l' + letters.substring(i + 1));
            if (letters.charAt(i) == 'l') add(letters.substring(0, i) + 'i' + letters.substring(i + 1));
        }
    }

    private void unmarked(String word) {
        for (var pair : UNMARKED) {
            int colon = pair.indexOf(':');
            var marked = pair.substring(0, colon);
            if (word.contains(marked))
                Literal.of(word.replace(marked, pair.substring(colon + 1)), FoldLevel.FULL)
                        .ifPresent(literal -> add(spelled(literal)));
        }
    }

    private void undoubled(String letters) {
        for (int i = 1; i < letters.length(); i++) {
            if (letters.charAt(i) == letters.charAt(i - 1)) add(letters.substring(0, i) + letters.substring(i + 1));
            else if (letters.length() == MIN_LETTERS)
                add(letters.substring(0, i) + letters.charAt(i) + letters.substring(i));
        }
    }

    /** In two, where one of them is no word: other cuts are found in the text. */
    private void cut(String letters) {
        for (int i = 3; i + 2 <= letters.length(); i++) {
            var first = letters.substring(0, i);
            var second = letters.substring(i);
            boolean isTelling = isNoWord(first) || isNoWord(second);
            if (letters.length() >= MIN_LONG && isTelling) add(first + ' ' + second);
        }
    }

    private static boolean isNoWord(String letters) {
        return letters.length() >= MIN_CONSONANTS && !OrdinaryWords.hold(letters.replaceAll("(.)\\1+", "$1"));
    }

    private void withoutVowels(String letters) {
        if (letters.length() < MIN_CONSONANTS + 1) return;
        var consonants = new StringBuilder().append(letters.charAt(0));
        for (int i = 1; i < letters.length(); i++) {
            boolean isVowel = VOWELS.indexOf(letters.charAt(i)) >= 0;
            if (!isVowel) consonants.append(letters.charAt(i));
            else if (letters.length() >= MIN_VOWEL_LOST) add(letters.substring(0, i) + letters.substring(i + 1));
        }
        var bare = consonants.toString();
        if (bare.length() < MIN_CONSONANTS) return;
        add(bare);
        char last = letters.charAt(letters.length() - 1);
        if (VOWELS.indexOf(last) >= 0) add(bare + last);
    }

    private void sounds(String letters, String language) {
        var once = alike(letters, language);
        once.forEach(this::add);
        cut(letters);
        if (letters.length() < MIN_LONG) return;
        for (var first : once) if (found.size() < MAX) alike(first, language).forEach(this::add);
    }

    private static Set<String> alike(String letters, String language) {
        var all = new LinkedHashSet<String>();
        String edged = "^" + letters + "$";
        for (var pair : SOUNDS) alike(edged, pair, all);
        for (var pair : SOUNDS_OF.getOrDefault(language, List.of())) alike(edged, pair, all);
        return all;
    }

    private static void alike(String edged, String pair, Set<String> all) {
        int colon = pair.indexOf(':');
        var from = pair.substring(0, colon);
        for (int at = edged.indexOf(from); at >= 0; at = edged.indexOf(from, at + 1)) {
            var changed = edged.substring(0, at) + pair.substring(colon + 1) + edged.substring(at + from.length());
            all.add(changed.replace("^", "").replace("$", ""));
        }
    }

    private void add(String variant) {
        if (found.size() < MAX) addAlways(variant);
    }

    private void addAlways(String variant) {
        var chars = new StringBuilder(variant.length());
        var runs = new StringBuilder(variant.length());
        for (int i = 0; i < variant.length(); i++) {
            int last = chars.length() - 1;
            if (last >= 0 && chars.charAt(last) == variant.charAt(i))
                runs.setCharAt(last, (char) (runs.charAt(last) + 1));
            else {
                chars.append(variant.charAt(i));
                runs.append((char) 1);
            }
        }
        var letters = chars.toString();
        if (letters.length() >= MIN_CONSONANTS && (letters.equals(itself) || !OrdinaryWords.hold(letters)))
            found.putIfAbsent(variant, new Literal(letters, runs.toString(), FoldLevel.FULL, false, false));
    }
}
