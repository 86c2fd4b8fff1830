package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.encoder.SentenceEncoder;
import io.gatehouse.moderation.signal.Category;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * A cheap model for everything, and a transformer for the English texts of which the cheap one is unsure. Which these are depends on the
 * text alone, so that a decision replays; how many they are is counted. Where the transformer fails, scoring such a text fails: the
 * cheap scores were not sure enough to stand for both.
 */
public final class CascadeClassifier implements TextClassifier {
    /** The encoder understands no other language. */
    static final String LANGUAGE = "en";

    /** Nearer to certainty log-odds say more about rounding than about the text. */
    private static final double EDGE = 1e-6;

    private final GramClassifier cheap;
    private final EncoderHead head;
    private final Function<String, float[]> encoder;
    private final double share;
    private final double distance;
    private final Evidence evidence;
    private final String digest;
    private final Counts counts;

    /** Shared by all that were made of the same one. */
    private record Counts(LongAdder all, LongAdder english, LongAdder encoded, LongAdder failed) {
        Counts() {
            this(new LongAdder(), new LongAdder(), new LongAdder(), new LongAdder());
        }
    }

    /**
     * How many texts went where so far.
     *
     * @param english of all, those that were told as English
     * @param encoded of them, those that the transformer was asked about
     * @param failed of those, the ones that it did not answer
     */
    public record Seen(long all, long english, long encoded, long failed) {}

    private CascadeClassifier(
            GramClassifier cheap,
            EncoderHead head,
            Function<String, float[]> encoder,
            double share,
            Evidence evidence,
            Counts counts) {
        this.cheap = cheap;
        this.head = head;
        this.encoder = encoder;
        this.share = share;
        this.distance = share == 0 ? -1 : head.distance(share);
        this.evidence = evidence;
        this.counts = counts;
        this.digest = share == 0 ? cheap.digest() : digestOf(cheap.digest() + " " + head.digest() + " " + share);
    }

    private static String digestOf(String parts) {
        return "sha256:" + HexFormat.of().formatHex(ModelContainer.sha256(parts.getBytes(StandardCharsets.US_ASCII)));
    }

    /**
     * @param head the file that {@code train cascade} made for exactly this cheap model
     * @param share of English texts, about, that go to the transformer, in [0, 1]; of texts like those it was learned from
     * @throws ModelRefusedException when the head is broken or another model's
     */
    static CascadeClassifier of(GramClassifier cheap, Path head, SentenceEncoder encoder, double share) {
        return of(cheap, EncoderHead.load(head, cheap, encoder.digest()), encoder::encode, share);
    }

    static CascadeClassifier of(
            GramClassifier cheap, EncoderHead head, Function<String, float[]> encoder, double share) {
        if (!(share >= 0 && share <= 1)) throw new IllegalArgumentException("a share must be in [0, 1]: " + share);
        return new CascadeClassifier(cheap, head, encoder, share, Evidence.of(List.of()), new Counts());
    }

    /** The same, with what was measured of both together; elsewhere the cheap model's evidence holds. */
    CascadeClassifier withEvidenceOfBoth(Evidence found) {
        return new CascadeClassifier(cheap, head, encoder, share, found, counts);
    }

    @Override
    public CascadeClassifier with(Evidence found) {
        return new CascadeClassifier(cheap.with(found), head, encoder, share, evidence, counts);
    }

    /** The one that scores everything. */
    public GramClassifier cheap() {
        return cheap;
    }

    /** Of English texts, about, that go to the transformer. */
    public double share() {
        return share;
    }

    /** Digest of what was learned on top of the transformer. */
    public String headDigest() {
        return head.digest();
    }

    public Seen seen() {
        return new Seen(counts.all.sum(), counts.english.sum(), counts.encoded.sum(), counts.failed.sum());
    }

    @Override
    public String name() {
        return cheap.name();
    }

    /** Of both, and of what decides which is asked: a decision names what it was made with. */
    @Override
    public String digest() {
        return digest;
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
        return score(text, GramClassifier.UNKNOWN);
    }

    /** @throws io.gatehouse.moderation.encoder.EncoderUnavailableException when the text is unsure and the transformer fails */
    @Override
    public Map<Category, Double> score(String text, String language) {
        var scores = cheap.score(text, language);
        counts.all.increment();
        if (!language.equals(LANGUAGE)) return scores;
        counts.english.increment();
        if (distanceOf(scores, head.categories()) > distance) return scores;
        counts.encoded.increment();
        float[] inputs = EncoderHead.inputs(sentence(text), logOdds(scores));
        var both = new EnumMap<>(scores);
        for (int lane = 0; lane < head.categories().size(); lane++)
            both.put(head.categories().get(lane), head.score(lane, inputs));
        return both;
    }

    private float[] sentence(String text) {
        boolean answered = false;
        try {
            float[] sentence = encoder.apply(text);
            answered = true;
            return sentence;
        } finally {
            if (!answered) counts.failed.increment();
        }
    }

    private double[] logOdds(Map<Category, Double> scores) {
        return cheap.order().stream()
                .mapToDouble(category -> logOdds(scores.getOrDefault(category, 0.0)))
                .toArray();
    }

    /** How far the highest score of some categories is from being unsure. */
    static double distanceOf(Map<Category, Double> scores, List<Category> categories) {
        double highest = 0;
        for (var category : categories) highest = Math.max(highest, scores.getOrDefault(category, 0.0));
        return Math.abs(highest - EncoderHead.LEAST_SURE);
    }

    static double logOdds(double score) {
        double inside = Math.clamp(score, EDGE, 1 - EDGE);
        return StrictMath.log(inside / (1 - inside));
    }

    @Override
    public Use use(Category category, String language, double score) {
        return language.equals(LANGUAGE) && evidence.row(category, language).isPresent()
                ? evidence.use(category, language, score)
                : cheap.use(category, language, score);
    }
}
