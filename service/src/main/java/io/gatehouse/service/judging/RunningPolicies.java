package io.gatehouse.service.judging;

import java.util.concurrent.atomic.AtomicReference;

/** Where every request finds what judges now. Exchanged as a whole by whoever follows the control database. Thread-safe. */
public final class RunningPolicies {
    private final AtomicReference<Running> running;

    public RunningPolicies(Running first) {
        running = new AtomicReference<>(first);
    }

    public Running now() {
        return running.get();
    }

    /** The version that decides for everyone whom no canary decides for. */
    public Judging active() {
        return now().active();
    }

    public void exchange(Running next) {
        running.set(next);
    }
}
