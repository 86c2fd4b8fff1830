package io.gatehouse.service.report;

import io.gatehouse.jobs.report.DsaDesk;
import io.gatehouse.moderation.report.ProviderClass;
import io.gatehouse.moderation.report.ReportingPeriod;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads which report somebody wants. Pure. */
final class ReportReader {
    private static final int MAX_WORD_BYTES = 100;
    /** A paragraph: it is published. */
    private static final int MAX_REASON_BYTES = 2_000;

    private static final int MOST_REGIONS = 100;

    private ReportReader() {}

    /** @return null when there are faults */
    static DsaDesk.@Nullable Order read(JsonNode json, ServedRecords cells, String madeBy, Faults faults) {
        var body = JsonObjectReader.of(json, JsonPointer.ROOT, faults);
        if (body == null) return null;
        String name = body.requiredText("name", MAX_WORD_BYTES);
        if (name != null && !name.equals(DsaDesk.NAME)) body.fault("name", "must be " + DsaDesk.NAME);
        var from = day(body, "from", true);
        var to = day(body, "to", true);
        if (from != null && to != null && to.isBefore(from)) body.fault("to", "must not lie before from");
        var provider = provider(body);
        var published = day(body, "published", false);
        var previous = day(body, "previous", false);
        Boolean draft = body.optionalBoolean("draft");
        String reason = body.optionalText("reason", MAX_REASON_BYTES);
        if (reason != null && reason.isBlank()) body.fault("reason", "must say why");
        var regions = regions(body, cells);
        body.refuseUnknown();
        if (!faults.isEmpty() || from == null || to == null) return null;
        return new DsaDesk.Order(
                new ReportingPeriod(from, to),
                provider,
                regions,
                published,
                previous,
                Boolean.TRUE.equals(draft),
                reason,
                madeBy);
    }

    private static @Nullable LocalDate day(JsonObjectReader body, String field, boolean required) {
        String text = required
                ? body.requiredText(field, MAX_WORD_BYTES)
                : body.optionalText(field, MAX_WORD_BYTES);
        if (text == null) return null;
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException _) {
            body.fault(field, "must be a day such as 2026-01-01");
            return null;
        }
    }

    private static @Nullable ProviderClass provider(JsonObjectReader body) {
        String word = body.optionalText("class", MAX_WORD_BYTES);
        if (word == null) return null;
        var found = ProviderClass.ofWireName(word);
        if (found.isEmpty())
            body.fault(
                    "class",
                    "must be one of "
                            + Arrays.stream(ProviderClass.values())
                                    .map(ProviderClass::wireName)
                                    .collect(Collectors.joining(", ")));
        return found.orElse(null);
    }

    /** Every region of the topology when none is named: one that is not served here is not left out in silence. */
    private static List<RegionId> regions(JsonObjectReader body, ServedRecords cells) {
        var served = cells.served();
        if (body.node("regions") == null) {
            var missing = cells.topology().stream()
                    .filter(region -> !served.contains(region))
                    .map(RegionId::value)
                    .toList();
            if (!missing.isEmpty())
                body.fault(
                        "regions",
                        "must be named: not served by this process are " + String.join(", ", missing));
            return cells.topology();
        }
        var regions = new ArrayList<RegionId>();
        var nodes = body.requiredArray("regions", MOST_REGIONS);
        for (int i = 0; i < nodes.size(); i++) {
            String word = nodes.get(i).isString() ? nodes.get(i).stringValue() : "";
            var found = served.stream()
                    .filter(region -> region.value().equals(word))
                    .findFirst();
            if (found.isEmpty()) body.fault("regions", i, "must be a region that this process serves");
            else if (!regions.contains(found.get())) regions.add(found.get());
        }
        if (nodes.isEmpty()) body.fault("regions", "must name a region");
        return regions;
    }
}
