package io.gatehouse.service.perspective;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which threshold of our scores does what another's did, on one's own rows. Pure and immutable.
 *
 * <p>Scores of two systems do not compare: the same 0.7 flags other shares of the same texts. What compares is what is done with them.
 */
public final class Thresholds {
    /** Of the normal distribution, for 95 %. */
    private static final double Z = 1.96;

    private final List<Scored> rows;
    private final long wanted;

    /** @param rows at least one */
    public Thresholds(List<Scored> rows) {
        if (rows.isEmpty()) throw new IllegalArgumentException("there are no rows to choose a threshold on");
        this.rows = rows.stream()
                .sorted(Comparator.comparingDouble(Scored::score).reversed())
                .toList();
        this.wanted = rows.stream().filter(Scored::wanted).count();
    }

    /**
     * One text.
     *
     * @param score ours, in [0, 1]
     * @param wanted whether it is to be flagged: its label, or what the other system did
     */
    public record Scored(double score, boolean wanted) {}

    /**
     * What a threshold does.
     *
     * @param flagged rows of this score or more
     * @param right of those, the wanted ones
     * @param wanted of all rows
     */
    public record Outcome(double threshold, long flagged, long right, long wanted, long rows) {
        public double share() {
            return (double) flagged / rows;
        }

        /** 1 where nothing is flagged: nothing is wrong either. */
        public double precision() {
            return flagged == 0 ? 1 : (double) right / flagged;
        }

        public double recall() {
            return wanted == 0 ? 0 : (double) right / wanted;
        }

        public double f1() {
            return flagged + wanted == 0 ? 0 : 2.0 * right / (flagged + wanted);
        }

        /** The lower end of the precision's 95 % interval (Wilson 1927). */
        public double leastPrecision() {
            if (flagged == 0) return 0;
            double p = precision();
            double z2 = Z * Z;
            double middle = p + z2 / (2 * flagged);
            double half = Z * Math.sqrt((p * (1 - p) + z2 / (4 * flagged)) / flagged);
            return Math.max(0, (middle - half) / (1 + z2 / flagged));
        }
    }

    public long rows() {
        return rows.size();
    }

    public long wanted() {
        return wanted;
    }

    public Outcome at(double threshold) {
        long flagged = 0;
        long right = 0;
        for (var row : rows) {
            if (row.score() < threshold) break;
            flagged++;
            if (row.wanted()) right++;
        }
        return new Outcome(threshold, flagged, right, wanted, rows.size());
    }

    /** Flags as nearly as many as are wanted: as many as before, where the other system's decisions are the labels. */
    public Outcome sameShare() {
        return best(Comparator.comparingLong(outcome -> -Math.abs(outcome.flagged() - wanted)));
    }

    public Outcome bestF1() {
        return best(Comparator.comparingDouble(Outcome::f1));
    }

    /** The lowest threshold whose flagged rows are wanted at this rate; empty when there is none, or it flags nothing. */
    public Optional<Outcome> lowestOfPrecision(double precision) {
        return outcomes().stream()
                .filter(outcome -> outcome.right() > 0 && outcome.precision() >= precision)
                .min(Comparator.comparingDouble(Outcome::threshold));
    }

    /** Of equals the one that flags fewer. */
    private Outcome best(Comparator<Outcome> order) {
        return halfway(outcomes().stream()
                .max(order.thenComparingDouble(Outcome::threshold))
                .orElseThrow());
    }

    /** As far from the last row that is flagged as from the first that is not: other rows will not score exactly alike. */
    private Outcome halfway(Outcome found) {
        if (found.flagged == rows.size()) return found;
        double below = rows.get((int) found.flagged).score();
        return new Outcome((found.threshold + below) / 2, found.flagged, found.right, found.wanted, found.rows);
    }

    /** At every score that a row has. */
    private List<Outcome> outcomes() {
        var outcomes = new ArrayList<Outcome>();
        long right = 0;
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).wanted()) right++;
            boolean isLast = i + 1 == rows.size()
                    || rows.get(i + 1).score() < rows.get(i).score();
            if (isLast) outcomes.add(new Outcome(rows.get(i).score(), i + 1L, right, wanted, rows.size()));
        }
        return outcomes;
    }
}
