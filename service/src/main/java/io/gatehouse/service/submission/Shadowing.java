package io.gatehouse.service.submission;

import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Observation;
import io.gatehouse.residency.cell.ShadowVerdict;
import io.gatehouse.service.judging.Judged;
import io.gatehouse.service.judging.Judging;
import io.gatehouse.service.judging.Running;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Asks the versions in shadow about what was just judged. Whatever comes of it, the decision stays as it is. */
@Component
final class Shadowing {
    private final Counter failed;

    Shadowing(MeterRegistry metrics) {
        failed = Counter.builder("gatehouse.shadow.failed")
                .description("contents that a policy version in shadow could not judge")
                .register(metrics);
    }

    /** One verdict for each version in shadow that could conclude. */
    List<ShadowVerdict> beside(Judged decided, Running running, Function<Observation, Facts> facts) {
        if (running.shadows().isEmpty()) return List.of();
        var verdicts = new ArrayList<ShadowVerdict>(running.shadows().size());
        for (Judging shadow : running.shadows()) {
            try {
                verdicts.add(verdict(shadow, decided, facts));
            } catch (RuntimeException broken) {
                // A version that is not in force must not stop what is: operators see the counter, and no row is no
                // match.
                failed.increment();
            }
        }
        return verdicts;
    }

    private static ShadowVerdict verdict(Judging shadow, Judged decided, Function<Observation, Facts> facts) {
        var judged = shadow.judge(decided.content(), decided.judgedAt(), shadow.deadlineOf(decided.content()), facts);
        Judgement judgement = judged.judgement();
        return new ShadowVerdict(
                shadow.versions().policyDigest(),
                judgement.verdict().wireName(),
                judgement.labels().stream()
                        .map(label -> label.category().wireName())
                        .toList(),
                rules(judgement),
                rules(decided.judgement()),
                !judgement.degraded().isEmpty());
    }

    private static List<String> rules(Judgement judgement) {
        return judgement.rules().stream()
                .map(match -> match.rule().id().value())
                .toList();
    }
}
