package io.gatehouse.service.policy;

import io.gatehouse.jobs.JobAlert;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.service.bank.HashAlerts;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What somebody has to look at: of policies, of hashes and of jobs, in one list. Nothing personal is in it. */
@Component
public final class OpenAlerts {
    /** Whoever has more reads no list. */
    private static final int SHOWN = 200;

    private final PolicyStore store;
    private final HashAlerts hashes;
    private final JobDesk jobs;

    OpenAlerts(PolicyStore store, HashAlerts hashes, JobDesk jobs) {
        this.store = store;
        this.hashes = hashes;
        this.jobs = jobs;
    }

    /**
     * @param alerts newest first; each with {@code kind}, {@code at} and {@code reason}, and what it is about
     * @param unasked regions whose cell is away: what waits there is not known
     */
    public record Open(List<Map<String, Object>> alerts, List<String> unasked) {}

    public Open open() {
        var waiting = hashes.waiting();
        var alerts = Stream.of(
                        store.alerts().stream().map(PolicyJson::event),
                        waiting.alerts().stream(),
                        jobs.alerts().stream().map(OpenAlerts::json))
                .flatMap(each -> each)
                .sorted(Comparator.comparing(
                                (Map<String, Object> alert) -> Instant.parse(String.valueOf(alert.get("at"))))
                        .reversed())
                .limit(SHOWN)
                .toList();
        return new Open(alerts, waiting.unasked());
    }

    private static Map<String, Object> json(JobAlert alert) {
        var json = new LinkedHashMap<String, Object>();
        json.put("kind", alert.kind());
        json.put("at", alert.at().toString());
        json.put("job", alert.job());
        json.put("since", alert.since().toString());
        json.put("times", alert.times());
        json.put("reason", alert.message());
        return json;
    }
}
