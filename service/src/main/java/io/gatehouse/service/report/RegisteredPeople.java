package io.gatehouse.service.report;

import io.gatehouse.jobs.report.People;
import io.gatehouse.moderation.report.Reported;
import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.service.register.Registers;
import io.gatehouse.service.register.Registers.Employment;
import io.gatehouse.service.register.Registers.StaffCount;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Rows of the registers as reports take them. Pure. */
final class RegisteredPeople {
    private RegisteredPeople() {}

    /** @param day the last of a period: whoever is named on it counts */
    static People on(LocalDate day, Registers registers, ReportTemplate template) {
        return new People(moderators(day, registers, template), staff(day, registers, template), recipients(
                day, registers, template));
    }

    private static List<Reported.Moderator> moderators(LocalDate day, Registers registers, ReportTemplate template) {
        return registers.people().stream()
                .filter(person -> person.span().covers(day))
                .map(person -> new Reported.Moderator(
                        person.id(),
                        person.employment() == Employment.INTERNAL,
                        // The register knows no part-time: its own counts do.
                        BigDecimal.ONE,
                        official(person.languages(), template)))
                .toList();
    }

    private static Set<String> official(List<String> languages, ReportTemplate template) {
        return languages.stream().filter(template.languages()::contains).collect(Collectors.toUnmodifiableSet());
    }

    private static List<Reported.Staff> staff(LocalDate day, Registers registers, ReportTemplate template) {
        return registers.staff().stream()
                .filter(count -> count.span().covers(day))
                .filter(count -> count.language().equals(StaffCount.ALL)
                        || template.languages().contains(count.language()))
                .map(count -> new Reported.Staff(
                        "registers/staff.yaml:" + count.language(),
                        count.language().equals(StaffCount.ALL) ? "" : count.language(),
                        count.internal(),
                        count.external()))
                .toList();
    }

    private static List<Reported.Recipients> recipients(LocalDate day, Registers registers, ReportTemplate template) {
        return registers.recipients().stream()
                .filter(row -> row.span().covers(day))
                .map(row -> new Reported.Recipients(
                        "registers/recipients.yaml:" + row.memberState(),
                        row.memberState().equals(template.greece().also())
                                ? template.greece().written()
                                : row.memberState(),
                        row.monthlyAverage()))
                .filter(row -> template.memberStates().contains(row.memberState()))
                .toList();
    }
}
