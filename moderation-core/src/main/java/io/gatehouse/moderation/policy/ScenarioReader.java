package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.Mark;
import io.gatehouse.moderation.policy.Section.Located;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.rule.Scenario;
import io.gatehouse.moderation.rule.Scenario.Expected;
import io.gatehouse.moderation.rule.Scenario.Person;
import io.gatehouse.moderation.rule.Scenario.Step;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** Reads {@code scenarios:} of a file or a rule. */
final class ScenarioReader {
    /** Where the policy speaks of no day, one is as good as another; it must only always be the same. */
    static final LocalDate ANY_DAY = LocalDate.of(2026, 1, 15);

    /** Twice the largest threshold that a count can reach. */
    static final int MAX_REPEAT = 20_000;

    private static final Duration NEXT = Duration.ofSeconds(1);
    private static final List<String> VERDICTS = List.of("allow", "review", "restrict");
    private static final Person NOBODY = new Person("someone", "IE", null, null, null, 0);

    private final Draft draft;

    ScenarioReader(Draft draft) {
        this.draft = draft;
    }

    void read(Section parent) {
        for (var scenario : parent.sections("scenarios")) readOne(scenario);
    }

    private void readOne(Section scenario) {
        int faultsBefore = scenario.faults().count();
        var name = scenario.text("name").map(Located::text).orElse("");
        var date = date(scenario);
        var surface = surface(scenario).orElse(Surface.COMMENT);
        var author = author(scenario, NOBODY);
        var steps = new ArrayList<Step>();
        for (var message : scenario.sections("messages"))
            step(message, surface, author).ifPresent(steps::add);
        if (scenario.list("messages").isEmpty())
            scenario.faults().add(scenario.source(), "the scenario has no 'messages'", null);
        scenario.close();
        if (scenario.faults().count() == faultsBefore)
            draft.scenarios.add(new Scenario(name, date, steps, scenario.source()));
    }

    private static LocalDate date(Section scenario) {
        var text = scenario.optionalText("date");
        if (text.isEmpty()) return ANY_DAY;
        try {
            return LocalDate.parse(text.get().text());
        } catch (DateTimeException e) {
            scenario.faults().add(text.get().at(), "'date' must be a day", "like 2026-12-31");
            return ANY_DAY;
        }
    }

    private static Optional<Surface> surface(Section section) {
        return section.oneOf("surface", section.optionalText("surface"), Surface::ofWireName, RuleReader.SURFACES);
    }

    private Optional<Step> step(Section message, Surface surface, Person author) {
        var text = message.text("text").map(Located::text);
        var own = surface(message).orElse(surface);
        Duration at = message.has("at") ? message.duration("at").orElse(NEXT) : null;
        int repeat = message.integer("repeat", 1, MAX_REPEAT, 1);
        var every = message.has("every") ? message.duration("every").orElse(NEXT) : NEXT;
        var person = author(message, author);
        var conversation =
                message.optionalText("conversation").map(Located::text).orElse(null);
        var recipients = message.texts("recipients").stream().map(Located::text).toList();
        Boolean first = message.has("is_first_contact") ? message.flag("is_first_contact") : null;
        var contentLabels = labels(message, "content_labels");
        boolean storeIsDown = message.flag("store_is_down");
        var expected = message.section("expect").map(this::expected);
        message.close();
        return text.flatMap(words -> expected.map(what -> new Step(
                words,
                own,
                at,
                repeat,
                every,
                person,
                conversation,
                recipients,
                first,
                contentLabels,
                storeIsDown,
                what,
                message.source())));
    }

    /** A name alone, or what the platform says; what is left out is as before. */
    private static Person author(Section section, Person before) {
        if (!(section.get("author") instanceof MappingNode))
            return section.optionalText("author")
                    .map(id -> new Person(
                            id.text(),
                            before.country(),
                            before.ageDays(),
                            before.labels(),
                            before.followers(),
                            before.strikes()))
                    .orElse(before);
        return section.section("author")
                .map(person -> {
                    var read = new Person(
                            person.optionalText("id").map(Located::text).orElse(before.id()),
                            person.optionalText("country").map(Located::text).orElse(before.country()),
                            number(person, "age_days", before.ageDays()),
                            person.has("labels") ? labels(person, "labels") : before.labels(),
                            number(person, "followers", before.followers()),
                            person.integer("strikes", 0, 1_000, before.strikes()));
                    person.close();
                    return read;
                })
                .orElse(before);
    }

    private static @Nullable Integer number(Section section, String key, @Nullable Integer otherwise) {
        return section.has(key) ? Integer.valueOf(section.integer(key, 0, Integer.MAX_VALUE, 0)) : otherwise;
    }

    private static Set<String> labels(Section section, String key) {
        var labels = new LinkedHashSet<String>();
        for (var label : section.texts(key)) {
            if (Mark.Label.isValid(label.text())) labels.add(label.text());
            else section.faults().add(label.at(), "'" + label.text() + "' cannot name a label", null);
        }
        return labels;
    }

    private Expected expected(Section expect) {
        var verdict = expect.oneOf(
                        "verdict",
                        expect.optionalText("verdict"),
                        name -> Optional.of(name).filter(VERDICTS::contains),
                        VERDICTS)
                .orElse(null);
        var rules = rules(expect, "rules");
        var notRules = rules(expect, "not_rules");
        if (!expect.has("verdict") && rules.isEmpty() && notRules.isEmpty())
            expect.faults().add(expect.source(), "'expect' says nothing", "verdict, rules or not_rules");
        expect.close();
        return new Expected(verdict, rules, notRules);
    }

    private List<RuleId> rules(Section expect, String key) {
        var rules = new ArrayList<RuleId>();
        for (var name : expect.texts(key)) {
            draft.ruleReferences.add(name);
            if (RuleId.isValid(name.text())) rules.add(new RuleId(name.text()));
        }
        return rules;
    }
}
