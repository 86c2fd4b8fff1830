package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.condition.Condition;
import io.gatehouse.moderation.condition.ConditionFault;
import io.gatehouse.moderation.condition.OnUnknown;
import io.gatehouse.moderation.policy.Section.Located;
import io.gatehouse.moderation.rule.Guard;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads {@code if:} and {@code on_unknown:} of a {@code when:}. */
final class GuardReader {
    private static final List<String> ON_UNKNOWN =
            Arrays.stream(OnUnknown.values()).map(OnUnknown::wireName).toList();

    private GuardReader() {}

    /** Null when there is none, or after a fault. */
    static @Nullable Guard read(Section when, Draft draft, Known known) {
        boolean hasGuard = when.has("if");
        boolean hasOnUnknown = when.has("on_unknown");
        if (hasOnUnknown && !hasGuard)
            when.faults().add(when.sourceOf("on_unknown"), "'on_unknown' only goes with 'if'", null);
        if (!hasGuard) return null;
        if (!hasOnUnknown)
            when.faults()
                    .add(
                            when.sourceOf("if"),
                            "'if' has no 'on_unknown'",
                            "what happens when the condition cannot be known: match, skip or review");
        Optional<OnUnknown> onUnknown = hasOnUnknown
                ? when.oneOf("on_unknown", when.text("on_unknown"), OnUnknown::ofWireName, ON_UNKNOWN)
                : Optional.empty();
        var condition = when.text("if").flatMap(text -> compile(when, text, draft, known));
        return condition
                .flatMap(ready -> onUnknown.map(declared -> new Guard(ready, declared)))
                .orElse(null);
    }

    private static Optional<Condition> compile(Section when, Located text, Draft draft, Known known) {
        return switch (Condition.compile(text.text(), known.classifiers())) {
            case Condition.Compiled.Ready(Condition condition) -> {
                condition.signals().forEach(name -> draft.signalReferences.add(new Located(name, text.at())));
                yield Optional.of(condition);
            }
            case Condition.Compiled.Faulty(var faults) -> {
                faults.forEach(fault -> when.faults().add(text.at(), "in 'if': " + fault.message(), hint(fault)));
                yield Optional.empty();
            }
        };
    }

    private static @Nullable String hint(ConditionFault fault) {
        String wrong = fault.wrong();
        return wrong == null ? fault.hint() : Suggestions.forName(wrong, fault.known());
    }
}
