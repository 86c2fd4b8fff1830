package io.gatehouse.service.operator;

import io.gatehouse.residency.crossing.RecordedCrossing;
import io.gatehouse.residency.operator.PlatformReads;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.region.CrossingBooks;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who read personal data, from where, for what: each read, or counted by country. */
@RestController
final class OperatorAccessController {
    /** One answer; for more, ask from the last one's time on. */
    private static final int MOST_LISTED = 1_000;
    /** Counted in memory: a quarter's reads of a large team. Beyond it the answer says that there are more. */
    private static final int MOST_COUNTED = 200_000;

    private static final Duration USUAL_SPAN = Duration.ofDays(30);

    private final CrossingBooks books;
    private final PlatformReads platform;
    private final ServedRegions regions;
    private final Clock clock;

    OperatorAccessController(CrossingBooks books, PlatformReads platform, ServedRegions regions, Clock clock) {
        this.books = books;
        this.platform = platform;
        this.regions = regions;
        this.clock = clock;
    }

    @GetMapping("/v1/operator-accesses")
    Map<String, Object> list(
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String region,
            @RequestParam(required = false) @Nullable String by) {
        var faults = new Faults();
        Instant end = time("to", to, clock.instant().plusMillis(1), faults);
        Instant begin = time("from", from, end.minus(USUAL_SPAN), faults);
        if (by != null && !by.equals("country")) faults.add("query:by", "must be country, or be left out");
        faults.refuseAny();
        Optional<RegionId> only = region == null
                ? Optional.empty()
                : Optional.of(regions.named(region).id());
        int most = by == null ? MOST_LISTED : MOST_COUNTED;
        var found = books.accesses(only, begin, end, most + 1);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("from", begin.toString());
        fields.put("to", end.toString());
        fields.put("more", found.size() > most);
        var shown = found.stream().limit(most).toList();
        if (by == null)
            fields.put(
                    "accesses",
                    shown.stream().map(OperatorAccessController::describe).toList());
        else fields.put("countries", byCountry(shown, only, begin, end));
        return fields;
    }

    private static Instant time(String name, @Nullable String text, Instant absent, Faults faults) {
        if (text == null) return absent;
        try {
            return Instant.parse(text);
        } catch (DateTimeException _) {
            faults.add("query:" + name, "must be a time of RFC 3339 in UTC, such as 2026-11-24T00:00:00Z");
            return absent;
        }
    }

    private static Map<String, Object> describe(RecordedCrossing access) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("access_id", access.transferId());
        fields.put("region", access.region().value());
        fields.put("at", access.at().toString());
        fields.put("facts", JsonMapper.shared().readTree(access.facts()));
        fields.put("evidence", Map.of("log", access.region().value(), "index", access.index()));
        return fields;
    }

    /** What is counted together. Ordered as the report is. */
    private record Row(String country, String region, String actor, String purpose, String data, String outcome)
            implements Comparable<Row> {
        private static final java.util.Comparator<Row> ORDER = java.util.Comparator.comparing(Row::country)
                .thenComparing(Row::region)
                .thenComparing(Row::actor)
                .thenComparing(Row::purpose)
                .thenComparing(Row::data)
                .thenComparing(Row::outcome);

        @Override
        public int compareTo(Row other) {
            return ORDER.compare(this, other);
        }
    }

    private List<Map<String, Object>> byCountry(
            List<RecordedCrossing> accesses, Optional<RegionId> only, Instant begin, Instant end) {
        var counts = new TreeMap<Row, Long>();
        for (var access : accesses) {
            var facts = JsonMapper.shared().readTree(access.facts());
            counts.merge(
                    new Row(
                            text(facts, "actor_country"),
                            access.region().value(),
                            text(facts, "actor_kind"),
                            text(facts, "purpose"),
                            joined(facts.path("data")),
                            text(facts, "outcome")),
                    1L,
                    Long::sum);
        }
        // The platform's own reads are kept by day: the days that the span touches.
        LocalDate first = LocalDate.ofInstant(begin, ZoneOffset.UTC);
        LocalDate last = LocalDate.ofInstant(end, ZoneOffset.UTC);
        for (var region : books.regions())
            if (only.map(region::equals).orElse(true))
                for (var tally : platform.between(region, first, last))
                    counts.merge(
                            new Row(
                                    tally.country().value(),
                                    region.value(),
                                    "platform",
                                    "service_delivery",
                                    String.join(",", tally.data()),
                                    "inside"),
                            tally.reads(),
                            Long::sum);
        var rows = new ArrayList<Map<String, Object>>();
        counts.forEach((row, reads) -> {
            var fields = new LinkedHashMap<String, Object>();
            fields.put("country", row.country());
            fields.put("region", row.region());
            fields.put("actor", row.actor());
            fields.put("purpose", row.purpose());
            fields.put("data", row.data());
            fields.put("outcome", row.outcome());
            fields.put("reads", reads);
            rows.add(fields);
        });
        return rows;
    }

    private static String text(JsonNode facts, String field) {
        return facts.path(field).asString("");
    }

    private static String joined(JsonNode list) {
        return String.join(
                ",", list.values().stream().map(each -> each.asString("")).toList());
    }
}
