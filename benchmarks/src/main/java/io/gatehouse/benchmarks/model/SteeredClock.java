package io.gatehouse.benchmarks.model;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that runs as the machine's does, from an instant of our choice on, and can be put ahead. */
final class SteeredClock extends Clock {
    private final AtomicReference<Duration> ahead;

    SteeredClock(Instant start) {
        ahead = new AtomicReference<>(Duration.between(Instant.now(), start));
    }

    void pass(Duration time) {
        ahead.updateAndGet(now -> now.plus(time));
    }

    LocalDate today() {
        return LocalDate.ofInstant(instant(), ZoneOffset.UTC);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the service reckons in UTC");
    }
}
