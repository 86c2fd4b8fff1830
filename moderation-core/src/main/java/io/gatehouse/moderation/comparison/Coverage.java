package io.gatehouse.moderation.comparison;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which rules match, and which never match without another. Which rules met is not counted pair by pair: of each rule only
 * those that were there every time are kept, which are fewer with every match, so that 100,000 rules fit in memory. Adds
 * up in any order and any grouping. Not thread-safe.
 */
public final class Coverage {
    /** More rules than a message matches but in a flood of them: then companions beyond it are not told. */
    static final int COMPANIONS = 256;

    private long messages;
    private final Map<String, Seen> rules = new HashMap<>();
    private final TreeSet<String> surfaces = new TreeSet<>();
    private final TreeSet<String> languages = new TreeSet<>();

    /** What was seen of one rule. */
    private static final class Seen {
        private long matches;
        private final TreeSet<String> companions = new TreeSet<>();

        static Seen of(long matches, Collection<String> companions) {
            var seen = new Seen();
            seen.matches = matches;
            seen.companions.addAll(companions);
            return seen;
        }

        void add(long more, NavigableSet<String> together, String self) {
            if (matches == 0) {
                for (String each : together) {
                    if (companions.size() == COMPANIONS) break;
                    if (!each.equals(self)) companions.add(each);
                }
            } else if (!companions.isEmpty()) {
                companions.retainAll(together);
            }
            matches += more;
        }
    }

    /** @param matched ids of the rules that matched one message */
    public void add(String surface, String language, NavigableSet<String> matched) {
        messages++;
        surfaces.add(surface);
        languages.add(language);
        for (String rule : matched) rules.computeIfAbsent(rule, _ -> new Seen()).add(1, matched, rule);
    }

    /** Adds what another has seen, which stays as it is. */
    public Coverage add(Coverage other) {
        messages += other.messages;
        surfaces.addAll(other.surfaces);
        languages.addAll(other.languages);
        other.rules.forEach(
                (rule, seen) -> rules.computeIfAbsent(rule, _ -> new Seen()).add(seen.matches, seen.companions, rule));
        return this;
    }

    /** Takes over what {@link #messages}, {@link #matches} and {@link #companions} told of another. */
    void restore(long messages, Collection<String> surfaces, Collection<String> languages) {
        this.messages = messages;
        this.surfaces.addAll(surfaces);
        this.languages.addAll(languages);
    }

    /** As {@link #restore}, of one rule. */
    void restore(String rule, long matches, Collection<String> companions) {
        rules.put(rule, Seen.of(matches, companions));
    }

    public long messages() {
        return messages;
    }

    public long matches(String rule) {
        Seen seen = rules.get(rule);
        return seen == null ? 0 : seen.matches;
    }

    /** The rules that matched every message that this one did; empty when it never did. */
    public NavigableSet<String> companions(String rule) {
        Seen seen = rules.get(rule);
        return seen == null ? Collections.emptyNavigableSet() : Collections.unmodifiableNavigableSet(seen.companions);
    }

    /** Matches by rule, of those that matched. */
    public SortedMap<String, Long> matches() {
        var matches = new TreeMap<String, Long>();
        rules.forEach((rule, seen) -> matches.put(rule, seen.matches));
        return matches;
    }

    public NavigableSet<String> surfaces() {
        return Collections.unmodifiableNavigableSet(surfaces);
    }

    public NavigableSet<String> languages() {
        return Collections.unmodifiableNavigableSet(languages);
    }
}
