package io.gatehouse.moderation.language;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells languages of short, noisy messages apart: first by script, which is enough where one language writes in it, then by pieces of
 * words from {@link LanguageTable}. Made for messages; nothing that is the same in every language decides. Immutable and thread-safe.
 */
public final class NgramLanguageIdentifier implements LanguageIdentifier {
    /** The official languages of the EU, the ten most spoken others, and Ukrainian. */
    public static final Set<String> DEFAULT_LANGUAGES = Set.of(
            "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv", "mt", "nl",
            "pl", "pt", "ro", "sk", "sl", "sv", "ar", "bn", "hi", "id", "ja", "ko", "ru", "tr", "uk", "ur", "zh");

    /** UTF-16 units considered: the language of a text shows in its beginning, and the cost stays bounded. */
    static final int CONSIDERED_CHARACTERS = 1_000;

    /** Fewer letters than this are a guess. Ideographs and syllables count double. */
    static final int FEWEST_LETTERS = 4;

    /**
     * Languages that are in the table to be known as none of ours, by how much likelier one must be, in logarithms: for a near relative of one
     * of ours more.
     */
    public static final Map<String, Double> STRANGERS = Map.ofEntries(
            Map.entry("af", 6.0),
            Map.entry("ca", 6.0),
            Map.entry("nb", 6.0),
            Map.entry("cy", 2.0),
            Map.entry("eu", 2.0),
            Map.entry("is", 2.0),
            Map.entry("so", 2.0),
            Map.entry("sq", 2.0),
            Map.entry("sw", 2.0),
            Map.entry("tl", 2.0),
            Map.entry("vi", 2.0));

    /** As measured on messages by {@code ./gatehouse bench language --calibrate}. */
    public static final Calibration SHIPPED = new Calibration(
            2.0,
            0.6,
            0.30,
            // What noise is most often taken for.
            Map.of("mt", 0.60, "ga", 0.50, "id", 0.50, "et", 0.40, "fi", 0.40, "tr", 0.40));

    private static final String TABLE = "languages.table";

    private final LanguageTable table;
    private final Calibration calibration;
    private final Script[] scriptOf;
    /** Of a stranger what is taken from its score; 0 of the others. */
    private final double[] handicaps;

    private NgramLanguageIdentifier(LanguageTable table, Calibration calibration) {
        this.table = table;
        this.calibration = calibration;
        this.scriptOf = table.languages().stream().map(Script::ofLanguage).toArray(Script[]::new);
        this.handicaps = table.languages().stream()
                .mapToDouble(code -> STRANGERS.getOrDefault(code, 0.0))
                .toArray();
    }

    /** Reads the shipped table; some tenths of a second. */
    public static NgramLanguageIdentifier load() {
        try (var in = NgramLanguageIdentifier.class.getResourceAsStream(TABLE)) {
            if (in == null) throw new IllegalStateException("the table of languages is not on the class path");
            return new NgramLanguageIdentifier(LanguageTable.read(in), SHIPPED);
        } catch (IOException e) {
            throw new UncheckedIOException("table of languages", e);
        }
    }

    /** With another table and calibration, for whoever makes one. */
    public static NgramLanguageIdentifier of(LanguageTable table, Calibration calibration) {
        return new NgramLanguageIdentifier(table, calibration);
    }

    @Override
    public LanguageGuess identify(String text) {
        var words = MessageWords.of(text, CONSIDERED_CHARACTERS);
        var script = Script.mostOf(words.chars(), words.letters());
        if (script == null || letters(words, script) < FEWEST_LETTERS) return LanguageGuess.UNKNOWN;
        return switch (script) {
            case GREEK -> alone("el", script, words);
            case HANGUL -> alone("ko", script, words);
            case KANA -> alone("ja", script, words);
            case HAN -> alone("zh", script, words);
            case DEVANAGARI -> alone("hi", script, words);
            case BENGALI -> alone("bn", script, words);
            case LATIN, CYRILLIC, ARABIC -> byPieces(words, script);
        };
    }

    private static int letters(MessageWords words, Script script) {
        int letters = words.letters();
        return switch (script) {
            case HAN, KANA, HANGUL -> 2 * letters;
            case GREEK, DEVANAGARI, BENGALI, LATIN, CYRILLIC, ARABIC -> letters;
        };
    }

    /** Of the only language here that is written so: as sure as the share of its letters. */
    private static LanguageGuess alone(String code, Script script, MessageWords words) {
        int own = 0;
        for (int i = 0; i < words.letters(); i++) if (script.writesWith(Script.of(words.chars()[i]))) own++;
        double share = (double) own / words.letters();
        return share < 0.5 ? LanguageGuess.UNKNOWN : new LanguageGuess(code, share);
    }

    /** The probability of each of {@link #languages()}; all 0 when nothing can be told. */
    double[] probabilities(String text) {
        var words = MessageWords.of(text, CONSIDERED_CHARACTERS);
        var script = Script.mostOf(words.chars(), words.letters());
        return script == null ? new double[scriptOf.length] : probabilities(words, script);
    }

    List<String> languages() {
        return table.languages();
    }

    private LanguageGuess byPieces(MessageWords words, Script script) {
        double[] probabilities = probabilities(words, script);
        int best = 0;
        for (int i = 1; i < probabilities.length; i++) if (probabilities[i] > probabilities[best]) best = i;
        String code = table.languages().get(best);
        double probability = probabilities[best];
        return STRANGERS.containsKey(code) || probability < calibration.least(code)
                ? LanguageGuess.UNKNOWN
                : new LanguageGuess(code, Math.min(1, probability));
    }

    private double[] probabilities(MessageWords words, Script script) {
        var sums = new LanguageSums(scriptOf.length);
        int pieces = 0;
        for (int word = 0; word < words.count(); word++) {
            int from = words.start(word);
            int to = words.end(word);
            if (Script.of(words.chars()[from]) != script) continue;
            // What may be a name counts half: "Giovanni Rossi is here" is English.
            int times = words.maybeName(word) ? LanguageTable.ONCE : LanguageTable.TWICE;
            pieces += times * table.add(words.chars(), from, to, times, sums);
        }
        double[] scores = new double[scriptOf.length];
        if (pieces == 0) return scores;
        int[] all = sums.all();
        for (int i = 0; i < scores.length; i++) scores[i] = all[i] * LanguageTable.UNIT - handicaps[i];
        return softmax(scores, calibration.sharpness((double) pieces / LanguageTable.TWICE), script);
    }

    private double[] softmax(double[] scores, double sharpness, Script script) {
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < scores.length; i++) if (scriptOf[i] == script) highest = Math.max(highest, scores[i]);
        double sum = 0;
        double[] probabilities = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            if (scriptOf[i] != script) continue;
            probabilities[i] = Math.exp((scores[i] - highest) * sharpness);
            sum += probabilities[i];
        }
        double all = sum;
        return Arrays.stream(probabilities).map(p -> p / all).toArray();
    }
}
