package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.fact.Mark;
import io.gatehouse.moderation.policy.Section.Located;
import io.gatehouse.moderation.rule.Consequence;
import io.gatehouse.moderation.verdict.EnforcementAction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code then:}. */
final class ConsequenceReader {
    private static final List<String> VERDICTS = List.of("label", "review", "restrict");
    private static final Set<String> COUNTRIES = new HashSet<>(Arrays.asList(Locale.getISOCountries()));

    private ConsequenceReader() {}

    /** @param consequence null after a fault */
    record Then(@Nullable Consequence consequence, int severity, List<Mark> marks) {}

    static Then read(Section then) {
        var verdict = then.oneOf(
                        "verdict",
                        then.text("verdict"),
                        name -> Optional.of(name).filter(VERDICTS::contains),
                        VERDICTS)
                .orElse("");
        int severity = then.integer("severity", 1, 4, BankReader.DEFAULT_SEVERITY);
        boolean hasHold = then.has("hold");
        boolean hold = then.flag("hold");
        boolean hasActions = then.has("actions");
        var actions = actions(then);
        if (hasHold && !verdict.isEmpty() && !verdict.equals("review"))
            then.faults().add(then.sourceOf("hold"), "'hold' only goes with verdict review", null);
        if (hasActions && !verdict.isEmpty() && !verdict.equals("restrict"))
            then.faults().add(then.sourceOf("actions"), "'actions' only go with verdict restrict", null);
        if (verdict.equals("restrict") && !hasActions)
            then.faults().add(then.source(), "verdict restrict needs 'actions'", null);
        var marks = MarksReader.read(then);
        then.close();
        return new Then(consequence(verdict, hold, actions), severity, marks);
    }

    private static @Nullable Consequence consequence(String verdict, boolean hold, List<EnforcementAction> actions) {
        return switch (verdict) {
            case "label" -> new Consequence.LabelOnly();
            case "review" -> new Consequence.AskReview(hold);
            case "restrict" -> actions.isEmpty() ? null : new Consequence.Restriction(actions);
            default -> null;
        };
    }

    private static List<EnforcementAction> actions(Section then) {
        var actions = new ArrayList<EnforcementAction>();
        for (var section : then.sections("actions")) action(section).ifPresent(actions::add);
        if (then.has("actions") && then.list("actions").isEmpty())
            then.faults().add(then.sourceOf("actions"), "'actions' names none", null);
        return actions;
    }

    private static Optional<EnforcementAction> action(Section section) {
        var kind = section.oneOf(
                "action",
                section.text("kind"),
                name -> Optional.of(name).filter(EnforcementAction.KINDS::contains),
                EnforcementAction.KINDS);
        var scope = scope(section);
        Duration duration =
                section.has("duration") ? section.duration("duration").orElse(null) : null;
        section.close();
        return scope.isEmpty() ? Optional.empty() : kind.map(name -> new EnforcementAction(name, scope, duration));
    }

    private static List<String> scope(Section section) {
        var territories = new ArrayList<String>();
        var names = section.texts("scope");
        if (names.isEmpty())
            section.faults().add(section.source(), "an action has no 'scope'", "EU, EEA, WORLD or country codes");
        for (Located name : names) {
            if (isTerritory(name.text())) territories.add(name.text());
            else
                section.faults()
                        .add(
                                name.at(),
                                "unknown territory '" + name.text() + "'",
                                "EU, EEA, WORLD or ISO 3166-1 country codes");
        }
        return territories;
    }

    private static boolean isTerritory(String name) {
        return name.equals("EU") || name.equals("EEA") || name.equals("WORLD") || COUNTRIES.contains(name);
    }
}
