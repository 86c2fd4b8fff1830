package io.gatehouse.benchmarks.load;

import io.gatehouse.benchmarks.client.Answer;
import io.gatehouse.benchmarks.client.HttpLoop;
import io.gatehouse.benchmarks.client.Request;
import io.gatehouse.benchmarks.client.Traffic;
import io.gatehouse.service.terminal.ProgressBar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One run: makes the requests, sends them, keeps the ledger. */
public final class LoadRunner {
    /** Beyond any deadline that the contract allows. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private static final Duration RUN_LIMIT = Duration.ofMinutes(10);

    private final Target target;
    private final int connections;

    public LoadRunner(Target target, int connections) {
        this.target = target;
        this.connections = connections;
    }

    /** @param perSecond 0 for as fast as the service answers */
    public Finished run(Screenings screenings, int count, double perSecond, String name) {
        // Made before the clock starts: the generator shares its cores with what it measures.
        List<Request> requests =
                IntStream.range(0, count).mapToObj(screenings::request).toList();
        try (var bar = ProgressBar.onStandardError(name, "decisions");
                var loop = new HttpLoop(target.address(), connections, ANSWER_LIMIT)) {
            var traffic =
                    new LoadTraffic(requests, screenings, perSecond, n -> bar.update(n, (double) n / requests.size()));
            loop.run(traffic, RUN_LIMIT);
            return new Finished(
                    new Ledger(screenings.runToken(), traffic.unanswered(), 0, traffic.acknowledged()),
                    traffic.figures());
        }
    }

    /** What a run left behind. */
    public record Finished(Ledger ledger, LoadFigures figures) {}

    /**
     * Sends screenings of authors who have no home region.
     *
     * @return the statuses answered, in order; all must be 422
     */
    public List<Integer> runRefused(Screenings screenings, int count) {
        var statuses = new ArrayList<Integer>();
        var left = new ArrayList<>(
                IntStream.range(0, count).mapToObj(screenings::request).toList());
        try (var loop = new HttpLoop(target.address(), 1, ANSWER_LIMIT)) {
            loop.run(new OneByOne(left, statuses, count), ANSWER_LIMIT);
        }
        return statuses;
    }

    private record OneByOne(List<Request> left, List<Integer> statuses, int count) implements Traffic {
        @Override
        public @Nullable Request next(long now) {
            return left.isEmpty() ? null : left.removeFirst();
        }

        @Override
        public void answered(Request request, Answer answer, long sentAt, long now) {
            statuses.add(answer.status());
        }

        @Override
        public void lost(Request request, long now) {
            statuses.add(0);
        }

        @Override
        public boolean isFinished(long now) {
            return statuses.size() == count;
        }
    }

    static double median(double... values) {
        var sorted = Arrays.stream(values).sorted().toArray();
        if (sorted.length == 0) return Double.NaN;
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
