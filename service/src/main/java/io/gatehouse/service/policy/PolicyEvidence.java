package io.gatehouse.service.policy;

import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.region.RegionId;
import io.micrometer.core.instrument.MeterRegistry;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SortedMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies what happened to policies into the log of every region served here. The control database says how far each log
 * has come; ids are derived from the event, so that a copy made twice, by two nodes or after a crash, is one entry. {@link
 * #copy} is called by one thread.
 */
final class PolicyEvidence {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyEvidence.class);
    private static final int EVENTS_AT_ONCE = 100;

    private final PolicyStore store;
    private final SortedMap<RegionId, CellWriter> cells;
    private final MeterRegistry metrics;

    PolicyEvidence(PolicyStore store, SortedMap<RegionId, CellWriter> cells, MeterRegistry metrics) {
        this.store = store;
        this.cells = cells;
        this.metrics = metrics;
    }

    /** @throws io.gatehouse.residency.database.DatabaseUnavailableException when a database is away; repeating is safe */
    void copy() {
        for (var cell : cells.entrySet()) {
            String region = cell.getKey().value();
            long after = store.loggedUpTo(region);
            var events = store.eventsAfter(after, EVENTS_AT_ONCE);
            for (PolicyEvent event : events) {
                var _ = cell.getValue()
                        .append(new LogEvent(id(region, event), event.kind(), event.at(), evidence(event)));
                store.logged(region, event.id());
                if (event.alert() && cell.getKey().equals(cells.firstKey())) alert(event);
            }
        }
    }

    /** The reason stays out: people write it, and a log never forgets. */
    private static EntryFacts evidence(PolicyEvent event) {
        var facts = new LinkedHashMap<String, Object>();
        facts.put("policy_digest", event.digest());
        facts.put("by", event.by());
        if (event.rule() != null) facts.put("rule", event.rule());
        if (event.percent() != null) facts.put("percent", event.percent());
        if (event.replaced() != null) facts.put("replaced_policy_digest", event.replaced());
        return new EntryFacts(facts);
    }

    private void alert(PolicyEvent event) {
        LOG.warn(
                "ALERT {} policy={} rule={} by={}: {}",
                event.kind(),
                event.digest(),
                event.rule() == null ? "-" : event.rule(),
                event.by(),
                // What a person wrote as a reason is not for the log of a process.
                event.by().equals(PolicyEvent.NOBODY) ? event.reason() : "asked for by a person");
        metrics.counter("gatehouse.policy.alerts", "kind", event.kind()).increment();
    }

    /** Of the form of every other id, {@code <region>.e.<26 characters>}. */
    private static String id(String region, PolicyEvent event) {
        String what = String.join(
                "/",
                "policy",
                region,
                event.digest(),
                Long.toString(event.id()),
                event.at().toString());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(what.getBytes(StandardCharsets.UTF_8));
            String text =
                    new BigInteger(1, Arrays.copyOf(hash, 17)).toString(32).toLowerCase(Locale.ROOT);
            return region + ".e." + "0".repeat(Math.max(0, 26 - text.length()))
                    + text.substring(0, Math.min(26, text.length()));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
