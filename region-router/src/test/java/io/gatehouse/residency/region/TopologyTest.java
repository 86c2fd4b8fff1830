package io.gatehouse.residency.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-11-22");
    private static final Set<String> UNPLACED =
            Set.of("AQ", "BV", "BY", "CN", "CU", "GS", "HM", "IO", "IR", "KP", "RU", "SY");

    @TempDir
    Path directory;

    @BeforeEach
    void copyTheShippedFiles() throws IOException {
        for (var name : List.of("regions.yaml", "homes.yaml", "territories.csv"))
            Files.copy(Vectors.shippedResidency().resolve(name), directory.resolve(name));
    }

    @Test
    void loadsTheShippedFiles() {
        var topology = Topology.load(Vectors.shippedResidency());
        assertThat(topology.regions())
                .extracting(r -> r.id().value())
                .containsExactly("eu-west-1", "eu-central-1", "eu-north-1", "uk", "us-east-1", "ap-southeast-1");
        assertThat(topology.digest()).matches("[0-9a-f]{64}");
    }

    @Test
    void placesEveryIsoCountryThatIsNotLeftOutOnPurpose() {
        var topology = Topology.load(Vectors.shippedResidency());
        var homeless = new TreeSet<String>();
        for (var iso : Locale.getISOCountries())
            if (topology.homeOf(new CountryCode(iso), TODAY).isEmpty()) homeless.add(iso);
        assertThat(homeless).containsExactlyInAnyOrderElementsOf(UNPLACED);
    }

    @Test
    void keepsEveryEeaPlaceOfTheTableInAnEeaJurisdiction() throws IOException {
        var topology = Topology.load(Vectors.shippedResidency());
        for (var line : Files.readAllLines(Vectors.shippedResidency().resolve("territories.csv"))) {
            var code = line.substring(0, line.indexOf(','));
            if (code.equals("iso2") || code.equals("*")) continue;
            var country = new CountryCode(code);
            for (var date = LocalDate.parse("2018-05-25"); date.isBefore(TODAY); date = date.plusMonths(1)) {
                if (!topology.territories().isEea(country, date)) continue;
                var home = topology.homeOf(country, date).orElseThrow();
                assertThat(topology.region(home.region())
                                .orElseThrow()
                                .jurisdiction()
                                .eea())
                        .as(code + " on " + date)
                        .isTrue();
            }
        }
    }

    @Test
    void reportsEveryFaultAtOnceWithItsLine() throws IOException {
        change("regions.yaml", "failover: [eu-central-1, eu-north-1]", "failover: [us-east-1, mars-1]");
        change("regions.yaml", "    key: uk/1\n", "");
        change("regions.yaml", "database: gatehouse_us_east_1", "database: gatehouse_uk");
        change("regions.yaml", "key: eu-north-1/1", "key: eu-west-1/1");
        change("regions.yaml", "location: SE", "location: CH");
        change("regions.yaml", "provider_location: us-east-1", "provider_location: us-east-1\n    colour: blue");
        change("homes.yaml", "countries: [US, CA, MX]", "countries: [US, CA, MX, IE, Mexico]");
        change("homes.yaml", "  - region: ap-southeast-1", "  - region: ap-southeast-9");
        change("homes.yaml", "countries: [CN, RU]", "countries: [CN, RU, FR]");
        change("territories.csv", "BE,Belgium,,y,y,y", "BE,Belgium,,y,maybe,y");
        var rejected = catchThrowableOfType(ConfigurationRejectedException.class, () -> Topology.load(directory));
        assertThat(rejected.faults().stream().map(ConfigurationFault::toString))
                .anyMatch(f -> f.startsWith("homes.yaml:98: IE has two homes on the same dates (the other: eu-west-1"))
                .anyMatch(f -> f.startsWith("homes.yaml:98: IE is homed in us-east-1, outside the EEA"))
                .anyMatch(f -> f.startsWith("homes.yaml:98: not a country code (ISO 3166-1 alpha-2): 'Mexico'"))
                .anyMatch(f -> f.matches("homes.yaml:[0-9]+: unknown region 'ap-southeast-9' .*"))
                .anyMatch(f -> f.matches("homes.yaml:[0-9]+: FR is both placed and unplaced .*"))
                .anyMatch(f -> f.matches("regions.yaml:[0-9]+: the failover target us-east-1 of eu-west-1 is in another"
                        + " jurisdiction \\(us, not eea\\) .*"))
                .anyMatch(f -> f.matches("regions.yaml:[0-9]+: unknown region 'mars-1' .*"))
                .anyMatch(f -> f.matches("regions.yaml:[0-9]+: 'key' is missing .*"))
                .anyMatch(f -> f.matches("regions.yaml:[0-9]+: database 'gatehouse_uk' already belongs to uk .*"))
                .anyMatch(f -> f.matches("regions.yaml:[0-9]+: the key 'eu-west-1/1' does not name its region .*"))
                .anyMatch(
                        f -> f.matches("regions.yaml:[0-9]+: eu-north-1 is of an EEA jurisdiction, but stands in CH.*"))
                .anyMatch(f -> f.matches("regions.yaml:[0-9]+: unknown field 'colour' .*"))
                .anyMatch(f -> f.equals("territories.csv:5: eea must be y or n: 'maybe'"))
                .hasSize(13);
        assertThat(rejected).hasMessageContaining("homes.yaml:98").hasMessageContaining("territories.csv:5");
    }

    @Test
    void refusesAReplicaInAnotherJurisdiction() throws IOException {
        change("regions.yaml", "replicas: [eu-central-1]", "replicas: [uk]");
        assertThatThrownBy(() -> Topology.load(directory))
                .hasMessageContaining("replica uk of eu-west-1 is in another");
    }

    @Test
    void refusesAnEeaPlaceOutsideTheEeaOnlyInThePeriodInWhichItIsInside() throws IOException {
        // Great Britain outside the EEA from 2021 on is fine (the shipped file); one day earlier Union law still
        // applied.
        change(
                "homes.yaml",
                "  - region: uk\n    from: 2021-01-01\n    countries: [GB]",
                "  - region: uk\n    from: 2020-12-31\n    countries: [GB]");
        change("homes.yaml", "to: 2020-12-31", "to: 2020-12-30");
        assertThatThrownBy(() -> Topology.load(directory)).hasMessageContaining("GB is homed in uk, outside the EEA");
    }

    @Test
    void saysWhichFileIsMissingAndWhichIsNoYaml() throws IOException {
        Files.delete(directory.resolve("homes.yaml"));
        Files.delete(directory.resolve("territories.csv"));
        Files.writeString(directory.resolve("regions.yaml"), "regions: [\n  - :\n}");
        assertThatThrownBy(() -> Topology.load(directory))
                .hasMessageContaining("homes.yaml:0: cannot be read")
                .hasMessageContaining("territories.csv:0: cannot be read")
                .hasMessageContaining("regions.yaml:");
    }

    @Test
    void changesItsDigestWithAnyFile() throws IOException {
        var before = Topology.load(directory).digest();
        change("homes.yaml", "# Rows start", "# rows start");
        assertThat(Topology.load(directory).digest()).isNotEqualTo(before);
    }

    private void change(String name, String from, String to) throws IOException {
        var file = directory.resolve(name);
        var text = Files.readString(file);
        assertThat(text).contains(from);
        int at = text.indexOf(from);
        Files.writeString(file, text.substring(0, at) + to + text.substring(at + from.length()));
    }
}
