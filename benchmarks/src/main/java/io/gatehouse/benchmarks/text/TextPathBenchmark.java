package io.gatehouse.benchmarks.text;

import io.gatehouse.benchmarks.load.Messages;
import io.gatehouse.benchmarks.process.Workbench;
import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Deadline;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.language.NgramLanguageIdentifier;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.text.FoldedText;
import io.gatehouse.moderation.text.FoldedView;
import io.gatehouse.service.judging.Norms;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Microseconds a message, on one core: the whole way from text to judgement, and its dear parts alone. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseParallelGC")
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class TextPathBenchmark {
    /** Enough that no branch predictor learns them by heart. */
    private static final int MESSAGES = 20_000;

    private Messages messages;
    private NgramLanguageIdentifier languages;
    private List<TextClassifier> classifiers;
    private Moderator moderator;
    private Permissions permissions;
    private int next;

    /** JMH makes the object before anything can be read; see {@link #setUp}. */
    @SuppressWarnings("NullAway.Init")
    public TextPathBenchmark() {}

    @Setup
    public void setUp() {
        var home = Workbench.home();
        var texts = Messages.directory(home)
                .orElseThrow(() -> new IllegalStateException("the labelled texts (../shared/data) are not here"));
        messages = Messages.sample(texts, MESSAGES, 1);
        var norms = Norms.read(home.resolve("policies"), Norms.Law.SHIPPED);
        languages = NgramLanguageIdentifier.load();
        classifiers = norms.classifiers();
        moderator = norms.moderator();
        permissions = norms.law()
                .permissions(
                        Surface.COMMENT,
                        Set.of("IE"),
                        LocalDate.EPOCH,
                        norms.policies().purposes());
    }

    private String nextText() {
        return messages.text(next++);
    }

    @Benchmark
    public List<FoldedView> fold() {
        return FoldedText.of(nextText()).full();
    }

    @Benchmark
    public LanguageGuess identifyLanguage() {
        return languages.identify(nextText());
    }

    @Benchmark
    public Map<Category, Double> classify() {
        return classifiers.getFirst().score(nextText());
    }

    @Benchmark
    public Judgement judge() {
        var content = new Content(
                new ContentId("m-" + next),
                Surface.COMMENT,
                Instant.EPOCH,
                "IE",
                null,
                List.of(new Part.Text(nextText())));
        var seen = moderator.observe(content, permissions, Deadline.NONE);
        return moderator.conclude(
                content, seen, Facts.still(seen.wantedFacts(), 1).at(Instant.EPOCH));
    }
}
