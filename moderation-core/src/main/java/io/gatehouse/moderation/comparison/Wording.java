package io.gatehouse.moderation.comparison;

import io.gatehouse.moderation.rule.Consequence;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.verdict.EnforcementAction;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands in policies, in few words. What has no words of its own here is told part by part. */
final class Wording {
    /** Longer lists are told by their number. */
    private static final int LISTED = 6;

    private Wording() {}

    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "none";
            case Consequence consequence -> consequence(consequence);
            case RuleCondition.AnyBank(var banks) -> "a word of " + String.join(" or ", banks);
            case RuleCondition.Classifier asked -> classifier(asked);
            case RuleCondition.Count(var fact, var window, var atLeast) ->
                fact + " at least " + atLeast + " within " + duration(window);
            case RuleCondition.Pii(var kinds, var states) ->
                "personal data: " + of(kinds) + (states.isEmpty() ? "" : "; national ids of " + of(states));
            case RuleCondition.Digest(var bank) -> "media of " + bank;
            case RuleCondition.KnownMedia(var bank, var within) ->
                "media that hash bank " + bank + " knows, within " + within + " bits";
            case EnforcementAction action -> action(action);
            case Duration duration -> duration(duration);
            case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
            case Collection<?> many -> many(many);
            case Record parts -> parts(parts);
            default -> String.valueOf(value);
        };
    }

    private static String consequence(Consequence consequence) {
        return switch (consequence) {
            case Consequence.LabelOnly() -> "label only";
            case Consequence.AskReview(boolean hold) -> hold ? "hold for review" : "review";
            case Consequence.Restriction(var actions) -> "restrict: " + of(actions);
        };
    }

    private static String action(EnforcementAction action) {
        Duration lasts = action.duration();
        return action.kind() + " in " + String.join(", ", action.scope()) + (lasts == null ? "" : " for " + of(lasts));
    }

    private static String classifier(RuleCondition.Classifier asked) {
        return asked.classifier() + " " + asked.category().wireName() + " at least " + asked.atLeast()
                + (asked.languages().isEmpty() ? "" : " in " + of(asked.languages()));
    }

    /** {@code 90m}, {@code 30d}: as policies write them. */
    private static String duration(Duration duration) {
        if (duration.toSeconds() % 86_400 == 0 && !duration.isZero()) return duration.toDays() + "d";
        if (duration.toSeconds() % 3_600 == 0 && !duration.isZero()) return duration.toHours() + "h";
        if (duration.toSeconds() % 60 == 0 && !duration.isZero()) return duration.toMinutes() + "m";
        return duration.toMillis() % 1_000 == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }

    private static String many(Collection<?> many) {
        if (many.isEmpty()) return "none";
        if (many.size() > LISTED) return many.size() + " of them";
        List<String> words = new ArrayList<>(many.stream().map(Wording::of).toList());
        if (many instanceof Set<?>) words.sort(null);
        return String.join(", ", words);
    }

    private static String parts(Record whole) {
        var text = new StringBuilder(spaced(whole.getClass().getSimpleName()));
        String before = " (";
        for (RecordComponent part : whole.getClass().getRecordComponents()) {
            text.append(before).append(spaced(part.getName())).append(' ').append(of(part(whole, part)));
            before = ", ";
        }
        return before.equals(", ") ? text + ")" : text.toString();
    }

    static @Nullable Object part(Record whole, RecordComponent part) {
        try {
            return part.getAccessor().invoke(whole);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("records of policies are public", e);
        }
    }

    /** {@code atLeast}: at least. */
    static String spaced(String name) {
        var text = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.isUpperCase(c) && !text.isEmpty()) text.append(' ');
            text.append(Character.toLowerCase(c));
        }
        return text.toString();
    }
}
