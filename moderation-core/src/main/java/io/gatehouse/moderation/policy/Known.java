package io.gatehouse.moderation.policy;

import java.util.Optional;
import java.util.Set;

/** Names from outside the policy directory that its files may use. */
record Known(Set<String> classifiers, Set<String> languages) {
    Optional<String> classifier(String name) {
        return Optional.of(name).filter(classifiers::contains);
    }

    Optional<String> language(String name) {
        return Optional.of(name).filter(languages::contains);
    }
}
