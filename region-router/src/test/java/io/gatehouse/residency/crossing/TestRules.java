package io.gatehouse.residency.crossing;

import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Set;

/** The shipped rules, and some recipients and instruments besides, which the shipped file leaves to its operator. */
public final class TestRules {
    static final Path SHIPPED =
            Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies/residency");
    public static final Topology TOPOLOGY = Topology.load(SHIPPED);
    static final RegionId IRELAND = new RegionId("eu-west-1");

    private static final String RECIPIENTS = """
        recipients:
          - { id: acme, name: Acme, country: US, sector: commercial, operators_in: [US] }
          - { id: shield-co, name: S, country: US, sector: commercial, frameworks: [ { id: privacy-shield, from: 2016-08-01, source: list } ] }
          - { id: frame-co, name: F, country: US, sector: commercial, frameworks: [ { id: data-privacy-framework, from: 2023-07-10, to: 2026-06-30, source: list } ] }
          - { id: bridge-co, name: B, country: US, sector: commercial, frameworks: [ { id: uk-us-data-bridge, from: 2023-10-12, source: list } ] }
          - { id: maple-co, name: M, country: CA, sector: commercial }
          - { id: maple-police, name: P, country: CA, sector: public }
        """;
    private static final String INSTRUMENTS = """
        instruments:
          - { id: scc-acme, type: standard_clauses module 2, recipient: acme, countries: [US], data: [decision], purposes: [audit], origins: [eea], assessment: tia-1, assessed_on: 2026-04-01, assessment_valid_to: 2027-03-31, from: 2026-04-15, to: 2028-04-14, approver: dpo, subjects_per_day: 200 }
          - { id: scc-old, type: standard_clauses module 2, recipient: acme, countries: [US], data: [decision], purposes: [audit], origins: [eea], assessment: tia-0, assessed_on: 2026-01-01, assessment_valid_to: 2027-03-31, from: 2026-01-01, to: 2028-04-14, revoked_on: 2026-06-01, approver: dpo, subjects_per_day: 200 }
        """;

    private TestRules() {}

    static String text() {
        try {
            var shipped = Files.readString(SHIPPED.resolve("transfers.yaml"));
            return shipped.replace("recipients: []", RECIPIENTS).replace("instruments: []", INSTRUMENTS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static TransferRules rules() {
        return rules(text());
    }

    static TransferRules rules(String text) {
        try {
            var directory = Files.createTempDirectory("transfers");
            Files.writeString(directory.resolve("transfers.yaml"), text);
            return TransferRules.load(directory, TOPOLOGY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Instant noon(LocalDate date) {
        return date.atTime(12, 0).toInstant(ZoneOffset.UTC);
    }

    /** A program that sits where the data do: only the destination matters. */
    static Actor atHome(RegionId region) {
        var location = TOPOLOGY.region(region).orElseThrow().location();
        return new Actor("test", Actor.Kind.SYSTEM, location);
    }

    /** From Ireland to the participant that the safeguards bind. */
    static Crossing toAcme(Instant at, long subjects) {
        return new Crossing(
                new Purpose("audit"),
                Set.of(DataKind.DECISION),
                IRELAND,
                new Destination.ToCountry(new CountryCode("US"), new Recipient("acme")),
                atHome(IRELAND),
                new LegalBasisClaim.Instrument("scc-acme"),
                subjects,
                null,
                at,
                at.plusSeconds(3600));
    }
}
