package io.gatehouse.benchmarks.rules;

import io.gatehouse.moderation.policy.Loaded;
import io.gatehouse.moderation.policy.PolicyLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;

/** How long a policy directory with very many rules takes to read, check and compile. */
final class PolicyDirectory {
    static final int SIZE = 100_000;
    /** As many files as norms of a large platform. */
    private static final int FILES = 100;

    // Two screens of one file read better apart from the code that fills them in.
    @SuppressWarnings("InlineFormatString")
    private static final String HEAD = """
            policy: bench%d
            title: Bench
            clause: Bench 1.1
            category: spam
            purpose: security_and_spam
            ground:
              incompatible: "Bench 1.1"
              dsa_category: STATEMENT_CATEGORY_OTHER_VIOLATION_TC
              keywords: [KEYWORD_OTHER]
            rules:
            """;

    private PolicyDirectory() {}

    static void measure(int size, long seed) throws IOException {
        var directory = Files.createTempDirectory("gatehouse-rules");
        var random = new Random(seed);
        var words = random.ints(0, 26)
                .limit(20_000L)
                .mapToObj(i -> random.ints(3 + i % 7, 'a', 'z' + 1)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                .map(word -> List.of(word))
                .toList();
        write(directory, new RuleMix(words, seed), size);
        for (int i = 1; i <= 3; i++) {
            long started = System.nanoTime();
            var loaded = PolicyLoader.load(directory, Set.of(), Set.of("en"));
            long read = System.nanoTime();
            switch (loaded) {
                case Loaded.Compiled(var policies) -> {
                    policies.textMatcher(policies.purposes());
                    System.out.printf(
                            Locale.ROOT,
                            "policy directory of %,d rules in %d files: read and checked in %,d ms, compiled in %,d ms%n",
                            policies.rules().size(),
                            FILES,
                            (read - started) / 1_000_000,
                            (System.nanoTime() - read) / 1_000_000);
                }
                case Loaded.Rejected(var problems) ->
                    System.out.println("the policy directory was refused: " + problems.size() + " faults, first "
                            + problems.getFirst());
            }
        }
    }

    private static void write(Path directory, RuleMix mix, int size) throws IOException {
        Files.createDirectories(directory.resolve("content"));
        Files.writeString(directory.resolve("VERSION"), "bench\n");
        Files.writeString(
                directory.resolve("surfaces.yaml"), "surfaces:\n  comment: { on_failure: review, deadline: 250ms }\n");
        var rules = mix.madeUp(size);
        for (int file = 0; file < FILES; file++) {
            var yaml = new StringBuilder(HEAD.formatted(file));
            for (int i = file; i < size; i += FILES)
                yaml.append("  - id: bench")
                        .append(file)
                        .append('.')
                        .append(rules.get(i).id())
                        .append("\n    when: ")
                        .append(rules.get(i).yaml())
                        .append("\n    then: { verdict: label, severity: 1 }\n    examples: { match: [ \"")
                        .append(rules.get(i).example())
                        .append("\" ], no_match: [ \"nothing of the kind\" ] }\n");
            Files.writeString(directory.resolve("content/bench" + file + ".yaml"), yaml);
        }
    }
}
