package io.gatehouse.service.submission;

import io.gatehouse.service.judging.Judged;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** What operators watch: how long screenings take, how they end, how often a signal failed. */
@Component
final class ScreeningMetrics {
    private final MeterRegistry registry;
    private final RecentScreenings recent;
    private final Counter degraded;
    // Looking a timer up by its tags on each message would cost more than timing it.
    private final ConcurrentHashMap<String, Timer> timers = new ConcurrentHashMap<>();

    ScreeningMetrics(MeterRegistry registry, RecentScreenings recent) {
        this.recent = recent;
        this.registry = registry;
        this.degraded = Counter.builder("gatehouse.screenings.degraded")
                .description("decisions made while a signal could not be asked")
                .register(registry);
    }

    void count(Judged judged, Duration took) {
        recent.took(took);
        String surface = judged.content().surface().wireName();
        String verdict = judged.judgement().verdict().wireName();
        timers.computeIfAbsent(surface + ' ' + verdict, _ -> timer(surface, verdict))
                .record(took);
        if (!judged.judgement().degraded().isEmpty()) degraded.increment();
    }

    private Timer timer(String surface, String verdict) {
        return Timer.builder("gatehouse.screening")
                .description("from the parsed request to the durable decision")
                .tag("surface", surface)
                .tag("verdict", verdict)
                .publishPercentiles(0.5, 0.99)
                .register(registry);
    }
}
