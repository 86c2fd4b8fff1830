package io.gatehouse.residency.rights;

import io.gatehouse.residency.region.ConfigurationFault;
import io.gatehouse.residency.region.ConfigurationRejectedException;
import io.gatehouse.residency.region.YamlFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** {@code law/holds.yaml}: what may keep a person's data from being erased. */
public record HoldRules(List<Basis> bases) {
    private static final String FILE = "holds.yaml";
    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    public HoldRules {
        bases = List.copyOf(bases);
    }

    /**
     * @param longest a hold may last; empty until it is lifted
     * @param purposes for which what is held may be read
     * @param from first day on which it may be placed; empty for open
     * @param to last day, likewise
     * @param verified whether counsel confirmed it
     */
    public record Basis(
            String id,
            String name,
            Optional<Period> longest,
            Set<String> purposes,
            String source,
            Optional<LocalDate> from,
            Optional<LocalDate> to,
            boolean verified) {
        public Basis {
            purposes = Set.copyOf(purposes);
        }

        boolean isInForce(LocalDate day) {
            return from.map(first -> !day.isBefore(first)).orElse(true)
                    && to.map(last -> !day.isAfter(last)).orElse(true);
        }

        /** The moment from which a hold placed now no longer holds, at the latest: the end of the last day, at the controller's. */
        public Optional<Instant> latestEnd(Instant placedAt, ZoneId zone) {
            return longest.map(period -> placedAt.atZone(zone)
                    .toLocalDate()
                    .plus(period)
                    .plusDays(1)
                    .atStartOfDay(zone)
                    .toInstant());
        }
    }

    public Optional<Basis> basis(String id, LocalDate day) {
        return bases.stream()
                .filter(basis -> basis.id().equals(id) && basis.isInForce(day))
                .findFirst();
    }

    /**
     * @param directory with {@code holds.yaml}; without it no hold can be placed, and those that are there go on
     * @throws ConfigurationRejectedException with every fault and its line
     */
    public static HoldRules load(Path directory) {
        if (!Files.exists(directory.resolve(FILE))) return new HoldRules(List.of());
        var faults = new ArrayList<ConfigurationFault>();
        var yaml = new YamlFile(FILE, faults);
        var bases = new ArrayList<Basis>();
        yaml.read(directory.resolve(FILE)).ifPresent(top -> {
            top.allowOnly(Set.of("holds"));
            for (var row : top.mappings("holds")) basis(row).ifPresent(bases::add);
        });
        if (!faults.isEmpty()) throw new ConfigurationRejectedException(faults);
        return new HoldRules(bases);
    }

    private static Optional<Basis> basis(YamlFile.Fields row) {
        row.allowOnly(Set.of("basis", "name", "longest", "purposes", "source", "from", "to", "verified"));
        var id = row.parsed("basis", HoldRules::id);
        var name = row.text("name").orElse("");
        var longest = row.optionalParsed("longest", HoldRules::period);
        var purposes = new LinkedHashSet<String>();
        for (var purpose : row.texts("purposes")) purposes.add(purpose.value());
        var source = row.text("source").orElse("");
        var from = row.optionalParsed("from", LocalDate::parse);
        var to = row.optionalParsed("to", LocalDate::parse);
        boolean verified = row.flag("verified");
        return id.map(known -> new Basis(known, name, longest, purposes, source, from, to, verified));
    }

    private static String id(String text) {
        if (!ID.matcher(text).matches()) throw new IllegalArgumentException("not an id: '" + text + "'");
        return text;
    }

    private static Period period(String text) {
        var period = Period.parse(text);
        if (period.isNegative() || period.isZero()) throw new IllegalArgumentException("not a time to last: " + text);
        return period;
    }
}
