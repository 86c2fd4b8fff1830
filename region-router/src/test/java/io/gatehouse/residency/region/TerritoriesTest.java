package io.gatehouse.residency.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerritoriesTest {
    private final Territories territories =
            Topology.load(Vectors.shippedResidency()).territories();

    @TestFactory
    Stream<DynamicTest> answersEveryVector() {
        return Vectors.read("territory-vectors.csv").stream()
                .map(v -> DynamicTest.dynamicTest(
                        v.get("id") + " " + v.get("code") + " " + v.get("date"), () -> check(v)));
    }

    private void check(CSVRecord vector) {
        var country = new CountryCode(vector.get("code"));
        var date = LocalDate.parse(vector.get("date"));
        assertThat(territories.isEu(country, date))
                .as("eu")
                .isEqualTo(vector.get("eu").equals("y"));
        assertThat(territories.isEea(country, date))
                .as("eea")
                .isEqualTo(vector.get("eea").equals("y"));
        assertThat(territories.rowOn(country, date).gdpr()).isEqualTo(Territory.Gdpr.valueOf(vector.get("gdpr")));
        assertThat(territories.gdprApplies(country, date))
                .isEqualTo(vector.get("gdpr").equals("UNION_LAW"));
        var adequacy = territories
                .adequacy(country, date)
                .map(Territory.Adequacy::scope)
                .orElse("none");
        assertThat(adequacy).contains(vector.get("adequacy"));
    }

    @Test
    void saysWhichRowsAreNotVerified() {
        var date = LocalDate.parse("2026-11-22");
        assertThat(territories.rowOn(new CountryCode("SJ"), date).verified()).isFalse();
        assertThat(territories.rowOn(new CountryCode("RE"), date).verified()).isTrue();
    }

    @Test
    void namesPlacesAsTheLawDoes() {
        var date = LocalDate.parse("2026-11-22");
        assertThat(territories.namesInLaw(new CountryCode("RE"), date)).containsExactlyInAnyOrder("RE", "EU", "EEA");
        assertThat(territories.namesInLaw(new CountryCode("NO"), date)).containsExactlyInAnyOrder("NO", "EEA");
        assertThat(territories.namesInLaw(new CountryCode("NC"), date)).containsExactly("NC");
        assertThat(territories.namesInLaw(new CountryCode("GB"), LocalDate.parse("2020-01-31")))
                .contains("EU");
    }

    @Test
    void treatsUnknownPlacesByTheDefaultRow() {
        assertThat(territories
                        .rowOn(new CountryCode("XK"), LocalDate.parse("2026-11-22"))
                        .isDefault())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "I", "IRL", "AB", "1E", "I E", "ie-", "XX-1", "Ireland", "IE\n", "DE-TOOLONGPART"})
    void refusesWhatIsNoCountryCode(String code) {
        assertThatThrownBy(() -> new CountryCode(code))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a country code");
    }
}
