package io.gatehouse.policies;

import io.gatehouse.moderation.language.NgramLanguageIdentifier;
import io.gatehouse.moderation.policy.Loaded;
import io.gatehouse.moderation.policy.PolicyLoader;
import io.gatehouse.moderation.policy.PolicySet;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** The policy set of this repository, without a fault. */
final class ShippedPolicies {
    static final Path HOME = Path.of(System.getProperty("gatehouse.home", ".."));
    static final Path DIRECTORY = HOME.resolve("policies");

    private ShippedPolicies() {}

    static PolicySet load() {
        var languages = new HashSet<>(NgramLanguageIdentifier.DEFAULT_LANGUAGES);
        languages.add("und");
        return switch (PolicyLoader.load(DIRECTORY, Set.of("categories", "toxicity"), languages)) {
            case Loaded.Compiled(var policies) -> policies;
            case Loaded.Rejected(var problems) ->
                throw new AssertionError(String.join(
                        "\n", problems.stream().map(Object::toString).toList()));
        };
    }
}
