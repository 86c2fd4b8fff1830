package io.gatehouse.service.classifier;

import io.gatehouse.moderation.fact.ToldScores;
import io.gatehouse.moderation.judge.WantedScores;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.classifier.RemoteClassifier.Asked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks classifiers that run elsewhere about the texts of one content. A text leaves its home region only with leave of the transfer
 * gate, which is in the log of that region first. What cannot be asked is told as failed, with the reason, and never as "nothing
 * found". Thread-safe.
 */
public final class ClassifierDesk implements AutoCloseable {
    private final Map<String, RemoteClassifier> configured;
    private final TextPassages passages;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    ClassifierDesk(Map<String, RemoteClassifier> configured, TextPassages passages) {
        this.configured = Map.copyOf(configured);
        this.passages = passages;
    }

    /**
     * @param home where the content is at home
     * @param author whose texts they are
     * @param left of the time that the content may take
     */
    public ToldScores tell(WantedScores wanted, RegionId home, AccountRef author, Duration left) {
        if (wanted.classifiers().isEmpty()) return ToldScores.NONE;
        long end = System.nanoTime() + left.toNanos();
        var names = wanted.classifiers().stream().sorted().toList();
        if (names.size() == 1) return told(names, List.of(ask(names.getFirst(), wanted, home, author, end)));
        var answers = new ArrayList<Future<Asked>>();
        for (String name : names) answers.add(threads.submit(() -> ask(name, wanted, home, author, end)));
        return told(names, answers.stream().map(ClassifierDesk::await).toList());
    }

    private static ToldScores told(List<String> names, List<Asked> answers) {
        var said = new HashMap<String, Map<Category, Double>>();
        var failed = new ArrayList<FailedSignal>();
        for (int i = 0; i < names.size(); i++)
            switch (answers.get(i)) {
                case Asked.Said(var scores) -> said.put(names.get(i), scores);
                case Asked.Failed(String reason) -> failed.add(new FailedSignal(names.get(i), reason));
            }
        return new ToldScores(said, failed);
    }

    /** Whatever breaks, the content is judged, and told that this one was not asked. */
    private Asked ask(String name, WantedScores wanted, RegionId home, AccountRef author, long end) {
        try {
            return tryAsking(name, wanted, home, author, end);
        } catch (RuntimeException broken) {
            return brokeBy(broken);
        }
    }

    private Asked tryAsking(String name, WantedScores wanted, RegionId home, AccountRef author, long end) {
        var classifier = configured.get(name);
        if (classifier == null) return new Asked.Failed("not configured: gatehouse.classifiers." + name);
        var remembered = classifier.remembered(wanted.language(), wanted.texts());
        if (remembered.isPresent()) return new Asked.Said(remembered.get());
        try {
            var refusal = passages.refusal(name, classifier.settings(), home, author);
            if (refusal.isPresent()) return new Asked.Failed("crossing refused: " + refusal.get());
        } catch (DatabaseUnavailableException | DatabaseBusyException away) {
            // Nothing may leave that is not in the log first.
            return new Asked.Failed(FailedSignal.UNAVAILABLE + ": the log of " + home + " cannot be written");
        }
        // The gate took its part of the time.
        return classifier.ask(wanted.language(), wanted.texts(), Duration.ofNanos(end - System.nanoTime()));
    }

    private static Asked brokeBy(Throwable broken) {
        return new Asked.Failed(FailedSignal.FAILED + broken.getClass().getSimpleName());
    }

    private static Asked await(Future<Asked> answer) {
        try {
            return answer.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Asked.Failed(FailedSignal.UNAVAILABLE + ": interrupted");
        } catch (ExecutionException broken) {
            Throwable cause = broken.getCause();
            return brokeBy(cause == null ? broken : cause);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
