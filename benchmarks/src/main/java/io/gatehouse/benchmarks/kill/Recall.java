package io.gatehouse.benchmarks.kill;

import io.gatehouse.benchmarks.client.Answer;
import io.gatehouse.benchmarks.client.Request;
import io.gatehouse.benchmarks.client.Traffic;
import io.gatehouse.benchmarks.load.Acknowledged;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Asks once for every promise, in some way, and compares what is answered. Busy answers are asked again. */
final class Recall implements Traffic {
    private static final int MAX_TRIES_EACH = 20;

    private final List<Acknowledged> promises;
    private final ArrayDeque<Integer> left = new ArrayDeque<>();
    private final Function<Acknowledged, byte[]> ask;
    private final BiFunction<Acknowledged, Answer, @Nullable String> compare;
    private final IntConsumer progress;
    private final List<String> faults = new ArrayList<>();
    private int triesLeft;
    private int settled;

    /** @param compare what is wrong with the answer, or null */
    Recall(
            List<Acknowledged> promises,
            Function<Acknowledged, byte[]> ask,
            BiFunction<Acknowledged, Answer, @Nullable String> compare,
            IntConsumer progress) {
        this.promises = promises;
        this.ask = ask;
        this.compare = compare;
        this.progress = progress;
        this.triesLeft = promises.size() * MAX_TRIES_EACH;
        for (int i = 0; i < promises.size(); i++) left.addLast(i);
    }

    @Override
    public @Nullable Request next(long now) {
        var number = left.pollFirst();
        return number == null ? null : new Request(number, ask.apply(promises.get(number)));
    }

    @Override
    public void answered(Request request, Answer answer, long sentAt, long now) {
        var promise = promises.get(request.number());
        boolean busy = answer.status() == 503 || answer.status() == 429;
        if (busy && triesLeft-- > 0) {
            left.addLast(request.number());
            return;
        }
        var fault = answer.isSuccess() ? compare.apply(promise, answer) : "status " + answer.status();
        if (fault != null) faults.add(promise.decisionId() + ": " + fault);
        progress.accept(++settled);
    }

    @Override
    public void lost(Request request, long now) {
        if (triesLeft-- > 0) {
            left.addLast(request.number());
        } else {
            faults.add(promises.get(request.number()).decisionId() + ": no answer");
            progress.accept(++settled);
        }
    }

    @Override
    public boolean isFinished(long now) {
        return settled == promises.size();
    }

    int settled() {
        return settled;
    }

    List<String> faults() {
        return faults;
    }
}
