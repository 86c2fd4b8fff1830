package io.gatehouse.jobs.replay;

import io.gatehouse.jobs.PolicyVersions;
import io.gatehouse.moderation.judge.Moderator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The policy versions that made decisions, ready to judge; the last few stay in memory. Thread-safe. */
final class DecidingPolicies {
    /** A compiled version takes some ten megabytes; a sample spans few. */
    private static final int KEPT = 4;

    private final PolicyVersions versions;
    private final Map<String, Optional<Moderator>> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Optional<Moderator>> eldest) {
            return size() > KEPT;
        }
    };

    DecidingPolicies(PolicyVersions versions) {
        this.versions = versions;
    }

    /** Empty when the version is not stored, or this build makes another of it. */
    synchronized Optional<Moderator> of(String digest) {
        // Not computeIfAbsent: loading a version may take seconds, and evicts.
        var found = kept.get(digest);
        if (found != null) return found;
        var loaded = load(digest);
        kept.put(digest, loaded);
        return loaded;
    }

    private Optional<Moderator> load(String digest) {
        var active = versions.active();
        if (active.policies().digest().equals(digest)) return Optional.of(active);
        return switch (versions.load(digest)) {
            case PolicyVersions.Version.Ready(var moderator) ->
                moderator.policies().digest().equals(digest) ? Optional.of(moderator) : Optional.empty();
            case PolicyVersions.Version.Rejected _ -> Optional.empty();
        };
    }
}
