package io.gatehouse.service.register;

import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.register.Registers.Span;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The registers as of a day, for auditors. */
@RestController
final class RegistersController {
    private final Registers registers;
    private final ServiceRules services;
    private final Clock clock;

    RegistersController(Registers registers, ServiceRules services, Clock clock) {
        this.registers = registers;
        this.services = services;
        this.clock = clock;
    }

    /** @param on a day in the controller's time zone; today when left out */
    @GetMapping("/v1/registers/{name}")
    Map<String, Object> read(@PathVariable String name, @RequestParam(required = false) @Nullable String on) {
        LocalDate day = day(on);
        var fields = new LinkedHashMap<String, Object>();
        fields.put("register", name);
        fields.put("on", day.toString());
        fields.put(
                "rows",
                switch (name) {
                    case "people" -> people(day);
                    case "staff" -> staff(day);
                    case "recipients" -> recipients(day);
                    case "trusted-flaggers" -> flaggers(day);
                    case "deadlines" -> deadlines(day);
                    default ->
                        throw new ProblemException(
                                ProblemType.NOT_FOUND,
                                "There is no such register; there are people, staff, recipients, trusted-flaggers and"
                                        + " deadlines.");
                });
        return fields;
    }

    private LocalDate day(@Nullable String on) {
        if (on == null) return LocalDate.ofInstant(clock.instant(), services.zone());
        try {
            return LocalDate.parse(on);
        } catch (DateTimeException _) {
            var faults = new Faults();
            faults.add("query:on", "must be a day such as 2026-11-30");
            faults.refuseAny();
            throw new IllegalStateException("a fault was noted", null);
        }
    }

    private List<Map<String, Object>> people(LocalDate day) {
        var rows = new ArrayList<Map<String, Object>>();
        for (var person : registers.people())
            if (person.span().covers(day)) {
                var row = row(person.span());
                row.put("id", person.id());
                row.put("languages", person.languages());
                row.put("country", person.country());
                row.put("employment", person.employment().wireName());
                rows.add(row);
            }
        return rows;
    }

    private List<Map<String, Object>> staff(LocalDate day) {
        var rows = new ArrayList<Map<String, Object>>();
        for (var count : registers.staff())
            if (count.span().covers(day)) {
                var row = row(count.span());
                row.put("language", count.language());
                row.put("internal", count.internal());
                row.put("external", count.external());
                row.put("source", count.source());
                rows.add(row);
            }
        return rows;
    }

    private List<Map<String, Object>> recipients(LocalDate day) {
        var rows = new ArrayList<Map<String, Object>>();
        for (var each : registers.recipients())
            if (each.span().covers(day)) {
                var row = row(each.span());
                row.put("member_state", each.memberState());
                row.put("monthly_average", each.monthlyAverage());
                row.put("source", each.source());
                rows.add(row);
            }
        return rows;
    }

    private List<Map<String, Object>> flaggers(LocalDate day) {
        var rows = new ArrayList<Map<String, Object>>();
        for (var flagger : registers.trustedFlaggers())
            if (flagger.span().covers(day)) {
                var row = row(flagger.span());
                row.put("id", flagger.id());
                row.put("name", flagger.name());
                row.put("member_state", flagger.memberState());
                row.put("source", flagger.source());
                rows.add(row);
            }
        return rows;
    }

    private List<Map<String, Object>> deadlines(LocalDate day) {
        var rows = new ArrayList<Map<String, Object>>();
        for (var due : registers.deadlines())
            if (due.span().covers(day)) {
                var row = row(due.span());
                row.put("work", due.work());
                row.put("within", due.within().toString());
                row.put("priority", due.priority());
                row.put("source", due.source());
                row.put("verified", due.verified());
                rows.add(row);
            }
        return rows;
    }

    private static Map<String, Object> row(Span span) {
        var row = new LinkedHashMap<String, Object>();
        row.put("from", span.from() == null ? null : span.from().toString());
        row.put("to", span.to() == null ? null : span.to().toString());
        return row;
    }
}
