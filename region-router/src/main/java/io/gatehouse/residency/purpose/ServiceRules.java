package io.gatehouse.residency.purpose;

import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Purpose;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code services.yaml}: the platform's services, and who may use whose data for what.
 *
 * @param zone whose days count for periods in law
 * @param refused purposes that nothing permits, with the reason
 */
public record ServiceRules(
        ZoneId zone,
        List<Service> services,
        Map<Purpose, String> refused,
        List<LegalUse> legalUses,
        List<ConsentPurpose> consentPurposes) {
    public ServiceRules {
        services = List.copyOf(services);
        refused = Map.copyOf(refused);
        legalUses = List.copyOf(legalUses);
        consentPurposes = List.copyOf(consentPurposes);
    }

    /** Stands for the service of a surface that no row names on a day: nobody may use such data but for safety. */
    public static final String UNASSIGNED = "unassigned";

    /** Days, both included; empty for open. */
    public record Days(Optional<LocalDate> from, Optional<LocalDate> to) {
        public boolean contains(LocalDate date) {
            return from.map(day -> !date.isBefore(day)).orElse(true)
                    && to.map(day -> !date.isAfter(day)).orElse(true);
        }
    }

    /**
     * @param surfaces whose contents are this service's; each surface has one service at a time
     * @param coreService what the designation calls it; empty when it is not a core platform service
     */
    public record Service(
            ServiceId id,
            String name,
            Set<String> surfaces,
            Optional<String> coreService,
            String source,
            Days days,
            boolean verified) {}

    /** Data of some services, used by some, in some days. Empty sets mean all. */
    public record Reach(Set<ServiceId> of, Set<ServiceId> by, Set<DataKind> data, Days days) {
        boolean covers(Use use, LocalDate date) {
            return (of.isEmpty() || of.contains(use.of()))
                    && (by.isEmpty() || by.contains(use.by()))
                    && data.containsAll(use.data())
                    && days.contains(date);
        }
    }

    /** A use that rests on another basis than consent (DMA Art. 5(2), third subparagraph). */
    public record LegalUse(Purpose purpose, Reach reach, String source, boolean verified) {
        boolean covers(Use use, LocalDate date) {
            return reach.covers(use, date);
        }
    }

    /**
     * A use that needs the person's consent.
     *
     * @param question what the person is told, in one sentence
     */
    public record ConsentPurpose(Purpose purpose, String question, Reach reach, String source, boolean verified) {
        boolean covers(Use use, LocalDate date) {
            return reach.covers(use, date);
        }
    }

    /** @throws io.gatehouse.residency.region.ConfigurationRejectedException with every fault and its line */
    public static ServiceRules load(Path directory) {
        return new ServiceRulesFile().load(directory);
    }

    public Optional<Service> service(ServiceId id, LocalDate date) {
        return services.stream()
                .filter(service -> service.id().equals(id) && service.days().contains(date))
                .findFirst();
    }

    /** The service to which a surface belongs on that day. */
    public Optional<Service> ofSurface(String surface, LocalDate date) {
        return services.stream()
                .filter(service ->
                        service.surfaces().contains(surface) && service.days().contains(date))
                .findFirst();
    }

    /** The row that says what is asked; empty when the purpose needs no consent, or is unknown. */
    public Optional<ConsentPurpose> consentPurpose(Purpose purpose, LocalDate date) {
        return consentPurposes.stream()
                .filter(row ->
                        row.purpose().equals(purpose) && row.reach().days().contains(date))
                .findFirst();
    }

    List<String> serviceNames(LocalDate date) {
        return services.stream()
                .filter(service -> service.days().contains(date))
                .map(service -> service.id().value())
                .distinct()
                .sorted()
                .toList();
    }
}
