package io.gatehouse.moderation.classifier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import opennlp.tools.ml.AbstractEventTrainer;
import opennlp.tools.ml.TrainerFactory;
import opennlp.tools.ml.maxent.quasinewton.QNTrainer;
import opennlp.tools.ml.model.Event;
import opennlp.tools.ml.model.MaxentModel;
import opennlp.tools.util.ObjectStream;
import opennlp.tools.util.TrainingParameters;

/**
 * OpenNLP's learners over hashed features: each example an event with two outcomes. The features of a text share one value,
 * so that its events are real-valued; one more feature, always 1, takes up how frequent the category is.
 *
 * @param algorithm OpenNLP's name of it
 * @param penalty weight of the squared parameters (maximum entropy only)
 */
record Learner(String algorithm, int iterations, double penalty) {
    static final String PRESENT = "present";
    static final String ABSENT = "absent";
    static final String BIAS = "bias";

    /** Rarer features are dropped: what one text says once is about that text. */
    private static final int FEWEST_OCCURRENCES = 3;

    /** Features of a text, whether it has the category, and how often it counts. */
    static final class Example {
        private final int[] buckets;
        private final boolean isPresent;
        private final int times;

        Example(int[] buckets, boolean isPresent, int times) {
            this.buckets = buckets;
            this.isPresent = isPresent;
            this.times = times;
        }
    }

    MaxentModel learn(List<Example> examples) {
        var parameters = new TrainingParameters();
        parameters.put(TrainingParameters.ALGORITHM_PARAM, algorithm);
        parameters.put(TrainingParameters.TRAINER_TYPE_PARAM, "Event");
        parameters.put(TrainingParameters.ITERATIONS_PARAM, iterations);
        parameters.put(TrainingParameters.CUTOFF_PARAM, FEWEST_OCCURRENCES);
        parameters.put(AbstractEventTrainer.DATA_INDEXER_PARAM, AbstractEventTrainer.DATA_INDEXER_ONE_PASS_REAL_VALUE);
        if (algorithm.equals(QNTrainer.MAXENT_QN_VALUE)) {
            parameters.put(QNTrainer.L1COST_PARAM, 0.0);
            parameters.put(QNTrainer.L2COST_PARAM, penalty);
            // More threads would add up in another order, and give another file.
            parameters.put(QNTrainer.THREADS_PARAM, 1);
        }
        try {
            return TrainerFactory.getEventTrainer(parameters, new HashMap<>()).train(new Events(examples));
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is read while training", e);
        }
    }

    static String featureName(int bucket) {
        return Integer.toString(bucket, Character.MAX_RADIX);
    }

    static Event event(int[] buckets, String outcome) {
        return new Event(outcome, names(buckets), values(buckets));
    }

    static String[] names(int[] buckets) {
        var names = new String[buckets.length + 1];
        for (int i = 0; i < buckets.length; i++) names[i] = NAMES[buckets[i]];
        names[buckets.length] = BIAS;
        return names;
    }

    static float[] values(int[] buckets) {
        var values = new float[buckets.length + 1];
        Arrays.fill(values, CompactTextClassifier.value(buckets.length));
        values[buckets.length] = 1;
        return values;
    }

    /** One string per bucket however many texts it is in: they would fill the heap. */
    private static final String[] NAMES = allNames();

    private static String[] allNames() {
        var names = new String[TextFeatures.BUCKETS];
        for (int i = 0; i < names.length; i++) names[i] = featureName(i);
        return names;
    }

    private static final class Events implements ObjectStream<Event> {
        private final List<Example> examples;
        private Iterator<Example> rest;
        private int left;
        private Event current = new Event(ABSENT, new String[0]);

        Events(List<Example> examples) {
            this.examples = examples;
            this.rest = examples.iterator();
        }

        @Override
        @SuppressWarnings("NullAway") // ObjectStream says "no more" with null.
        public Event read() {
            while (left == 0) {
                if (!rest.hasNext()) return null;
                var example = rest.next();
                left = example.times;
                current = event(example.buckets, example.isPresent ? PRESENT : ABSENT);
            }
            left--;
            return current;
        }

        @Override
        public void reset() {
            rest = examples.iterator();
            left = 0;
        }
    }
}
