package io.gatehouse.service.judging;

import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.condition.Condition;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.fact.MediaFindings;
import io.gatehouse.moderation.fact.ToldScores;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.WantedScores;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Judges what comes by contracts that know no author: as a public comment of nobody, by the version that decides for everyone.
 * Nothing is stored, and nothing is counted.
 */
@Component
public final class NobodysComments {
    /** A country of nobody (ISO 3166-1, user-assigned): a public surface does not ask where its author lives. */
    private static final String NOWHERE = "ZZ";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final RunningPolicies policies;
    private final Clock clock;

    NobodysComments(RunningPolicies policies, Clock clock) {
        this.policies = policies;
        this.clock = clock;
    }

    /** What judges now: one request takes it once, and judges all of itself by it. */
    public Judging judging() {
        return policies.active();
    }

    public Judgement judge(Judging judging, List<Part> parts, MediaFindings media) {
        var now = clock.instant();
        var content = new Content(new ContentId("nobodys"), Surface.COMMENT, now, NOWHERE, null, parts);
        return judging.judge(
                        content,
                        now,
                        judging.deadlineOf(content),
                        // Counters are about authors; this content has none, so each has counted nothing.
                        seen -> Facts.still(seen.wantedFacts(), 0).with(media).with(notAsked(seen.wantedScores())))
                .judgement();
    }

    /** Elsewhere: nobody's text has no home that it could leave, or stay in. */
    private static ToldScores notAsked(WantedScores wanted) {
        return new ToldScores(
                Map.of(),
                wanted.classifiers().stream()
                        .sorted()
                        .map(name -> new FailedSignal(name, "not asked: the text is nobody's and has no home region"))
                        .toList());
    }

    /**
     * The categories that anything of a version looks for in a text of nobody's: a rule of the words, or a classifier that runs here. No
     * other score means anything. Counts, media and classifiers elsewhere are not asked about such a text.
     */
    public static Set<Category> lookedFor(Judging judging) {
        var here = judging.moderator().classifiers().stream()
                .map(TextClassifier::name)
                .collect(Collectors.toUnmodifiableSet());
        var categories = EnumSet.noneOf(Category.class);
        for (var rule : judging.moderator().policies().rules()) {
            if (!rule.surfaces().contains(Surface.COMMENT)) continue;
            boolean looks = false;
            for (var asked : scoresOf(rule)) {
                if (!here.contains(asked.classifier())) continue;
                categories.add(asked.category());
                looks = true;
            }
            if (looks || rule.condition() instanceof RuleCondition.OnText) categories.add(rule.category());
        }
        return categories;
    }

    private static Set<Condition.AskedScore> scoresOf(Rule rule) {
        var scores = new HashSet<Condition.AskedScore>();
        if (rule.condition() instanceof RuleCondition.Classifier asked)
            scores.add(new Condition.AskedScore(asked.classifier(), asked.category()));
        var guard = rule.guard();
        if (guard != null) scores.addAll(guard.condition().scores());
        return scores;
    }

    /**
     * Refuses to tell what is only half known, to clients that read no more than scores: they would take it for "nothing found".
     *
     * @throws ProblemException where asking again may well help, naming what could not be asked
     */
    public static void requireWhole(Judgement judgement) {
        String failed = judgement.degraded().stream()
                .filter(FailedSignal::mayPass)
                .map(failure -> failure.signal() + " (" + failure.reason() + ")")
                .collect(Collectors.joining(", "));
        if (!failed.isEmpty())
            throw new ProblemException(
                    Problem.of(ProblemType.NOT_JUDGED, "Not asked: " + failed + ". Send the same again.")
                            .retryAfter(RETRY_AFTER));
    }
}
