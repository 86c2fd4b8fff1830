package io.gatehouse.residency.crossing;

import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.Dates;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code transfers.yaml} says: who may receive what, on which basis, from when to when. Immutable.
 *
 * @param longestPassage how long a passage may stay open
 * @param adequacyPerDay people a day whose data may leave on adequacy, for each country
 * @param refused purposes that are never allowed, and why
 */
public record TransferRules(
        Duration longestPassage,
        long adequacyPerDay,
        Map<Purpose, Set<DataKind>> purposes,
        Map<Purpose, String> refused,
        List<Origin> origins,
        List<Scoped> scoped,
        Map<String, Registered> recipients,
        Map<String, Instrument> instruments,
        Map<String, DerogationLimit> derogations) {
    public TransferRules {
        purposes = Map.copyOf(purposes);
        refused = Map.copyOf(refused);
        origins = List.copyOf(origins);
        scoped = List.copyOf(scoped);
        recipients = Map.copyOf(recipients);
        instruments = Map.copyOf(instruments);
        derogations = Map.copyOf(derogations);
    }

    /**
     * Reads {@code transfers.yaml}.
     *
     * @throws io.gatehouse.residency.region.ConfigurationRejectedException with every fault
     */
    public static TransferRules load(Path directory, Topology topology) {
        return new TransferRulesFile(topology).load(directory);
    }

    /** Inclusive days; open ends are empty. */
    public record Days(Optional<LocalDate> from, Optional<LocalDate> to) {
        public boolean covers(LocalDate date) {
            return Dates.covers(from, to, date);
        }
    }

    /**
     * The law of the place where data are at home.
     *
     * @param eea whether its zone is the EEA and its adequacy decisions are those of {@code territories.csv}
     * @param inside countries of its zone, beside the EEA
     */
    public record Origin(String id, String law, boolean eea, Set<CountryCode> inside, List<Adequate> adequate) {}

    /**
     * Places that the origin's law finds adequate, beside the territory table.
     *
     * @param eea whether every place of the EEA is meant as well
     * @param purposes for which alone it holds; empty for all
     */
    public record Adequate(
            boolean eea,
            Set<CountryCode> countries,
            Set<Purpose> purposes,
            Days days,
            Limit limit,
            String scope,
            String source,
            boolean verified) {
        boolean holdsFor(Purpose purpose) {
            return purposes.isEmpty() || purposes.contains(purpose);
        }
    }

    /** A decision of the territory table that reaches only some recipients. */
    public record Scoped(CountryCode country, Days days, Limit limit) {}

    /**
     * Which recipients an adequacy decision reaches: participants of a framework, or a sector; both empty for all.
     */
    public record Limit(Optional<String> framework, Optional<String> sector) {
        public boolean isEmpty() {
            return framework.isEmpty() && sector.isEmpty();
        }
    }

    /**
     * A recipient on file.
     *
     * @param frameworks of which it is a listed participant, and when
     * @param regions that it runs
     * @param operatorsIn countries in which it employs the operator's people
     */
    public record Registered(
            String id,
            CountryCode country,
            String sector,
            Map<String, Days> frameworks,
            Set<RegionId> regions,
            Set<CountryCode> operatorsIn) {}

    /**
     * Appropriate safeguards on file (GDPR Art. 46).
     *
     * @param type for example {@code standard_clauses}, with its module
     * @param origins laws under which it is an instrument
     * @param assessment id of the transfer impact assessment
     * @param assessed when that was in date
     */
    public record Instrument(
            String id,
            String type,
            String recipient,
            Set<CountryCode> countries,
            Set<DataKind> data,
            Set<Purpose> purposes,
            Set<String> origins,
            String assessment,
            Days assessed,
            Days days,
            Optional<LocalDate> revoked,
            String approver,
            long subjectsPerDay) {}

    /** What limits a derogation (GDPR Art. 49): it is never a routine. */
    public record DerogationLimit(
            String letter, String needs, Set<Purpose> purposes, long mostSubjects, long subjectsPerDay) {}
}
