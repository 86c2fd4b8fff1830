package io.gatehouse.benchmarks.backtest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** A copy of the shipped policies that differs as policies do: other thresholds, and a new bank with a rule. */
final class OtherPolicy {
    private static final Pattern THRESHOLD = Pattern.compile("at_least: 0\\.(\\d)");

    /** Plain words that everybody writes, so that there is something to find. */
    private static final String NEW_RULE = """
            policy: bench
            title: Made for the backtest benchmark
            clause: Bench 1
            category: spam
            purpose: terms
            ground:
              incompatible: "Bench 1: made for measuring"
              dsa_category: STATEMENT_CATEGORY_OTHER_VIOLATION_TC
              keywords: [KEYWORD_OTHER]
            banks:
              - id: bench.words
                provenance: "written for Gatehouse 2026-11"
                words: [weather, football, money, kitchen, government, holiday, music, doctor, bicycle, garden]
            rules:
              - id: bench.words
                when: { bank: bench.words }
                then: { verdict: review, severity: 1 }
                examples: { match: [ "the weather is fine" ], no_match: [ "the sky is blue" ] }
            """;

    private OtherPolicy() {}

    static void write(Path shipped, Path copy) throws IOException {
        for (String part : new String[] {"content", "law", "models", "residency", "surfaces.yaml", "VERSION"}) {
            try (var files = Files.walk(shipped.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path to = copy.resolve(shipped.relativize(file));
                    Files.createDirectories(to.resolveSibling("."));
                    if (part.equals("content"))
                        Files.writeString(
                                to,
                                THRESHOLD
                                        .matcher(Files.readString(file))
                                        .replaceAll(match ->
                                                "at_least: 0." + Math.min(9, Integer.parseInt(match.group(1)) + 1)));
                    else Files.write(to, Files.readAllBytes(file));
                }
            }
        }
        Files.writeString(copy.resolve("content/bench.yaml"), NEW_RULE);
        Files.writeString(copy.resolve("VERSION"), "bench\n");
    }
}
