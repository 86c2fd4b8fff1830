package io.gatehouse.jobs.rescan;

import io.gatehouse.jobs.PolicyVersions;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.judge.Overrides;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.language.LanguageIdentifier;
import io.gatehouse.moderation.policy.Loaded;
import io.gatehouse.moderation.policy.PolicyLoader;
import io.gatehouse.moderation.policy.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Policies of made-up words, read from disk as real ones are. The first version is active. */
public final class TestPolicies implements PolicyVersions {
    private final Moderator active;
    /** What is held back of every version. */
    volatile Overrides held = Overrides.NONE;

    private final LanguageIdentifier languages;

    public TestPolicies(Path directory) {
        this(directory, _ -> new LanguageGuess("en", 0.99));
    }

    public TestPolicies(Path directory, LanguageIdentifier languages) {
        this.languages = languages;
        active = switch (load(first(directory.resolve("first")).toString())) {
            case Version.Ready(var moderator) -> moderator;
            case Version.Rejected(var faults) -> throw new AssertionError(faults.toString());
        };
    }

    /** Removes zorkle, demotes frumple, sees nothing in blimpish. */
    private static Path first(Path directory) {
        return write(directory, "1", rule("zorkle", REMOVED) + rule("frumple", DEMOTED));
    }

    /** Lets zorkle be, keeps frumple, but removed; a person looks at blimpish. */
    public static Path second(Path directory) {
        return write(directory, "2", rule("frumple", REMOVED) + rule("blimpish", "verdict: review, hold: true"));
    }

    public static final String REMOVED = "verdict: restrict, actions: [ { kind: visibility.removed, scope: [EU] } ]";
    public static final String DEMOTED = "verdict: restrict, actions: [ { kind: visibility.demoted, scope: [EU] } ]";

    public static String rule(String word, String then) {
        return """
                  - id: test.%s
                    when: { phrase: "%s" }
                    then: { %s, severity: 2 }
                    examples: { match: [ "a %s here" ], no_match: [ "a chair here" ] }
                """.formatted(word, word, then, word);
    }

    public static Path write(Path directory, String version, String rules) {
        try {
            Files.createDirectories(directory.resolve("content"));
            Files.writeString(directory.resolve("VERSION"), version + "\n");
            Files.writeString(
                    directory.resolve("surfaces.yaml"),
                    "surfaces:\n  comment: { on_failure: review, deadline: 500ms }\n");
            Files.writeString(directory.resolve("content/test.yaml"), """
                    policy: test
                    title: Test norm
                    clause: Rules 1
                    category: hate
                    purpose: terms
                    ground:
                      incompatible: "Rules 1: be kind"
                      dsa_category: STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH
                      keywords: [KEYWORD_HATE_SPEECH]
                    rules:
                    """ + rules);
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Moderator active() {
        return active;
    }

    @Override
    public Overrides overrides(String policyDigest) {
        return held;
    }

    @Override
    public Version load(String directory) {
        if (!Files.isDirectory(Path.of(directory))) return new Version.Rejected(List.of("no such directory"));
        return switch (PolicyLoader.load(Path.of(directory), Set.of(), Set.of("en", "de", "fr"))) {
            case Loaded.Compiled(var policies) -> new Version.Ready(new Moderator(policies, languages, List.of()));
            case Loaded.Rejected(var problems) ->
                new Version.Rejected(problems.stream().map(Problem::toString).toList());
        };
    }
}
