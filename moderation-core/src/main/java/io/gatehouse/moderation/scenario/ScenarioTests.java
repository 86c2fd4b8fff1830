package io.gatehouse.moderation.scenario;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Context;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.fact.ContentLabels;
import io.gatehouse.moderation.judge.Deadline;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.policy.Problem;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.rule.Scenario;
import io.gatehouse.moderation.rule.Scenario.Expected;
import io.gatehouse.moderation.rule.Scenario.Person;
import io.gatehouse.moderation.rule.Scenario.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plays scenarios with counters and notes in memory, as the service would with its own. The time is the scenario's; every
 * purpose is permitted.
 */
public final class ScenarioTests {
    private final Moderator moderator;
    private final Permissions permissions;

    private ScenarioTests(Moderator moderator) {
        this.moderator = moderator;
        this.permissions = new Permissions(moderator.policies().purposes(), List.of(), List.of());
    }

    /**
     * Plays every scenario of the moderator's policies.
     *
     * @return the first fault of each step, at the step's line; never a text. Empty when all is as the authors say
     */
    public static List<Problem> run(Moderator moderator) {
        var tests = new ScenarioTests(moderator);
        var faults = new ArrayList<Problem>();
        for (Scenario scenario : moderator.policies().scenarios()) tests.play(scenario, faults);
        return faults;
    }

    private void play(Scenario scenario, List<Problem> faults) {
        var memory = new FactMemory();
        Instant start = scenario.date().atTime(LocalTime.NOON).toInstant(ZoneOffset.UTC);
        Instant now = start;
        int number = 0;
        for (Step step : scenario.steps()) {
            Duration at = step.at();
            if (at != null) now = start.plus(at);
            String first = null;
            for (int n = 1; n <= step.repeat(); n++) {
                var judged = judge(step, n, "m-" + ++number, now, memory);
                if (first == null)
                    first = fault(step.expected(), judged)
                            .map(numbered(step, n))
                            .orElse(null);
                now = now.plus(step.every());
            }
            if (first != null)
                faults.add(new Problem(
                        step.source().file(),
                        step.source().line(),
                        "scenario '" + scenario.name() + "': " + first,
                        null));
        }
    }

    private static java.util.function.UnaryOperator<String> numbered(Step step, int n) {
        return fault -> step.repeat() == 1 ? fault : "message " + n + ": " + fault;
    }

    private Judgement judge(Step step, int n, String id, Instant now, FactMemory memory) {
        Person author = step.author();
        var content = new Content(
                new ContentId(id),
                step.surface(),
                now,
                author.country(),
                null,
                List.of(new Part.Text(numbered(step.text(), n))),
                context(step, n, now));
        var seen = moderator.observe(content, permissions, Deadline.NONE);
        String name = numbered(author.id(), n);
        var recipients =
                step.recipients().stream().map(each -> numbered(each, n)).toList();
        var facts = memory.tell(new FactMemory.Sent(name, id, content.context().conversation(), recipients), seen, now);
        var told = step.storeIsDown() ? memory.nothing(now) : memory.with(facts, seen, name, author.strikes());
        var judged = moderator.conclude(content, seen, told.with(standing(step.contentLabels(), now)));
        memory.note(name, id, judged.marks(), now);
        return judged;
    }

    private static ContentLabels standing(Set<String> labels, Instant now) {
        var until = new TreeMap<String, Instant>();
        for (String label : labels) until.put(label, now.plus(Duration.ofDays(1)));
        return new ContentLabels(until);
    }

    private static Context context(Step step, int n, Instant now) {
        Person author = step.author();
        Integer age = author.ageDays();
        Integer followers = author.followers();
        String conversation = step.conversation();
        return new Context(
                null,
                age == null ? null : now.minus(Duration.ofDays(age)),
                author.labels(),
                followers == null ? null : followers.longValue(),
                conversation == null ? null : numbered(conversation, n),
                step.recipients().isEmpty() ? null : (long) step.recipients().size(),
                step.isFirstContact());
    }

    private static String numbered(String text, int n) {
        return text.replace("{n}", Integer.toString(n));
    }

    private static Optional<String> fault(Expected expected, Judgement judged) {
        String verdict = judged.verdict().wireName();
        Set<RuleId> rules =
                judged.rules().stream().map(match -> match.rule().id()).collect(Collectors.toSet());
        @Nullable String wanted = expected.verdict();
        if (wanted != null && !wanted.equals(verdict))
            return Optional.of("verdict " + verdict + " instead of " + wanted + ", by " + names(rules));
        for (RuleId rule : expected.rules())
            if (!rules.contains(rule)) return Optional.of("rule " + rule + " should match but does not");
        for (RuleId rule : expected.notRules())
            if (rules.contains(rule)) return Optional.of("rule " + rule + " should not match but does");
        return Optional.empty();
    }

    private static String names(Set<RuleId> rules) {
        return rules.isEmpty()
                ? "no rule"
                : rules.stream().sorted().map(RuleId::value).collect(Collectors.joining(", "));
    }
}
