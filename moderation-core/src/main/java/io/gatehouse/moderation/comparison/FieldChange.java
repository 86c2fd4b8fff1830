package io.gatehouse.moderation.comparison;

import io.gatehouse.moderation.rule.Examples;
import io.gatehouse.moderation.rule.RuleCondition;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One part of a rule, bank or surface that became another.
 *
 * @param field its name
 * @param sentence for people; holds no words of banks or phrases
 * @param added members of a list that are new, as written
 * @param removed members of a list that are gone
 */
public record FieldChange(String field, String sentence, List<String> added, List<String> removed) {
    /** Where a thing stands in its file is not what it is. */
    private static final Set<String> NOT_TOLD = Set.of("id", "source");

    public FieldChange {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
    }

    /** Every part that differs. Parts are found, not listed here, so that none that is added later is passed over. */
    static List<FieldChange> between(Record from, Record to) {
        if (from.getClass() != to.getClass())
            return List.of(of("", "was " + Wording.of(from) + ", is " + Wording.of(to)));
        List<FieldChange> changes = new ArrayList<>();
        for (RecordComponent part : from.getClass().getRecordComponents()) {
            if (NOT_TOLD.contains(part.getName())) continue;
            var old = Wording.part(from, part);
            var now = Wording.part(to, part);
            if (!Objects.equals(old, now)) changes.addAll(between(Wording.spaced(part.getName()), old, now));
        }
        return changes;
    }

    private static List<FieldChange> between(String field, @Nullable Object from, @Nullable Object to) {
        if (from instanceof Examples old && to instanceof Examples now) return examples(old, now);
        if (from instanceof RuleCondition.Classifier old
                && to instanceof RuleCondition.Classifier now
                && old.classifier().equals(now.classifier())
                && old.category() == now.category()
                && old.languages().equals(now.languages())) return List.of(threshold(old.atLeast(), now.atLeast()));
        if (from instanceof RuleCondition.AnyPhrase && to instanceof RuleCondition.AnyPhrase)
            return between((Record) from, (Record) to);
        if (from instanceof Collection<?> old && to instanceof Collection<?> now)
            return List.of(members(field, old, now));
        return List.of(of(field, field + ": was " + Wording.of(from) + ", is " + Wording.of(to)));
    }

    private static FieldChange threshold(double from, double to) {
        return of(
                "threshold",
                "threshold: was " + from + ", is " + to
                        + (to > from ? " (matches less often)" : " (matches more often)"));
    }

    private static FieldChange members(String field, Collection<?> from, Collection<?> to) {
        List<String> added = missing(to, from);
        List<String> removed = missing(from, to);
        if (added.isEmpty() && removed.isEmpty()) return of(field, field + ": in another order");
        // Words and phrases may be what nobody wants to read; their number says what happened.
        boolean isTold = !field.equals("words") && !field.equals("phrases") && !field.equals("allow");
        return new FieldChange(
                field,
                field + ": " + told(added, "added", isTold)
                        + (added.isEmpty() || removed.isEmpty() ? "" : ", ")
                        + told(removed, "removed", isTold),
                added,
                removed);
    }

    private static List<String> missing(Collection<?> of, Collection<?> in) {
        var there = new LinkedHashSet<Object>(in);
        return of.stream()
                .filter(each -> !there.contains(each))
                .map(Wording::of)
                .sorted()
                .toList();
    }

    private static String told(List<String> members, String what, boolean byName) {
        if (members.isEmpty()) return "";
        return byName && members.size() <= 10 ? String.join(", ", members) + " " + what : members.size() + " " + what;
    }

    private static List<FieldChange> examples(Examples from, Examples to) {
        var old = texts(from);
        var now = texts(to);
        // That a line has moved is no change.
        if (old.equals(now)) return List.of();
        return List.of(of("examples", "examples: were " + old.size() + ", are " + now.size()));
    }

    private static List<String> texts(Examples examples) {
        List<String> texts = new ArrayList<>();
        examples.match().forEach(each -> texts.add("+" + each.language() + each.text()));
        examples.noMatch().forEach(each -> texts.add("-" + each.language() + each.text()));
        return texts;
    }

    private static FieldChange of(String field, String sentence) {
        return new FieldChange(field, sentence, List.of(), List.of());
    }
}
