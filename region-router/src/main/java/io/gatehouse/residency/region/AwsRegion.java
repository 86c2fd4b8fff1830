package io.gatehouse.residency.region;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A region of AWS. Regions of one partition share nothing with those of another: accounts, keys and bucket names are each
 * partition's own.
 *
 * @param partition {@code aws}, {@code aws-eusc} (European Sovereign Cloud) or {@code aws-cn}
 * @param country in which its machines stand
 */
public record AwsRegion(String id, String partition, CountryCode country) {
    private static final String LIST = "/aws-regions.csv";

    private static final Map<String, AwsRegion> KNOWN = read();

    public static Optional<AwsRegion> of(String id) {
        return Optional.ofNullable(KNOWN.get(id));
    }

    public static Collection<AwsRegion> all() {
        return KNOWN.values();
    }

    /** In the order of the list. */
    public static List<String> partitions() {
        return KNOWN.values().stream().map(AwsRegion::partition).distinct().toList();
    }

    private static Map<String, AwsRegion> read() {
        try (var in = AwsRegion.class.getResourceAsStream(LIST)) {
            if (in == null) throw new IllegalStateException(LIST + " is missing from the program");
            var known = new LinkedHashMap<String, AwsRegion>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#") && !line.startsWith("region,"))
                    .map(line -> line.split(",", 3))
                    .forEach(
                            cells -> known.put(cells[0], new AwsRegion(cells[0], cells[1], new CountryCode(cells[2]))));
            return known;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
