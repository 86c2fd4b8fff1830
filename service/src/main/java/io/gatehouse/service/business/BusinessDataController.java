package io.gatehouse.service.business;

import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.home.AccountProfile;
import io.gatehouse.residency.home.Holder;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.account.AccountFinder;
import io.gatehouse.service.consent.BusinessOptIns;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.operator.OperatorDesk;
import io.gatehouse.service.operator.Wanted;
import io.gatehouse.service.portability.Delivery;
import io.gatehouse.service.portability.MediaDownload;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** A business user's daily files, region by region. */
@RestController
final class BusinessDataController {
    private static final Purpose PURPOSE = new Purpose("business_user_access");
    private static final MediaType NDJSON = MediaType.parseMediaType("application/x-ndjson");
    /** What an operator from elsewhere is counted with: a day's file may be about many. */
    private static final long MANY = 1_000;

    private final BusinessDay days;
    private final BusinessOptIns optIns;
    private final AccountFinder accounts;
    private final ServedRegions regions;
    private final OperatorDesk operators;
    private final Delivery delivery;
    private final Clock clock;

    BusinessDataController(
            BusinessDay days,
            BusinessOptIns optIns,
            AccountFinder accounts,
            ServedRegions regions,
            OperatorDesk operators,
            Delivery delivery,
            Clock clock) {
        this.days = days;
        this.optIns = optIns;
        this.accounts = accounts;
        this.regions = regions;
        this.operators = operators;
        this.delivery = delivery;
        this.clock = clock;
    }

    /** Counts of one day; always. */
    @GetMapping("/v1/accounts/{id}/business-data/counts")
    Map<String, Object> counts(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String region,
            @RequestParam(required = false) @Nullable String day,
            HttpServletRequest request) {
        var date = day(id, region, day);
        var home = regions.named(String.valueOf(region));
        // Counts of groups are about nobody; yet whoever makes them goes through what people wrote.
        operators.admit(request, Wanted.ofMany(home.id(), MANY, DataKind.CONTENT));
        businessIn(id);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("region", home.id().value());
        fields.put("day", date.toString());
        fields.put("smallest_group", BusinessDay.SMALLEST_GROUP);
        fields.put("groups", days.counts(home, id, date));
        return fields;
    }

    /** Single contents of one day, of people who opted in; the file is a crossing where the business user sits elsewhere. */
    @GetMapping("/v1/accounts/{id}/business-data/contents")
    ResponseEntity<byte[]> contents(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String region,
            @RequestParam(required = false) @Nullable String day,
            HttpServletRequest request) {
        var date = day(id, region, day);
        var home = regions.named(String.valueOf(region));
        operators.admit(request, Wanted.ofMany(home.id(), MANY, DataKind.CONTENT));
        CountryCode country = businessIn(id);
        var caller = Caller.of(request);
        delivery.mayBegin(caller, country, home.id(), PURPOSE, Set.of(DataKind.CONTENT));
        var shared = days.contents(home, id, optIns.lineOf(id), date, clock.instant());
        long people = shared.stream().map(BusinessDay.Shared::person).distinct().count();
        if (people > 0) delivery.deliver(caller, country, home.id(), PURPOSE, Set.of(DataKind.CONTENT), people);
        var out = new ByteArrayOutputStream();
        for (var each : shared) {
            var line = each.content().toTree();
            line.put("person", each.person());
            out.writeBytes((JsonMapper.shared().writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
        }
        return ResponseEntity.ok().contentType(NDJSON).body(out.toByteArray());
    }

    /**
     * The bytes of a medium that a record of the contents names; as they were sent. Each reading is a crossing where the
     * business user sits elsewhere.
     */
    @GetMapping("/v1/accounts/{id}/business-data/media/{media}")
    void media(
            @PathVariable String id,
            @PathVariable String media,
            @RequestParam(required = false) @Nullable String region,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var faults = new Faults();
        String fault = AccountFinder.faultOfId(id);
        if (fault != null) faults.add("path:id", fault);
        if (region == null) faults.add("query:region", "is missing: the one of the contents");
        faults.refuseAny();
        var home = regions.named(String.valueOf(region));
        operators.admit(request, Wanted.ofMany(home.id(), 1, DataKind.MEDIA));
        CountryCode country = businessIn(id);
        var caller = Caller.of(request);
        delivery.mayBegin(caller, country, home.id(), PURPOSE, Set.of(DataKind.MEDIA));
        var stored =
                days.media(home, id, optIns.lineOf(id), media, clock.instant()).orElseThrow(MediaDownload::nothing);
        delivery.deliver(caller, country, home.id(), PURPOSE, Set.of(DataKind.MEDIA), 1);
        MediaDownload.send(home, stored, response);
    }

    private LocalDate day(String id, @Nullable String region, @Nullable String day) {
        var faults = new Faults();
        String fault = AccountFinder.faultOfId(id);
        if (fault != null) faults.add("path:id", fault);
        if (region == null) faults.add("query:region", "is missing: one region at a time");
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate date = today;
        try {
            if (day != null) date = LocalDate.parse(day);
        } catch (DateTimeException _) {
            faults.add("query:day", "must be a day, such as 2026-11-29");
        }
        if (day == null) faults.add("query:day", "is missing: a day of UTC");
        else if (faults.isEmpty() && date.isAfter(today)) faults.add("query:day", "must not lie in the future");
        faults.refuseAny();
        return date;
    }

    /** Where the business user is established. */
    private CountryCode businessIn(String id) {
        var profile = AccountProfile.ofJson(accounts.require(id).author().profile());
        if (profile.person().holder() != Holder.BUSINESS)
            throw new ProblemException(ProblemType.NOT_FOUND, "There is no business account of this id.");
        return profile.country();
    }
}
