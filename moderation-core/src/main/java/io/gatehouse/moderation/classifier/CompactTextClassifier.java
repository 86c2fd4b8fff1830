package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.signal.Category;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A log-linear model over {@link TextFeatures}, scored on one flat array: a weight per bucket and category. */
public final class CompactTextClassifier implements TextClassifier {
    private final ModelFile model;
    private final List<Category> order;
    private final Set<Category> categories;
    private final Set<String> languages;
    private final Evidence evidence;

    private CompactTextClassifier(ModelFile model, List<Category> order, Evidence evidence) {
        this.model = model;
        this.evidence = evidence;
        this.order = order;
        this.categories = Collections.unmodifiableSet(EnumSet.copyOf(order));
        this.languages = Set.copyOf(model.header().languages());
    }

    /** @throws ModelRefusedException naming the file and what is wrong with it */
    public static CompactTextClassifier load(Path file) {
        var model = ModelFile.read(file);
        var order = new ArrayList<Category>();
        for (var header : model.header().categories()) {
            order.add(Category.ofWireName(header.category())
                    .orElseThrow(() -> new ModelRefusedException(file, "unknown category " + header.category())));
            if (!Double.isFinite(header.slope())
                    || !Double.isFinite(header.intercept())
                    || !Float.isFinite(header.bias()))
                throw new ModelRefusedException(file, "calibration of " + header.category() + " is not a number");
        }
        if (order.isEmpty()) throw new ModelRefusedException(file, "no categories");
        for (float weight : model.weights())
            if (!Float.isFinite(weight)) throw new ModelRefusedException(file, "a weight is not a number");
        return new CompactTextClassifier(model, List.copyOf(order), Evidence.NONE);
    }

    @Override
    public CompactTextClassifier with(Evidence found) {
        return new CompactTextClassifier(model, order, found);
    }

    @Override
    public Use use(Category category, String language, double score) {
        return evidence.use(category, language, score);
    }

    @Override
    public String name() {
        return model.header().name();
    }

    @Override
    public String digest() {
        return model.digest();
    }

    @Override
    public Set<String> languages() {
        return languages;
    }

    /** Languages in which the category was learned and measured; a part of {@link #languages()}. */
    public Set<String> languages(Category category) {
        return Set.copyOf(
                model.header().categories().get(order.indexOf(category)).languages());
    }

    @Override
    public Set<Category> categories() {
        return categories;
    }

    @Override
    public Map<Category, Double> score(String text) {
        double[] raw = raw(text);
        var scores = new EnumMap<Category, Double>(Category.class);
        for (int i = 0; i < raw.length; i++) {
            var calibration = model.header().categories().get(i);
            scores.put(order.get(i), sigmoid(calibration.slope() * raw[i] + calibration.intercept()));
        }
        return scores;
    }

    /** Log-odds before calibration, in the order of the file: what OpenNLP's model says of the same text. */
    double[] raw(String text) {
        int[] buckets = TextFeatures.of(text);
        var headers = model.header().categories();
        var sums = new double[headers.size()];
        float[] weights = model.weights();
        for (int bucket : buckets) {
            int at = bucket * sums.length;
            for (int i = 0; i < sums.length; i++) sums[i] += weights[at + i];
        }
        double value = value(buckets.length);
        for (int i = 0; i < sums.length; i++)
            sums[i] = sums[i] * value + headers.get(i).bias();
        return sums;
    }

    /** What each feature of a text counts: long texts do not outweigh short ones. */
    static float value(int features) {
        return features == 0 ? 0 : (float) (1 / Math.sqrt(features));
    }

    static double sigmoid(double logOdds) {
        return 1 / (1 + StrictMath.exp(-logOdds));
    }
}
