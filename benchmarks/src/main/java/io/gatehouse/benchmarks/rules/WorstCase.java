package io.gatehouse.benchmarks.rules;

import io.gatehouse.benchmarks.process.Workbench;
import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.language.LanguageIdentifier;
import io.gatehouse.moderation.language.NgramLanguageIdentifier;
import io.gatehouse.moderation.match.RuleTimes;
import io.gatehouse.moderation.match.TextFindings;
import io.gatehouse.moderation.match.TextMatcher;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.similarity.Fingerprint;
import io.gatehouse.moderation.text.FoldedText;
import io.gatehouse.service.judging.Norms;
import io.gatehouse.service.terminal.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the {@link WorstTexts} cost under the {@link WorstRules}: no answer may take long. */
final class WorstCase {
    private static final double MILLI = 1e6;

    private static final int WARM_UP = 10;
    /** Less work says nothing about what a unit costs. */
    private static final int FEW_UNITS = 300_000;
    /** Dearest texts told for each part. */
    private static final int DEAREST = 6;

    private final TextMatcher all;
    /** By part: nanoseconds a unit, and the text that took them. */
    private final Map<String, TreeMap<Double, String>> prices = new LinkedHashMap<>();

    private final Map<String, TextMatcher> parts = new LinkedHashMap<>();
    private final LanguageIdentifier languages;
    private final List<TextClassifier> classifiers;

    WorstCase() {
        parts.put("words", compile(WorstRules.words()));
        parts.put("checks", compile(WorstRules.checks()));
        parts.put("data", compile(WorstRules.personalData()));
        parts.put("links", compile(WorstRules.links()));
        var rules = new ArrayList<Rule>();
        rules.addAll(WorstRules.words());
        rules.addAll(WorstRules.checks());
        rules.addAll(WorstRules.personalData());
        rules.addAll(WorstRules.links());
        all = compile(rules);
        languages = NgramLanguageIdentifier.load();
        classifiers = Norms.read(Workbench.home().resolve("policies"), Norms.Law.SHIPPED)
                .classifiers();
    }

    private static TextMatcher compile(List<Rule> rules) {
        return TextMatcher.compile(rules, Map.of(), Map.of(WorstRules.BANK.id(), WorstRules.BANK));
    }

    /** Prints for each text the times of its parts, each alone, and of all together. */
    void measure(Map<String, String> texts, int runs) {
        var names = new ArrayList<>(List.of("64 KiB of", "fold"));
        names.addAll(parts.keySet());
        names.addAll(List.of("print", "language", "classifier", "all ms", "most", "units", "ns/unit", "answer"));
        var table = new Table(names.toArray(String[]::new));
        for (int i = 0; i < WARM_UP; i++) texts.values().forEach(this::everything);
        texts.forEach((name, text) -> table.row(row(name, text, 3 * runs)));
        System.out.println(table);
        prices.forEach((part, dearest) -> System.out.println("nanoseconds a unit, " + part + ": "
                + dearest.descendingMap().entrySet().stream()
                        .limit(DEAREST)
                        .map(price -> told(price.getKey()) + " " + price.getValue())
                        .collect(Collectors.joining("; "))));
    }

    private String[] row(String name, String text, int rounds) {
        var row = new ArrayList<>(List.of(name));
        row.add(told(median(times(rounds, () -> FoldedText.of(text).full().size()))));
        parts.forEach((part, matcher) -> {
            double took =
                    median(times(rounds, () -> find(matcher, text).matches().size()));
            long work = find(matcher, text).work();
            if (work > FEW_UNITS)
                prices.computeIfAbsent(part, _ -> new TreeMap<>()).put(took * MILLI / work, name);
            row.add(told(took));
        });
        row.add(told(median(times(
                rounds,
                () -> Fingerprint.of(FoldedText.of(Fingerprint.considered(text)).plain())
                        .hashCode()))));
        row.add(told(median(times(rounds, () -> languages.identify(text).hashCode()))));
        row.add(told(median(times(rounds, () -> classify(text)))));
        var whole = times(rounds, () -> everything(text));
        var found = find(all, text);
        double matching = median(times(rounds, () -> find(all, text).matches().size()));
        row.add(told(median(whole)));
        row.add(told(Arrays.stream(whole).max().orElse(0)));
        row.add(String.format(Locale.ROOT, "%,d", found.work()));
        row.add(told(matching * MILLI / Math.max(1, found.work())));
        row.add(found.isComplete() ? "complete" : "degraded");
        return row.toArray(String[]::new);
    }

    private interface Timed {
        /** @return something of its result, so that none of it can be left out */
        int run();
    }

    /** In milliseconds. */
    private static double[] times(int rounds, Timed timed) {
        var times = new double[rounds];
        int results = 0;
        for (int i = 0; i < rounds; i++) {
            long started = CoreClock.nanos();
            results ^= timed.run();
            times[i] = (CoreClock.nanos() - started) / MILLI;
        }
        if (results == 42) System.err.print(' ');
        return times;
    }

    private int everything(String text) {
        return find(all, text).matches().size()
                + Fingerprint.of(FoldedText.of(Fingerprint.considered(text)).plain())
                        .hashCode()
                + languages.identify(text).hashCode()
                + classify(text);
    }

    private int classify(String text) {
        var beginning = TextClassifier.beginning(text, TextClassifier.MOST_SCORED);
        return classifiers.stream()
                .mapToInt(classifier -> classifier.score(beginning).size())
                .sum();
    }

    private static TextFindings find(TextMatcher matcher, String text) {
        return matcher.find(0, text, LanguageGuess.UNKNOWN, LocalDate.EPOCH, RuleTimes.IGNORED);
    }

    private static double median(double[] times) {
        var sorted = times.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static String told(double number) {
        return String.format(Locale.ROOT, "%.2f", number);
    }
}
