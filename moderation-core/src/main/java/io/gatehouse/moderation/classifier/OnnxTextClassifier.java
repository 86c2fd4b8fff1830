package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.encoder.LabelModel;
import io.gatehouse.moderation.encoder.PieceCutter;
import io.gatehouse.moderation.signal.Category;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * An operator's own model, as an ONNX file and its tokenizer, run in this process: the text goes nowhere. It reads the beginning of a text,
 * as many pieces as the list of models says. What it says follows from the text alone, whatever the load, so that a decision replays;
 * where it fails, scoring fails.
 */
public final class OnnxTextClassifier implements TextClassifier {
    /** What a version of the policies may hold at most in all its files. It is read whole. */
    static final long MOST_MODEL_BYTES = 128L << 20;

    /** Twice the longest in common use, of a quarter of a million pieces. */
    static final long MOST_TOKENIZER_BYTES = 32L << 20;

    /** By digest, since versions of a policy mostly share a model, and each takes its size outside of Java's memory. */
    private static final Map<String, WeakReference<LabelModel>> OPEN = new HashMap<>();

    private final String name;
    private final String digest;
    private final OnnxSettings settings;
    private final LabelModel model;
    private final Set<Category> categories;
    private final Evidence evidence;

    private OnnxTextClassifier(String name, OnnxSettings settings, LabelModel model, Evidence evidence) {
        this.name = name;
        this.digest = settings.digest(name);
        this.settings = settings;
        this.model = model;
        this.categories = Set.copyOf(EnumSet.copyOf(settings.counted().values()));
        this.evidence = evidence;
    }

    /**
     * @param list the list of models, beside which its files stand
     * @throws ModelRefusedException naming the file that is missing, too large, another than listed, or no such model
     */
    static OnnxTextClassifier load(Path list, String name, OnnxSettings settings) {
        var file = list.resolveSibling(settings.file());
        byte[] tokenizer =
                bytes(list.resolveSibling(settings.tokenizer()), MOST_TOKENIZER_BYTES, settings.tokenizerSha256());
        byte[] bytes = bytes(file, MOST_MODEL_BYTES, settings.sha256());
        var model = opened(list, settings, bytes, tokenizer);
        if (model.labels() != settings.outputs())
            throw new ModelRefusedException(
                    file,
                    "says " + model.labels() + " numbers, but " + Models.LIST + " has " + settings.outputs()
                            + " labels for " + name);
        return new OnnxTextClassifier(name, settings, model, Evidence.NONE);
    }

    private static LabelModel opened(Path list, OnnxSettings settings, byte[] model, byte[] tokenizer) {
        String key = settings.sha256() + " " + settings.tokenizerSha256() + " " + settings.mostPieces();
        synchronized (OPEN) {
            OPEN.values().removeIf(known -> known.refersTo(null));
            var known = OPEN.get(key);
            var open = known == null ? null : known.get();
            if (open != null) return open;
            var made = open(list, settings, model, tokenizer);
            OPEN.put(key, new WeakReference<>(made));
            return made;
        }
    }

    private static LabelModel open(Path list, OnnxSettings settings, byte[] model, byte[] tokenizer) {
        var file = list.resolveSibling(settings.tokenizer());
        try {
            var cutter = PieceCutter.open(tokenizer, settings.mostPieces());
            file = list.resolveSibling(settings.file());
            return LabelModel.open(model, cutter);
        } catch (IllegalArgumentException e) {
            throw new ModelRefusedException(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static byte[] bytes(Path file, long most, String sha256) {
        byte[] bytes;
        try {
            long size = Files.size(file);
            if (size > most) throw new ModelRefusedException(file, size + " bytes; it may have at most " + most);
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ModelRefusedException(file, "cannot be read: " + e, e);
        }
        String digest = ModelContainer.digestOf(bytes);
        if (!digest.equals("sha256:" + sha256))
            throw new ModelRefusedException(file, "is " + digest + ", but " + Models.LIST + " lists sha256:" + sha256);
        return bytes;
    }

    @Override
    public OnnxTextClassifier with(Evidence found) {
        return new OnnxTextClassifier(name, settings, model, found);
    }

    @Override
    public String name() {
        return name;
    }

    /** Of the model, the tokenizer, and what the list says of them. */
    @Override
    public String digest() {
        return digest;
    }

    @Override
    public Set<String> languages() {
        return settings.languages();
    }

    @Override
    public Set<Category> categories() {
        return categories;
    }

    /** @throws io.gatehouse.moderation.encoder.ModelFailedException when the model does not answer */
    @Override
    public Map<Category, Double> score(String text) {
        var scores = new EnumMap<Category, Double>(Category.class);
        for (var category : categories) scores.put(category, 0.0);
        float[] numbers = model.read(text);
        // Nothing in it that the model could read, such as spaces alone.
        if (numbers.length == 0) return scores;
        var output = settings.output();
        double[] probabilities = output.probabilities(numbers);
        settings.counted().forEach((label, category) -> scores.merge(category, probabilities[label], output::together));
        return scores;
    }

    @Override
    public Use use(Category category, String language, double score) {
        return evidence.use(category, language, score);
    }
}
