package io.gatehouse.moderation.language;

import java.util.Map;

/**
 * How scores become probabilities that are as often right as they say. Pieces of words overlap, so that they say the same thing several
 * times: each counts the less, the more there are.
 *
 * @param scale of one piece alone
 * @param power by which more of them count less
 * @param least below this probability a language is not named; by language, where it differs from {@code usual}
 */
public record Calibration(double scale, double power, double usual, Map<String, Double> least) {
    public Calibration {
        least = Map.copyOf(least);
    }

    double sharpness(double pieces) {
        return scale * Math.pow(pieces, -power);
    }

    double least(String language) {
        return least.getOrDefault(language, usual);
    }
}
