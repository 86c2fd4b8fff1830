package io.gatehouse.service.start;

import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Observation;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.decision.Answer;
import io.gatehouse.service.decision.DecisionRecord;
import io.gatehouse.service.decision.StoredContent;
import io.gatehouse.service.judging.RunningPolicies;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/**
 * Judges made-up texts until the compiler has seen the way of a message: cold, the first ones took over a second. Runs
 * before the process calls itself ready. Stores nothing.
 */
@Component
final class WarmUp implements ApplicationRunner {
    /** Enough for the first compiled tier of everything on the way; takes a fraction of a second. */
    private static final int TEXTS = 600;

    /** A start is not to wait for a policy that is slow. */
    private static final Duration LONGEST = Duration.ofSeconds(3);

    private static final List<String> WORDS = List.of(
            "hello",
            "where",
            "are",
            "you",
            "today",
            "the",
            "train",
            "leaves",
            "at",
            "nine",
            "bonjour",
            "le",
            "chat",
            "dort",
            "sur",
            "la",
            "table",
            "guten",
            "Morgen",
            "heute",
            "regnet",
            "es",
            "see",
            "photo",
            "tomorrow",
            "https://example.org/a?b=c",
            "+44 20 7946 0000",
            "a@example.org",
            "🙂",
            "ОК",
            "ﬁne",
            "s t r e t c h e d");

    private final RunningPolicies policies;
    private final Clock clock;

    WarmUp(RunningPolicies policies, Clock clock) {
        this.policies = policies;
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        long end = System.nanoTime() + LONGEST.toNanos();
        var judging = policies.active();
        var nowhere = new RegionId("nowhere");
        for (int i = 0; i < TEXTS && System.nanoTime() < end; i++) {
            var judged = judging.judge(content(i), clock.instant(), Duration.ofSeconds(1), WarmUp::nothingCounted);
            byte[] answer = Answer.write(judged, "nowhere.s.warm", "nowhere.d.warm", nowhere);
            if (Answer.complete(answer, nowhere, i).length == 0
                    || DecisionRecord.write(judged).length == 0
                    || StoredContent.write(judged.content(), "warm", List.of()).length == 0)
                throw new IllegalStateException("a decision has no papers");
        }
    }

    private Content content(int i) {
        var text = new StringBuilder();
        for (int word = 0; word < 4 + i % 24; word++)
            text.append(WORDS.get((i * 7 + word * 13) % WORDS.size())).append(' ');
        var surface = Surface.values()[i % (Surface.values().length - 1)];
        return new Content(
                new ContentId("warm-" + i),
                surface,
                clock.instant(),
                "ZZ",
                null,
                List.of(new Part.Text(text.toString())));
    }

    private static Facts nothingCounted(Observation seen) {
        return Facts.still(seen.wantedFacts(), 0);
    }
}
