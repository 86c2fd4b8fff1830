package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.classifier.Evidence.Row;
import io.gatehouse.moderation.evaluation.Proportion;
import io.gatehouse.moderation.signal.Category;
import java.util.Comparator;
import java.util.List;

/** Says what held-out scores of a category in a language support. */
final class Weighing {
    /** Fewer texts with the category tell nothing. */
    private static final int FEWEST_PRESENT = 8;

    /** Automatic action wants texts of people, this many with the category and found, and without it. */
    private static final int FEWEST_FOUND = 50;

    private static final int FEWEST_ABSENT = 600;

    /** Lower end of the interval of precision that automatic action wants. */
    private static final double LEAST_PRECISION = 0.95;

    /** Of texts without the category; the upper end of the interval may be twice that. */
    private static final double MOST_FALSE = 0.005;

    /** Of texts without the category, that a person is asked about. */
    private static final double MOST_FALSE_IN_REVIEW = 0.01;

    /** What guessing is surely exceeded by, for a person to be asked. */
    private static final double LEAST_AREA = 0.65;

    private final Category category;
    private final String language;
    private final List<Scored> byScore;
    private final long present;
    private final long absent;

    record Scored(double score, boolean isPresent) {}

    Weighing(Category category, String language, List<Scored> scored) {
        this.category = category;
        this.language = language;
        this.byScore = scored.stream()
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .toList();
        this.present = scored.stream().filter(Scored::isPresent).count();
        this.absent = scored.size() - present;
    }

    /** @param arePeoples whether people wrote and labelled the texts */
    Row row(boolean arePeoples, boolean mayAct) {
        double areaLow = areaLow();
        long found = 0;
        long right = 0;
        // The lowest threshold, so the most found, that keeps what each use wants.
        double acting = 1;
        double asking = 1;
        for (int i = 0; i < byScore.size(); i++) {
            found++;
            if (byScore.get(i).isPresent) right++;
            if (i + 1 < byScore.size() && byScore.get(i + 1).score == byScore.get(i).score) continue;
            double falseRate = absent == 0 ? 0 : (double) (found - right) / absent;
            if (right >= FEWEST_FOUND
                    && Proportion.of(right, found).low() >= LEAST_PRECISION
                    && falseRate <= MOST_FALSE
                    && Proportion.of(found - right, absent).high() <= 2 * MOST_FALSE) acting = byScore.get(i).score;
            if (falseRate <= MOST_FALSE_IN_REVIEW) asking = byScore.get(i).score;
        }
        boolean acts = mayAct && arePeoples && absent >= FEWEST_ABSENT && acting < 1;
        boolean asks = present >= FEWEST_PRESENT && areaLow >= LEAST_AREA;
        var use = acts ? Use.AUTOMATIC : asks ? Use.REVIEW_ONLY : Use.NONE;
        // Rounded up to what the file can say: below it nothing is promised.
        double threshold = Math.min(1, Math.ceil((acts ? acting : asks ? asking : 1) * 10_000) / 10_000);
        long foundAt = byScore.stream().filter(s -> s.score >= threshold).count();
        long rightAt = byScore.stream()
                .filter(s -> s.score >= threshold && s.isPresent)
                .count();
        return new Row(
                category,
                language,
                use,
                threshold,
                present,
                absent,
                foundAt == 0 ? 0 : (double) rightAt / foundAt,
                present == 0 ? 0 : (double) rightAt / present,
                absent == 0 ? 0 : (double) (foundAt - rightAt) / absent,
                averagePrecision(),
                areaLow,
                arePeoples ? "labelled" : "templates");
    }

    private double averagePrecision() {
        double sum = 0;
        long right = 0;
        for (int i = 0; i < byScore.size(); i++) if (byScore.get(i).isPresent) sum += ++right / (double) (i + 1);
        return right == 0 ? 0 : sum / right;
    }

    /** Area under the ROC curve, less 1.96 standard errors after Hanley and McNeil (1982). */
    private double areaLow() {
        if (present == 0 || absent == 0) return 0;
        double[] scores = byScore.stream().mapToDouble(Scored::score).toArray();
        double ranks = 0;
        for (int i = 0; i < scores.length; ) {
            int to = i;
            while (to < scores.length && scores[to] == scores[i]) to++;
            // Ranks from the lowest, ties sharing their mean.
            double rank = scores.length - (i + to - 1) / 2.0;
            for (int k = i; k < to; k++) if (byScore.get(k).isPresent) ranks += rank;
            i = to;
        }
        double area = (ranks - present * (present + 1) / 2.0) / ((double) present * absent);
        double q1 = area / (2 - area);
        double q2 = 2 * area * area / (1 + area);
        double variance = (area * (1 - area) + (present - 1) * (q1 - area * area) + (absent - 1) * (q2 - area * area))
                / ((double) present * absent);
        return Math.max(0, area - 1.96 * Math.sqrt(Math.max(0, variance)));
    }

    static boolean isEnough(List<Scored> scored) {
        long present = scored.stream().filter(Scored::isPresent).count();
        return present >= FEWEST_FOUND && scored.size() - present >= FEWEST_FOUND;
    }
}
