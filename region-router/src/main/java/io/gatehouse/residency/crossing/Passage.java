package io.gatehouse.residency.crossing;

import io.gatehouse.residency.region.RegionId;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Leave to cross, which only {@link TransferGate} gives, after the entry in the log is durable. Whatever copies from one
 * cell to another asks for one and calls {@link #check} before it moves anything. Thread-safe.
 */
public final class Passage {
    private final Answer answer;
    private final Instant expires;
    private final Clock clock;
    private final AtomicLong left;

    Passage(Answer answer, Ruling.Permitted permitted, Clock clock) {
        this.answer = answer;
        this.expires = permitted.expires();
        this.clock = clock;
        this.left = new AtomicLong(answer.crossing().subjects());
    }

    /** The transfer's id, under which it stands in the log of the data's home. */
    public String id() {
        return answer.transferId();
    }

    public Crossing crossing() {
        return answer.crossing();
    }

    public Instant expires() {
        return expires;
    }

    /**
     * @throws IllegalStateException when the passage is of other regions, does not cover the kind, or has closed
     */
    public void check(RegionId from, RegionId to, DataKind kind) {
        var crossing = answer.crossing();
        if (!crossing.from().equals(from)
                || !(crossing.to() instanceof Destination.ToRegion(var region))
                || !region.equals(to))
            throw new IllegalStateException("the transfer " + id() + " is not one from " + from + " to " + to);
        checkKind(kind);
    }

    /** @throws IllegalStateException when the passage does not cover the kind, or has closed */
    public void checkKind(DataKind kind) {
        if (!answer.crossing().data().contains(kind))
            throw new IllegalStateException("the transfer " + id() + " does not cover " + kind.wireName());
        if (!clock.instant().isBefore(expires))
            throw new IllegalStateException("the transfer " + id() + " closed at " + expires + "; ask the gate again");
    }

    /**
     * Takes some of the people the crossing was asked for.
     *
     * @throws IllegalStateException when these are more than are left; then nothing was taken
     */
    public void take(long subjects) {
        long before = left.getAndUpdate(value -> value >= subjects ? value - subjects : value);
        if (before < subjects)
            throw new IllegalStateException("the transfer " + id() + " is for "
                    + answer.crossing().subjects() + " people; " + before + " are left, " + subjects + " were wanted");
    }
}
