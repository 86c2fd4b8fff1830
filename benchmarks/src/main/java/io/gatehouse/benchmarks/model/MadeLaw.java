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
    /** Countries whose people are at home in another region from a day on. */
    private record Change(String country, LocalDate day, String region) {}

    private static final List<Change> CHANGES = List.of(
            new Change("PT", LocalDate.of(2027, 1, 10), "eu-central-1"),
            new Change("DK", LocalDate.of(2027, 2, 20), "eu-central-1"),
            new Change("JP", LocalDate.of(2027, 3, 5), "us-east-1"),
            new Change("BR", LocalDate.of(2027, 4, 1), "eu-west-1"),
            new Change("ME", LocalDate.of(2027, 5, 1), "eu-west-1"));

    private MadeLaw() {}

    static Path copyOf(Path shipped, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(shipped)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path relative = shipped.relativize(file);
                if (relative.startsWith("target") || relative.startsWith("src")) continue;
                Path copy = to.resolve(relative.toString());
                Files.createDirectories(copy.toAbsolutePath().getParent());
                Files.copy(file, copy);
            }
        }
        change(to.resolve("residency"));
        return to;
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
            change.ifPresent(c -> lines.add(row(c.region(), c.country(), c.day(), "")));
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
