package io.gatehouse.moderation.evaluation;

import java.util.Arrays;

/** Scores of one category in one language with their truth; grows as texts are added. */
final class ScoredTexts {
    private double[] scores = new double[64];
    private boolean[] present = new boolean[64];
    private int size;
    private long notLabelled;

    void add(double score, Truth truth) {
        switch (truth) {
            case NOT_LABELLED -> notLabelled++;
            case PRESENT -> add(score, true);
            case ABSENT -> add(score, false);
        }
    }

    private void add(double score, boolean isPresent) {
        if (size == scores.length) {
            scores = Arrays.copyOf(scores, size * 2);
            present = Arrays.copyOf(present, size * 2);
        }
        scores[size] = score;
        present[size++] = isPresent;
    }

    int size() {
        return size;
    }

    long notLabelled() {
        return notLabelled;
    }

    double score(int index) {
        return scores[index];
    }

    boolean isPresent(int index) {
        return present[index];
    }

    /** Highest score first; texts of equal score in the order added. */
    ScoredTexts sorted() {
        var order = new Integer[size];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(scores[b], scores[a]));
        var sorted = new ScoredTexts();
        for (int index : order) sorted.add(scores[index], present[index]);
        sorted.notLabelled = notLabelled;
        return sorted;
    }
}
