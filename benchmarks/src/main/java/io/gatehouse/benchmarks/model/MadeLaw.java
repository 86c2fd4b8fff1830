package io.gatehouse.benchmarks.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A copy of the shipped policies in which the law changes while the story goes on. */
final class MadeLaw {
    /** A country whose people are at home in another region from a day on. */
    record Change(String country, LocalDate day, String from, String to) {}

    /** Across and within jurisdictions, into the EEA and out of it. */
    private static final List<Change> CHANGES = List.of(
            new Change("PT", LocalDate.of(2026, 12, 3), "eu-west-1", "eu-central-1"),
            new Change("BR", LocalDate.of(2026, 12, 20), "us-east-1", "eu-west-1"),
            new Change("DK", LocalDate.of(2027, 1, 10), "eu-north-1", "eu-central-1"),
            new Change("JP", LocalDate.of(2027, 2, 1), "ap-southeast-1", "us-east-1"),
            new Change("TR", LocalDate.of(2027, 3, 1), "eu-central-1", "uk"),
            new Change("ME", LocalDate.of(2027, 4, 1), "eu-central-1", "eu-west-1"),
            new Change("AZ", LocalDate.of(2027, 5, 1), "eu-central-1", "ap-southeast-1"),
            new Change("CA", LocalDate.of(2027, 6, 1), "us-east-1", "uk"));

    /** Somebody to hand data to, on an assessment that ends within the story. */
    private static final String RECIPIENTS = """
        recipients:
          - id: example-processor
            name: Example Processor Inc.
            country: US
            sector: commercial
            frameworks: [ { id: data-privacy-framework, from: 2023-08-01, to: 2027-02-28, source: made for this story } ]
            regions: []
            operators_in: []
        """;

    private static final String INSTRUMENTS = """
        instruments:
          - id: scc-example-2026
            type: standard_clauses module 2
            recipient: example-processor
            countries: [US]
            data: [decision]
            purposes: [audit]
            origins: [eea]
            assessment: tia-2026-04
            assessed_on: 2026-04-01
            assessment_valid_to: 2027-03-31
            from: 2026-04-15
            to: 2028-04-14
            approver: data protection officer
            subjects_per_day: 200
        """;

    private final List<Change> left = new ArrayList<>(CHANGES);

    MadeLaw() {}

    /** Changes of homes that came into force since this was asked last. */
    List<Change> begun(LocalDate today) {
        var begun =
                left.stream().filter(change -> !today.isBefore(change.day())).toList();
        left.removeAll(begun);
        return begun;
    }

    static Path copyOf(Path shipped, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(shipped)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = shipped.relativize(file);
                if (isLeftOut(relative)) continue;
                Path copy = to.resolve(relative.toString());
                Files.createDirectories(copy.toAbsolutePath().getParent());
                Files.copy(file, copy);
            }
        }
        change(to.resolve("residency"));
        Path transfers = to.resolve("residency/transfers.yaml");
        Files.writeString(
                transfers,
                Files.readString(transfers)
                        .replace("recipients: []\n", RECIPIENTS)
                        .replace("instruments: []\n", INSTRUMENTS));
        return to;
    }

    /** What people may say is not what is looked at: one policy will do, and no model has to be read. */
    private static boolean isLeftOut(Path file) {
        return file.startsWith("target")
                || file.startsWith("src")
                || file.startsWith("models")
                || file.startsWith("content") && !file.endsWith("pii.yaml");
    }

    private static void change(Path residency) {
        var homes = DataFiles.read(residency).homes();
        var lines = new ArrayList<String>();
        lines.add("homes:");
        for (var home : homes) {
            var change = CHANGES.stream()
                    .filter(c -> c.country().equals(home.country()) && home.to() == null)
                    .findFirst();
            var to = change.isPresent() ? change.get().day().minusDays(1) : home.to();
            lines.add(row(home.region(), home.country(), home.from(), to == null ? "" : to.toString()));
            change.ifPresent(c -> lines.add(row(c.to(), c.country(), c.day(), "")));
        }
        try {
            Files.write(residency.resolve("homes.yaml"), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String row(String region, String country, LocalDate from, String to) {
        return "  - { region: " + region + ", from: " + from + (to.isEmpty() ? "" : ", to: " + to) + ", countries: [\""
                + country + "\"] }";
    }
}
