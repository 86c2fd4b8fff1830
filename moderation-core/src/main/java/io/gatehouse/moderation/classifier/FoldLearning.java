package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.classifier.Calibration.HeldOut;
import io.gatehouse.moderation.classifier.CategoryTrainer.Found;
import io.gatehouse.moderation.classifier.GramLearner.Example;
import io.gatehouse.moderation.classifier.GramLearner.Learned;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/** Learns once without each fold, and scores what was left out. Folds know nothing of each other, and so may be learned at once. */
final class FoldLearning {
    private final List<Example> examples;
    private final int languages;
    private final GramLearner learner;

    FoldLearning(List<Example> examples, int languages, GramLearner learner) {
        this.examples = examples;
        this.languages = languages;
        this.learner = learner;
    }

    /** @param learned kept of the fold that is shipped alone: each is tens of megabytes */
    private record Fold(Optional<Learned> learned, List<HeldOut> heldOut) {}

    Found learn(int atOnce, Progress progress) {
        var told = new FoldsProgress(progress);
        var heldOut = new ArrayList<HeldOut>();
        Learned shipped = null;
        try (var workers = Executors.newFixedThreadPool(atOnce)) {
            var folds = new ArrayList<Callable<Fold>>();
            for (int fold = 0; fold < GramRows.FOLDS; fold++) {
                int apart = fold;
                folds.add(() -> learnWithout(apart, told));
            }
            for (var each : workers.invokeAll(folds)) {
                var fold = each.get();
                heldOut.addAll(fold.heldOut);
                if (fold.learned.isPresent()) shipped = fold.learned.get();
            }
        } catch (ExecutionException e) {
            throw new TrainingFailedException("learning failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TrainingFailedException("learning was interrupted", e);
        }
        if (shipped == null) throw new IllegalStateException("a part is held out");
        return new Found(shipped, heldOut);
    }

    private Fold learnWithout(int fold, FoldsProgress told) {
        var part = examples.stream()
                .filter(example -> example.row().fold() != fold)
                .toList();
        var learned = learner.learn(part, languages, (_, done) -> told.report(fold, done));
        var heldOut = examples.stream()
                .filter(example -> example.row().fold() == fold && example.row().isMeasured())
                .map(example -> score(learned, example))
                .toList();
        return new Fold(fold == GramRows.HELD_OUT ? Optional.of(learned) : Optional.empty(), heldOut);
    }

    private static HeldOut score(Learned learned, Example example) {
        var raw = new float[GramTable.LANES];
        var without = new float[GramTable.LANES];
        learned.raw(example, true, raw);
        learned.raw(example, false, without);
        return new HeldOut(example.row(), raw, without);
    }

    /** How far all folds are together, whichever tells. */
    private static final class FoldsProgress {
        private final Progress progress;
        private final double[] done = new double[GramRows.FOLDS];

        FoldsProgress(Progress progress) {
            this.progress = progress;
        }

        synchronized void report(int fold, double share) {
            done[fold] = share;
            progress.report(
                    "learning, each part left out once", Arrays.stream(done).sum() / done.length);
        }
    }
}
