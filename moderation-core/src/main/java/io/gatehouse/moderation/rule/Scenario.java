package io.gatehouse.moderation.rule;

import io.gatehouse.moderation.content.Surface;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A course of messages by which a rule's author says what is meant where one text is not enough: floods, new accounts,
 * strikes, a store of counters that is down.
 *
 * @param date on which it plays, from noon UTC
 */
public record Scenario(String name, LocalDate date, List<Step> steps, SourceLine source) {
    public Scenario {
        steps = List.copyOf(steps);
    }

    /**
     * Some messages in a row, all alike but for {@code {n}}, which stands for 1, 2 and so on in text and names.
     *
     * @param at from the scenario's beginning; null right after the step before
     * @param every between one message and the next
     * @param contentLabels that earlier decisions noted on the same content: it is an edit, or looked at again
     * @param storeIsDown whether counters and notes cannot be read meanwhile
     */
    public record Step(
            String text,
            Surface surface,
            @Nullable Duration at,
            int repeat,
            Duration every,
            Person author,
            @Nullable String conversation,
            List<String> recipients,
            @Nullable Boolean isFirstContact,
            Set<String> contentLabels,
            boolean storeIsDown,
            Expected expected,
            SourceLine source) {
        public Step {
            recipients = List.copyOf(recipients);
            contentLabels = Set.copyOf(contentLabels);
        }
    }

    /**
     * The author as the platform describes them; null is unsaid.
     *
     * @param strikes that they had before, beside those that the scenario's own decisions note
     */
    public record Person(
            String id,
            String country,
            @Nullable Integer ageDays,
            @Nullable Set<String> labels,
            @Nullable Integer followers,
            int strikes) {
        public Person {
            labels = labels == null ? null : Set.copyOf(labels);
        }
    }

    /**
     * What must come of every message of a step.
     *
     * @param verdict {@code allow, review} or {@code restrict}; null when any will do
     * @param rules that must be among those that match
     * @param notRules that must not
     */
    public record Expected(@Nullable String verdict, List<RuleId> rules, List<RuleId> notRules) {
        public Expected {
            rules = List.copyOf(rules);
            notRules = List.copyOf(notRules);
        }
    }
}
