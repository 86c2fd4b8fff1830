package io.gatehouse.moderation.comparison;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What another policy changes, counted over messages judged by both. Holds counts, names of rules and ids of a few
 * messages, never text; its size depends on the rules, not on the messages. Adds up in any order and any grouping. Not
 * thread-safe.
 *
 * <p>A match is gained only where the old judgement was whole, and lost only where the new one is; verdicts are compared
 * where both are: what could not be asked is neither a match nor none, and is counted as unknown. Rules left out because
 * they rest on facts that were not told gain and lose nothing; verdicts are then those of the other rules.
 */
public final class Comparison {
    /** 4,096 bytes for a standard error of 1.6 %. */
    static final int AUTHOR_BITS = 12;

    private static final int EXAMPLES = 5;

    long messages;
    long compared;
    final TreeMap<String, RuleChange> rules = new TreeMap<>();
    final TreeMap<String, Transition> transitions = new TreeMap<>();
    final TreeMap<String, Group> surfaces = new TreeMap<>();
    final TreeMap<String, Group> languages = new TreeMap<>();
    final TreeMap<String, Long> baselines = new TreeMap<>();
    final TreeMap<String, Long> unknown = new TreeMap<>();
    final TreeMap<String, Long> skipped = new TreeMap<>();
    final Coverage coverage = new Coverage();
    final DistinctCount authors = DistinctCount.ofBits(AUTHOR_BITS);

    /** How often one verdict became another. */
    public static final class Transition {
        long count;
        final Examples examples = new Examples(EXAMPLES);

        public long count() {
            return count;
        }

        public List<String> examples() {
            return examples.ids();
        }

        void add(Transition other) {
            count += other.count;
            examples.add(other.examples);
        }
    }

    /** What is counted of one surface or language. */
    public static final class Group {
        long messages;
        long changed;
        long gained;
        long lost;

        public long messages() {
            return messages;
        }

        /** Messages of which the verdict changes. */
        public long changed() {
            return changed;
        }

        /** Matches, of any rule. */
        public long gained() {
            return gained;
        }

        public long lost() {
            return lost;
        }

        void add(Group other) {
            messages += other.messages;
            changed += other.changed;
            gained += other.gained;
            lost += other.lost;
        }
    }

    /** What became of one message: of a listener's interest, counted already. */
    public record Difference(boolean verdict, boolean rules) {
        public boolean any() {
            return verdict || rules;
        }
    }

    public Difference add(Compared each) {
        messages++;
        var surface = surfaces.computeIfAbsent(each.surface(), _ -> new Group());
        var language = languages.computeIfAbsent(each.language(), _ -> new Group());
        surface.messages++;
        language.messages++;
        count(baselines, each.baseline(), 1);
        each.before().unknown().forEach(name -> count(unknown, "before: " + name, 1));
        each.after().unknown().forEach(name -> count(unknown, "after: " + name, 1));
        each.before().untold().forEach(name -> count(unknown, "before, untold: " + name, 1));
        each.after().untold().forEach(name -> count(unknown, "after, untold: " + name, 1));
        coverage.add(each.surface(), each.language(), sorted(each.after().rules()));
        boolean verdict = compareVerdicts(each, surface, language);
        boolean matches = compareRules(each, surface, language);
        if ((verdict || matches) && each.author() != 0) authors.add(each.author());
        return new Difference(verdict, matches);
    }

    private static NavigableSet<String> sorted(Set<String> rules) {
        return rules.isEmpty() ? Collections.emptyNavigableSet() : new TreeSet<>(rules);
    }

    private boolean compareVerdicts(Compared each, Group surface, Group language) {
        if (!each.before().isWhole() || !each.after().isWhole()) return false;
        compared++;
        var transition = transitions.computeIfAbsent(
                each.before().kind()
                        + (each.isVerdictChanged() ? ">" : "=")
                        + each.after().kind(),
                _ -> new Transition());
        transition.count++;
        if (!each.isVerdictChanged()) return false;
        transition.examples.add(each.id());
        surface.changed++;
        language.changed++;
        return true;
    }

    private boolean compareRules(Compared each, Group surface, Group language) {
        var before = each.before().rules();
        var after = each.after().rules();
        int gained = 0;
        int lost = 0;
        for (String rule : before) {
            var change = rule(rule);
            change.before++;
            if (after.contains(rule) || !each.after().isSureOf(rule)) continue;
            change.lost(each.id(), each.author());
            lost++;
        }
        for (String rule : after) {
            var change = rule(rule);
            change.after++;
            if (before.contains(rule) || !each.before().isSureOf(rule)) continue;
            change.gained(each.id(), each.author());
            gained++;
        }
        surface.gained += gained;
        surface.lost += lost;
        language.gained += gained;
        language.lost += lost;
        return gained + lost > 0;
    }

    private RuleChange rule(String id) {
        return rules.computeIfAbsent(id, _ -> new RuleChange());
    }

    /** @param reason a word for counting, for example {@code erased}: nothing was left to judge */
    public void skip(String reason) {
        count(skipped, reason, 1);
    }

    /** Adds what another has counted, which stays as it is. */
    public Comparison add(Comparison other) {
        messages += other.messages;
        compared += other.compared;
        other.rules.forEach((id, change) -> rule(id).add(change));
        other.transitions.forEach((name, each) ->
                transitions.computeIfAbsent(name, _ -> new Transition()).add(each));
        other.surfaces.forEach(
                (name, each) -> surfaces.computeIfAbsent(name, _ -> new Group()).add(each));
        other.languages.forEach((name, each) ->
                languages.computeIfAbsent(name, _ -> new Group()).add(each));
        other.baselines.forEach((name, n) -> count(baselines, name, n));
        other.unknown.forEach((name, n) -> count(unknown, name, n));
        other.skipped.forEach((name, n) -> count(skipped, name, n));
        coverage.add(other.coverage);
        authors.add(other.authors);
        return this;
    }

    private static void count(Map<String, Long> counts, String name, long more) {
        counts.merge(name, more, Long::sum);
    }

    /** Everything, so that counting can go on from it: {@link #ofJson}. */
    public String toJson() {
        return ComparisonJson.write(this).toString();
    }

    /** For readers: as {@link #toJson}, with estimates in place of what they are made from. */
    public JsonNode toReport() {
        return ComparisonJson.report(this);
    }

    /** @throws RuntimeException when it is not what {@link #toJson} wrote */
    public static Comparison ofJson(String json) {
        return ComparisonJson.read(json);
    }

    /** What the new policy's rules matched, and with which others. */
    public Coverage coverage() {
        return coverage;
    }

    /** Messages judged by both. */
    public long messages() {
        return messages;
    }

    /** Those of which both judgements were whole, so that their verdicts can be compared. */
    public long compared() {
        return compared;
    }

    /** Messages of which the verdict changes. */
    public long changed() {
        return transitions.entrySet().stream()
                .filter(each -> each.getKey().contains(">"))
                .mapToLong(each -> each.getValue().count)
                .sum();
    }

    /** Matches of any rule that only the new policy has. */
    public long gained() {
        return rules.values().stream().mapToLong(RuleChange::gained).sum();
    }

    /** Matches of any rule that only the old policy has. */
    public long lost() {
        return rules.values().stream().mapToLong(RuleChange::lost).sum();
    }

    /** Every rule that matched anything, by id. */
    public SortedMap<String, RuleChange> rules() {
        return Collections.unmodifiableSortedMap(rules);
    }

    /** By {@code allow>review} where it changes, {@code allow=allow} where it stays. */
    public SortedMap<String, Transition> transitions() {
        return Collections.unmodifiableSortedMap(transitions);
    }

    public SortedMap<String, Group> surfaces() {
        return Collections.unmodifiableSortedMap(surfaces);
    }

    public SortedMap<String, Group> languages() {
        return Collections.unmodifiableSortedMap(languages);
    }

    /** Messages by the policy digest of the old judgement. */
    public SortedMap<String, Long> baselines() {
        return Collections.unmodifiableSortedMap(baselines);
    }

    /** Messages by what could not be asked: {@code before: toxicity}, {@code after, untold: author.screenings/PT1M}. */
    public SortedMap<String, Long> unknown() {
        return Collections.unmodifiableSortedMap(unknown);
    }

    /** Messages that could not be judged, by reason. */
    public SortedMap<String, Long> skipped() {
        return Collections.unmodifiableSortedMap(skipped);
    }

    /** About how many authors have a message of which the verdict or a match changes: HyperLogLog, error 1.6 %. */
    public long authors() {
        return authors.estimate();
    }
}
