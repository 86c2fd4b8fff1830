package io.gatehouse.moderation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loading with what was read before comes to what loading everything anew comes to. */
class FilePartsTest {
    private static final int TRIES = 6;
    private static final int EDITS = 20;
    private static final int FILES = 3;

    private static final String HEAD = """
            policy: %s
            title: Test
            clause: Rules 1
            category: hate
            purpose: terms
            ground: { incompatible: "Rules 1", dsa_category: STATEMENT_CATEGORY_VIOLENCE, keywords: [KEYWORD_OTHER] }
            """;

    /** Some are right only beside others, some never; what another file declares decides about many. */
    private static final List<String> BANKS = List.of(
            "{ id: a, provenance: test, words: [blorgit] }",
            "{ id: a, provenance: other, words: [quangle] }",
            "{ id: b, provenance: test, words: [snarf], include: [a] }",
            "{ id: c, provenance: test, include: [b] }",
            "{ id: a, provenance: test, words: [blorgit], include: [c] }",
            "{ id: d, provenance: test, domains: [spam.example] }",
            "{ id: e, provenance: test, words: [] }");

    private static final List<String> RULES = List.of(
            rule("one", "bank: a"),
            rule("one", "bank: b"),
            rule("two", "bank: c"),
            rule("three", "links: [d]"),
            rule("four", "{ phrase: hello, if: \"signal('a') > 0.0\", on_unknown: skip }"),
            rule("five", "{ phrase: hello, if: \"signal('one') > 0.0\", on_unknown: skip }"),
            rule("six", "query: \"blorgit AND snarf*\""),
            rule("seven", "regex: \"[a-z]*\""),
            rule("eight", "classifer: toxicity"));

    private static final List<String> SCENARIOS = List.of(
            "{ name: s, messages: [ { text: hello, expect: { rules: [one] } } ] }",
            "{ name: s, messages: [ { text: hello, expect: { not_rules: [two] } } ] }");

    @TempDir
    private Path directory;

    private final FileParts parts = new FileParts();

    private static String rule(String id, String when) {
        return "{ id: " + id + ", when: " + (when.startsWith("{") ? when : "{ " + when + " }")
                + ", then: { verdict: review }, examples: { match: [x], no_match: [y] } }";
    }

    @BeforeEach
    void writeTheRest() throws IOException {
        Files.createDirectory(directory.resolve("content"));
        Files.writeString(directory.resolve("VERSION"), "1\n");
        Files.writeString(directory.resolve("surfaces.yaml"), "surfaces:\n  ad: { on_failure: hold, deadline: 1s }\n");
    }

    private Loaded load(FileParts known) {
        return PolicyLoader.load(directory, Set.of("toxicity"), Set.of("en", "de"), known);
    }

    @Test
    void aLoadThatKnowsFilesEqualsOneThatReadsThemAll() {
        var compiled = new AtomicInteger();
        Seeds.forAll(TRIES, random -> {
            var known = new FileParts();
            for (int file = 0; file < FILES; file++)
                Files.deleteIfExists(directory.resolve("content/f" + file + ".yaml"));
            for (int edit = 0; edit < EDITS; edit++) {
                edit(random);
                var warm = load(known);
                if (warm instanceof Loaded.Compiled) compiled.incrementAndGet();
                assertThat(described(warm)).as("edit " + edit).isEqualTo(described(load(new FileParts())));
            }
        });
        // Both kinds, or the comparison says little.
        assertThat(compiled.get()).isBetween(TRIES * EDITS / 20, TRIES * EDITS / 20 * 19);
    }

    private void edit(RandomGenerator random) throws IOException {
        var file = directory.resolve("content/f" + random.nextInt(FILES) + ".yaml");
        if (random.nextInt(4) == 0) {
            Files.deleteIfExists(file);
            return;
        }
        String text = HEAD.formatted("p" + random.nextInt(random.nextInt(3) == 0 ? 2 : 1_000));
        text += some("banks", BANKS, random) + some("rules", RULES, random);
        if (random.nextInt(4) == 0) text += some("scenarios", SCENARIOS, random);
        if (random.nextInt(20) == 0) text += "]";
        Files.writeString(file, text);
    }

    private static String some(String key, List<String> from, RandomGenerator random) {
        var chosen = new ArrayList<String>();
        for (int i = random.nextInt(2); i > 0; i--) chosen.add("  - " + from.get(random.nextInt(from.size())) + "\n");
        return chosen.isEmpty() ? "" : key + ":\n" + String.join("", chosen);
    }

    private static List<Object> described(Loaded loaded) {
        return switch (loaded) {
            case Loaded.Rejected(var problems) -> List.of(problems);
            case Loaded.Compiled(var policies) ->
                List.of(
                        policies.digest(),
                        policies.version(),
                        policies.rules(),
                        policies.banks(),
                        policies.linkBanks(),
                        policies.digestBanks(),
                        policies.inclusions(),
                        policies.scenarios(),
                        policies.surfaceRules(),
                        policies.warnings());
        };
    }

    @Test
    void anUnchangedFileIsReadOnce() throws IOException {
        Files.writeString(
                directory.resolve("content/a.yaml"), HEAD.formatted("a") + "rules:\n  - " + RULES.get(5) + "\n");
        Files.writeString(
                directory.resolve("content/b.yaml"), HEAD.formatted("b") + "rules:\n  - " + rule("one", "phrase: x"));
        var before = rulesOf(load(parts));
        Files.writeString(
                directory.resolve("content/b.yaml"), HEAD.formatted("b") + "rules:\n  - " + rule("one", "phrase: z"));
        var after = rulesOf(load(parts));
        assertThat(after.getFirst()).isSameAs(before.getFirst());
        assertThat(after.getLast()).isNotEqualTo(before.getLast());
    }

    private static List<io.gatehouse.moderation.rule.Rule> rulesOf(Loaded loaded) {
        return ((Loaded.Compiled) loaded).policies().rules();
    }

    @Test
    void theSameFileIsReadAnewWhereOtherNamesAreKnown() throws IOException {
        Files.writeString(
                directory.resolve("content/a.yaml"),
                HEAD.formatted("a")
                        + "rules:\n  - { id: one, when: { classifier: toxicity, category: hate, at_least: 0.5 },"
                        + " then: { verdict: review } }\n");
        assertThat(load(parts)).isInstanceOf(Loaded.Compiled.class);
        assertThat(PolicyLoader.load(directory, Set.of(), Set.of("en", "de"), parts))
                .isInstanceOf(Loaded.Rejected.class);
    }

    @Test
    void keepsNoMoreThanItsLimit() throws IOException {
        byte[] megabytes = (HEAD.formatted("a") + ("# " + "x".repeat(97) + "\n").repeat(39_990))
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        var known = new Known(Set.of(), Set.of());
        for (int i = 0; i < 40; i++) parts.of(megabytes, new FileParts.Key("content/a.yaml", "sha " + i, known));
        assertThat(parts.keptBytes()).isLessThanOrEqualTo(FileParts.MAX_BYTES).isGreaterThan(FileParts.MAX_BYTES / 2);
    }
}
