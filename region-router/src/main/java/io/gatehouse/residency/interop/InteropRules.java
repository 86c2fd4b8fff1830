package io.gatehouse.residency.interop;

import io.gatehouse.residency.purpose.ServiceId;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.Dates;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code interop.yaml} says: which of the operator's messengers were listed in a designation decision, and who asked to
 * interoperate. Without a designation nothing is open. Immutable.
 */
public record InteropRules(List<Designation> designations, List<Partner> partners) {
    public InteropRules {
        designations = List.copyOf(designations);
        partners = List.copyOf(partners);
    }

    /**
     * A messenger of the operator's that a designation decision lists as a core platform service.
     *
     * @param service of {@code services.yaml}
     * @param to last day, when the listing was lifted
     */
    public record Designation(
            String id, ServiceId service, LocalDate listedOn, Optional<LocalDate> to, String source, boolean verified) {
        /** When each capability opens. */
        public Map<Capability, LocalDate> opens() {
            var days = new EnumMap<Capability, LocalDate>(Capability.class);
            for (var capability : Capability.values()) days.put(capability, capability.opensOn(listedOn));
            return days;
        }
    }

    /**
     * A provider that interoperates.
     *
     * @param country from which it sends
     * @param designation under which it asked
     * @param capabilities that it asked for; open are those whose day has come
     */
    public record Partner(
            String id,
            String name,
            CountryCode country,
            String designation,
            Set<Capability> capabilities,
            Optional<LocalDate> from,
            Optional<LocalDate> to) {
        public Partner {
            capabilities = capabilities.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(capabilities));
        }
    }

    /** Whether a message of a partner may come in. */
    public sealed interface Opening {
        record Open(Partner partner, Designation designation) implements Opening {}

        /** @param why a sentence for whoever sent it */
        record Shut(String why) implements Opening {}
    }

    public Opening opening(String partnerId, Capability capability, LocalDate date) {
        if (designations.isEmpty())
            return new Opening.Shut(
                    "interop.yaml lists no designation: no service of this operator has to interoperate.");
        var known = partners.stream().filter(p -> p.id().equals(partnerId)).findFirst();
        if (known.isEmpty()) return new Opening.Shut("interop.yaml registers no partner of this id.");
        var partner = known.get();
        var designation = designations.stream()
                .filter(d -> d.id().equals(partner.designation()))
                .findFirst()
                .orElseThrow();
        if (!Dates.covers(partner.from(), partner.to(), date))
            return new Opening.Shut("The partner's registration is not in force on " + date + ".");
        if (!Dates.covers(Optional.of(designation.listedOn()), designation.to(), date))
            return new Opening.Shut("The designation " + designation.id() + " is not in force on " + date + ".");
        if (!partner.capabilities().contains(capability))
            return new Opening.Shut("The partner is not registered for " + capability.wireName() + ".");
        var opens = capability.opensOn(designation.listedOn());
        if (date.isBefore(opens))
            return new Opening.Shut(capability.wireName() + " opens on " + opens + " for a service listed on "
                    + designation.listedOn() + " (DMA Art. 7(2)).");
        return new Opening.Open(partner, designation);
    }

    /**
     * Reads {@code interop.yaml}; a directory without the file has no designations.
     *
     * @throws io.gatehouse.residency.region.ConfigurationRejectedException with every fault and its line
     */
    public static InteropRules load(Path directory) {
        return new InteropRulesFile().load(directory);
    }
}
