package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.signal.Category;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One model for all languages and categories: log-linear over {@link GramFeatures}, scored on one {@link GramTable}, calibrated
 * by language and category.
 */
public final class GramClassifier implements TextClassifier {
    static final String MAGIC = "gatehouse grams 2\n";
    static final String UNKNOWN = "und";

    /**
     * Longer texts are scored by pieces, and the highest score counts: a short insult in a long text would be lost among its
     * other words.
     */
    static final int LONGEST_PIECE = 400;

    private final GramHeader header;
    private final String digest;
    private final GramTable table;
    private final List<Category> order;
    private final Set<Category> categories;
    private final Set<String> languages;
    private final Map<String, Voice> voices;
    private final Evidence evidence;
    private final double[] steps;

    /** How a language is heard: what turns sums into scores. */
    private record Voice(int salt, Vocabulary vocabulary, double[] bias, double[] slope, double[] intercept) {}

    private GramClassifier(
            GramHeader header,
            String digest,
            GramTable table,
            List<Category> order,
            Map<String, Voice> voices,
            Evidence evidence) {
        this.header = header;
        this.digest = digest;
        this.table = table;
        this.order = order;
        this.voices = voices;
        this.evidence = evidence;
        this.steps = header.steps().stream().mapToDouble(step -> step).toArray();
        this.categories = Collections.unmodifiableSet(EnumSet.copyOf(order));
        var known = new TreeSet<>(voices.keySet());
        known.remove(UNKNOWN);
        this.languages = Collections.unmodifiableSet(known);
    }

    /** @throws ModelRefusedException naming the file and what is wrong with it */
    public static GramClassifier load(Path file) {
        var container = ModelContainer.read(file, MAGIC, GramHeader.class);
        var header = container.header();
        if (header.features() != GramFeatures.VERSION)
            throw new ModelRefusedException(
                    file, "made for features " + header.features() + ", this is " + GramFeatures.VERSION);
        var order = new ArrayList<Category>();
        for (String name : header.categories())
            order.add(Category.ofWireName(name)
                    .orElseThrow(() -> new ModelRefusedException(file, "unknown category " + name)));
        if (order.isEmpty()
                || order.size() > GramTable.LANES
                || EnumSet.copyOf(order).size() != order.size())
            throw new ModelRefusedException(
                    file, "must have distinct categories, 1 to " + GramTable.LANES + ": " + order);
        if (header.logRows() < 1 || header.logRows() > 22)
            throw new ModelRefusedException(file, "a table of 2^" + header.logRows() + " rows");
        int table = (1 << header.logRows()) * GramTable.LANES;
        var vocabularies = vocabularies(file, header, container.weights(), table);
        if (header.steps().size() != order.size() || header.steps().stream().anyMatch(step -> !Float.isFinite(step)))
            throw new ModelRefusedException(file, "needs a step for each category: " + header.steps());
        var voices = new HashMap<String, Voice>();
        for (var language : header.languages())
            voices.put(
                    language.code(),
                    voice(file, language, vocabularies.getOrDefault(language.code(), Vocabulary.NONE), order.size()));
        if (!voices.containsKey(UNKNOWN))
            throw new ModelRefusedException(file, "says nothing of texts in no known language");
        return new GramClassifier(
                header,
                container.digest(),
                GramTable.of(container.weights().slice(container.weights().position(), table)),
                List.copyOf(order),
                Map.copyOf(voices),
                Evidence.NONE);
    }

    /** By language; of texts in no known one, all of them together. */
    private static Map<String, Vocabulary> vocabularies(Path file, GramHeader header, ByteBuffer body, int table) {
        long entries = 0;
        for (var language : header.languages()) {
            if (language.names() < 0 || language.meanings() < 0)
                throw new ModelRefusedException(file, "a vocabulary of fewer than no words: " + language.code());
            entries += (long) language.names() + language.meanings();
        }
        long expected = table + entries * 2 * Integer.BYTES;
        if (body.remaining() != expected)
            throw new ModelRefusedException(
                    file, "weights of " + expected + " bytes declared, " + body.remaining() + " present");
        var behind = body.slice(body.position() + table, body.remaining() - table);
        var vocabularies = new LinkedHashMap<String, Vocabulary>();
        for (var language : header.languages())
            vocabularies.put(language.code(), Vocabulary.read(behind, language.names(), language.meanings()));
        vocabularies.put(UNKNOWN, Vocabulary.together(List.copyOf(vocabularies.values())));
        return vocabularies;
    }

    private static Voice voice(Path file, GramHeader.Language language, Vocabulary vocabulary, int lanes) {
        double[] bias = language.bias().stream().mapToDouble(b -> b).toArray();
        double[] slope = language.slope().stream().mapToDouble(s -> s).toArray();
        double[] intercept = language.intercept().stream().mapToDouble(i -> i).toArray();
        for (double[] values : List.of(bias, slope, intercept)) {
            boolean finite = values.length == lanes;
            for (double value : values) finite &= Double.isFinite(value);
            if (!finite)
                throw new ModelRefusedException(
                        file, "calibration of " + language.code() + " needs a number for each category");
        }
        return new Voice(Family.of(language.code()).map(Family::salt).orElse(0), vocabulary, bias, slope, intercept);
    }

    @Override
    public GramClassifier with(Evidence found) {
        return new GramClassifier(header, digest, table, order, voices, found);
    }

    @Override
    public String name() {
        return header.name();
    }

    @Override
    public String digest() {
        return digest;
    }

    @Override
    public Set<String> languages() {
        return languages;
    }

    @Override
    public Set<Category> categories() {
        return categories;
    }

    @Override
    public Use use(Category category, String language, double score) {
        return evidence.use(category, language, score);
    }

    @Override
    public Map<Category, Double> score(String text) {
        return score(text, UNKNOWN);
    }

    @Override
    public Map<Category, Double> score(String text, String language) {
        double[] highest = scores(text, language);
        var scores = new EnumMap<Category, Double>(Category.class);
        for (int i = 0; i < highest.length; i++) scores.put(order.get(i), highest[i]);
        return scores;
    }

    /** Of the file. */
    List<Category> order() {
        return order;
    }

    /** In the order of the file. */
    double[] scores(String text, String language) {
        var voice = voice(language);
        var highest = new double[order.size()];
        for (int from = 0; from == 0 || from < text.length(); ) {
            int to = endOfPiece(text, from);
            double[] raw = raw(from == 0 && to == text.length() ? text : text.substring(from, to), voice);
            for (int i = 0; i < highest.length; i++)
                highest[i] = Math.max(highest[i], Logistic.of(voice.slope[i] * raw[i] + voice.intercept[i]));
            from = Math.max(to, from + 1);
        }
        return highest;
    }

    private Voice voice(String language) {
        var voice = voices.get(language);
        if (voice == null) voice = voices.get(UNKNOWN);
        if (voice == null) throw new IllegalStateException("a model without a voice for " + UNKNOWN + " does not load");
        return voice;
    }

    /** Behind a space where there is one. */
    static int endOfPiece(String text, int from) {
        if (text.length() - from <= LONGEST_PIECE) return text.length();
        int space = text.lastIndexOf(' ', from + LONGEST_PIECE);
        return space <= from ? from + LONGEST_PIECE : space + 1;
    }

    private double[] raw(String piece, Voice voice) {
        var features = GramFeatures.of(piece, header.logRows(), voice.salt, voice.vocabulary);
        var shared = new int[GramTable.LANES];
        var family = new int[GramTable.LANES];
        var meaning = new int[GramTable.LANES];
        table.sum(features.shared(), features.sharedCount(), shared);
        table.sum(features.family(), features.familyCount(), family);
        table.sum(features.meaning(), features.meaningCount(), meaning);
        double ofShared = CompactTextClassifier.value(features.sharedCount());
        double ofFamily = CompactTextClassifier.value(features.familyCount());
        double ofMeaning = GramFeatures.valueOfMeaning(features.meaningCount());
        var raw = new double[order.size()];
        for (int i = 0; i < raw.length; i++)
            raw[i] = (shared[i] * ofShared + family[i] * ofFamily + meaning[i] * ofMeaning) * steps[i] + voice.bias[i];
        return raw;
    }
}
