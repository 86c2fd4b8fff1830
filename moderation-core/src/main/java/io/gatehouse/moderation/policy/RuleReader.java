package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.policy.PolicyFileReader.Defaults;
import io.gatehouse.moderation.policy.Section.Located;
import io.gatehouse.moderation.rule.Examples;
import io.gatehouse.moderation.rule.Examples.Example;
import io.gatehouse.moderation.rule.Ground;
import io.gatehouse.moderation.rule.Guard;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.signal.Category;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads one entry of {@code rules:}. */
final class RuleReader {
    static final List<String> SURFACES =
            Arrays.stream(Surface.values()).map(Surface::wireName).toList();

    /** One set that all rules share. */
    private static final Set<Surface> EVERYWHERE = Set.of(Surface.values());

    /** An example is a message, not a book. */
    private static final int MAX_EXAMPLE = 2_000;

    private final Section rule;
    private final Draft draft;
    private final Known known;
    private final Defaults defaults;

    RuleReader(Section rule, Draft draft, Known known, Defaults defaults) {
        this.rule = rule;
        this.draft = draft;
        this.known = known;
        this.defaults = defaults;
    }

    void read() {
        int faultsBefore = rule.faults().count();
        var id = draft.declareRule(rule);
        var clause = rule.optionalText("clause").map(Located::text).orElse(defaults.clause());
        var category = category();
        var purpose = purpose();
        var ground = ground();
        var surfaces = surfaces();
        var when = rule.section("when");
        Guard guard = when.isPresent() ? GuardReader.read(when.get(), draft, known) : null;
        var condition = when.flatMap(section -> new ConditionReader(section, draft, known).read());
        var then = rule.section("then").map(ConsequenceReader::read);
        var examples = examples();
        var watch = WatchReader.read(rule, defaults.otherwise());
        new ScenarioReader(draft).read(rule);
        condition.ifPresent(given -> requireExamples(given, examples));
        rule.close();
        if (rule.faults().count() != faultsBefore || id.isEmpty() || condition.isEmpty() || then.isEmpty()) return;
        var consequence = then.get().consequence();
        // The file's own faults are reported once, at the file; its rules are not faulted again for them.
        if (category == null || purpose == null || ground == null || consequence == null) return;
        draft.rules.add(new Rule(
                id.get(),
                defaults.policy(),
                clause,
                category,
                then.get().severity(),
                purpose,
                surfaces,
                condition.get(),
                guard,
                consequence,
                then.get().marks(),
                ground,
                examples,
                rule.source(),
                watch));
    }

    private @Nullable Category category() {
        if (!rule.has("category")) return defaults.category();
        return rule.oneOf("category", rule.text("category"), Category::ofWireName, PolicyFileReader.CATEGORIES)
                .orElse(null);
    }

    private @Nullable Purpose purpose() {
        if (!rule.has("purpose")) return defaults.purpose();
        return rule.oneOf("purpose", rule.text("purpose"), Purpose::ofWireName, PolicyFileReader.PURPOSES)
                .orElse(null);
    }

    private @Nullable Ground ground() {
        if (!rule.has("ground")) return defaults.ground();
        return rule.section("ground").flatMap(PolicyFileReader::ground).orElse(null);
    }

    private Set<Surface> surfaces() {
        if (!rule.has("surfaces")) return EVERYWHERE;
        var surfaces = EnumSet.noneOf(Surface.class);
        var names = rule.texts("surfaces");
        for (var name : names)
            rule.oneOf("surface", Optional.of(name), Surface::ofWireName, SURFACES)
                    .ifPresent(surfaces::add);
        if (names.isEmpty())
            rule.faults().add(rule.sourceOf("surfaces"), "'surfaces' names none", "leave it out for all");
        return surfaces;
    }

    private Examples examples() {
        if (!rule.has("examples")) return Examples.NONE;
        return rule.section("examples")
                .map(section -> {
                    var match = texts(section, "match");
                    var noMatch = texts(section, "no_match");
                    section.close();
                    reportContradictions(match, noMatch);
                    return new Examples(match, noMatch);
                })
                .orElse(Examples.NONE);
    }

    private List<Example> texts(Section section, String key) {
        var examples = new ArrayList<Example>();
        for (var element : section.list(key)) example(section, key, element).ifPresent(examples::add);
        return examples;
    }

    private Optional<Example> example(Section section, String key, Node element) {
        Optional<Located> text;
        String language = null;
        if (element instanceof MappingNode) {
            var example = section.asSection(key, element);
            if (example.isEmpty()) return Optional.empty();
            text = example.get().text("text");
            language = example.get()
                    .oneOf(
                            "language",
                            example.get().optionalText("language"),
                            known::language,
                            List.copyOf(known.languages()))
                    .orElse(null);
            example.get().close();
        } else {
            text = section.asText(key, element);
        }
        text.filter(t -> t.text().length() > MAX_EXAMPLE)
                .ifPresent(t ->
                        rule.faults().add(t.at(), "the example is longer than " + MAX_EXAMPLE + " characters", null));
        String declared = language;
        return text.map(t -> new Example(t.text(), declared, t.at()));
    }

    private void reportContradictions(List<Example> match, List<Example> noMatch) {
        record Judged(String text, @Nullable String language) {}
        var matching = new HashSet<Judged>();
        match.forEach(example -> matching.add(new Judged(example.text(), example.language())));
        for (var example : noMatch)
            if (matching.contains(new Judged(example.text(), example.language())))
                rule.faults().add(example.source(), "the same text stands under 'match' and 'no_match'", null);
    }

    private void requireExamples(RuleCondition condition, Examples examples) {
        if (!(condition instanceof RuleCondition.OnText)) return;
        if (examples.match().isEmpty() || examples.noMatch().isEmpty())
            rule.faults()
                    .add(
                            rule.source(),
                            "a text rule needs examples that match and examples that do not",
                            "examples: { match: [...], no_match: [...] }");
    }
}
