package io.gatehouse.benchmarks.language;

import io.gatehouse.moderation.language.Calibration;
import io.gatehouse.moderation.language.LanguageTable;
import io.gatehouse.moderation.language.NgramLanguageIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Looks for the calibration under which a confidence of so much is right so often. */
final class Calibrating {
    private Calibrating() {}

    static void print(LanguageTable table, List<Sentence> sentences, List<Sentence> twoWords) {
        var all = new ArrayList<Sentence>(sentences);
        all.addAll(twoWords);
        double best = Double.POSITIVE_INFINITY;
        Calibration found = new Calibration(1, 0, 0, Map.of());
        for (double scale : new double[] {0.5, 1, 1.4, 2, 3, 4, 6})
            for (double power : new double[] {0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}) {
                var calibration = new Calibration(scale, power, 0, Map.of());
                double loss = loss(NgramLanguageIdentifier.of(table, calibration), all);
                if (loss < best) {
                    best = loss;
                    found = calibration;
                }
            }
        System.out.printf(
                Locale.ROOT, "calibration: scale %.2f, power %.2f, loss %.4f%n", found.scale(), found.power(), best);
        var identifier = NgramLanguageIdentifier.of(table, found);
        bins(identifier, all);
        thresholds(identifier, all);
    }

    /** Of confidence in the language that was found: a proper score (Brier 1950). */
    private static double loss(NgramLanguageIdentifier identifier, List<Sentence> sentences) {
        double sum = 0;
        for (var each : sentences) {
            var guess = identifier.identify(each.text());
            double error = guess.confidence() - (guess.code().equals(each.language()) ? 1 : 0);
            sum += error * error;
        }
        return sum / sentences.size();
    }

    private static void bins(NgramLanguageIdentifier identifier, List<Sentence> sentences) {
        int[] count = new int[11];
        int[] right = new int[11];
        for (var each : sentences) {
            var guess = identifier.identify(each.text());
            int bin = (int) (guess.confidence() * 10);
            count[bin]++;
            if (guess.code().equals(each.language())) right[bin]++;
        }
        for (int i = 0; i < count.length; i++)
            if (count[i] > 0)
                System.out.printf(
                        Locale.ROOT,
                        "  %.1f: %,d guesses, %.1f %% right%n",
                        i / 10.0,
                        count[i],
                        100.0 * right[i] / count[i]);
    }

    /** The lowest confidence from which on a language's guesses are right as often right as wrong. */
    private static void thresholds(NgramLanguageIdentifier identifier, List<Sentence> sentences) {
        var guesses = new TreeMap<String, List<double[]>>();
        for (var each : sentences) {
            var guess = identifier.identify(each.text());
            guesses.computeIfAbsent(guess.code(), _ -> new ArrayList<>()).add(new double[] {
                guess.confidence(), guess.code().equals(each.language()) ? 1 : 0
            });
        }
        guesses.forEach((language, all) -> {
            double least = 0.8;
            for (double threshold = 0.75; threshold > 0.19; threshold -= 0.05) {
                double low = threshold;
                var band = all.stream()
                        .filter(it -> it[0] >= low && it[0] < low + 0.15)
                        .toList();
                double precision =
                        band.stream().mapToDouble(it -> it[1]).average().orElse(1);
                if (precision < 0.5 && band.size() >= 5) break;
                least = threshold;
            }
            System.out.printf(Locale.ROOT, "%s %.2f  ", language, least);
        });
        System.out.println();
    }
}
