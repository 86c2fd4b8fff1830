package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.encoder.SentenceEncoder;
import io.gatehouse.moderation.signal.Category;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * A cheap model for everything, and a transformer for the English texts of which the cheap one is unsure. Which texts these are
 * depends on the text alone, so that a decision replays; how many they are is counted.
 */
public final class CascadeClassifier implements TextClassifier {
    private static final String LANGUAGE = "en";

    /** Nearer to certainty no log-odds are taken: they would be infinite. */
    private static final double EDGE = 1e-6;

    private final TextClassifier cheap;
    private final EncoderHead head;
    private final Function<String, float[]> encoder;
    private final double distance;
    private final LongAdder all;
    private final LongAdder asked;

    private CascadeClassifier(
            TextClassifier cheap,
            EncoderHead head,
            Function<String, float[]> encoder,
            double distance,
            LongAdder all,
            LongAdder asked) {
        this.cheap = cheap;
        this.head = head;
        this.encoder = encoder;
        this.distance = distance;
        this.all = all;
        this.asked = asked;
    }

    /**
     * @param head the file that {@code train cascade} made for exactly this cheap model
     * @param share of English texts, about, that go to the transformer, in [0, 1]
     * @throws ModelRefusedException when the head is broken or another model's
     */
    public static CascadeClassifier of(TextClassifier cheap, Path head, SentenceEncoder encoder, double share) {
        return of(cheap, EncoderHead.load(head, cheap.digest()), encoder::encode, share);
    }

    static CascadeClassifier of(
            TextClassifier cheap, EncoderHead head, Function<String, float[]> encoder, double share) {
        if (!(share >= 0 && share <= 1)) throw new IllegalArgumentException("a share must be in [0, 1]: " + share);
        return new CascadeClassifier(
                cheap, head, encoder, share == 0 ? -1 : head.distance(share), new LongAdder(), new LongAdder());
    }

    /** Texts scored so far. */
    public long texts() {
        return all.sum();
    }

    /** Of them, those that went to the transformer. */
    public long textsAsked() {
        return asked.sum();
    }

    @Override
    public String name() {
        return cheap.name();
    }

    /** Of both: a decision names what it was made with. */
    @Override
    public String digest() {
        return distance < 0 ? cheap.digest() : cheap.digest() + "+" + head.digest();
    }

    @Override
    public Set<String> languages() {
        return cheap.languages();
    }

    @Override
    public Set<Category> categories() {
        return cheap.categories();
    }

    @Override
    public Map<Category, Double> score(String text) {
        return cheap.score(text);
    }

    @Override
    public Map<Category, Double> score(String text, String language) {
        var scores = cheap.score(text, language);
        all.increment();
        if (!language.equals(LANGUAGE) || distance(scores) > distance) return scores;
        asked.increment();
        float[] sentence = encoder.apply(text);
        var joined = new EnumMap<>(scores);
        for (int lane = 0; lane < head.categories().size(); lane++) {
            var category = head.categories().get(lane);
            var score = Optional.ofNullable(scores.get(category));
            if (score.isPresent()) joined.put(category, head.joined(lane, logOdds(score.get()), sentence));
        }
        return joined;
    }

    /** Of the highest score from one half. */
    static double distance(Map<Category, Double> scores) {
        return Math.abs(scores.values().stream().mapToDouble(s -> s).max().orElse(0) - 0.5);
    }

    static double logOdds(double score) {
        double inside = Math.clamp(score, EDGE, 1 - EDGE);
        return StrictMath.log(inside / (1 - inside));
    }

    @Override
    public Use use(Category category, String language, double score) {
        return cheap.use(category, language, score);
    }

    @Override
    public CascadeClassifier with(Evidence evidence) {
        return new CascadeClassifier(cheap.with(evidence), head, encoder, distance, all, asked);
    }
}
