package io.gatehouse.residency.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.interop.InteropRules.Opening;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a designation opens, and when (DMA Art. 7(2)). */
class InteropRulesTest {
    private static final String RULES = """
        designations:
          - { id: first, service: messages, listed_on: 2024-02-29, source: "a decision", verified: false }
          - { id: lifted, service: messages, listed_on: 2024-01-01, to: 2025-12-31, source: "a decision", verified: false }
        partners:
          - { id: acme, name: Acme, country: DE, designation: first, capabilities: [one_to_one, group, call] }
          - { id: late, name: Late, country: FR, designation: first, capabilities: [one_to_one], from: 2026-06-01, to: 2026-12-31 }
          - { id: gone, name: Gone, country: FR, designation: lifted, capabilities: [one_to_one] }
        """;

    @TempDir
    private Path directory;

    private InteropRules load(String text) throws Exception {
        Files.writeString(directory.resolve("interop.yaml"), text);
        return InteropRules.load(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "acme, one_to_one, 2024-02-28, false",
        "acme, one_to_one, 2024-02-29, true",
        "acme, group, 2026-02-27, false",
        "acme, group, 2026-02-28, true",
        "acme, call, 2028-02-28, false",
        "acme, call, 2028-02-29, true",
        "late, one_to_one, 2026-05-31, false",
        "late, one_to_one, 2026-06-01, true",
        "late, one_to_one, 2026-12-31, true",
        "late, one_to_one, 2027-01-01, false",
        "late, group, 2026-07-01, false",
        "gone, one_to_one, 2025-12-31, true",
        "gone, one_to_one, 2026-01-01, false",
        "nobody, one_to_one, 2026-07-01, false",
    })
    void aCapabilityIsOpenFromItsDayOn(String partner, String capability, LocalDate date, boolean open)
            throws Exception {
        var opening =
                load(RULES).opening(partner, Capability.ofWireName(capability).orElseThrow(), date);
        assertThat(opening instanceof Opening.Open).as(opening.toString()).isEqualTo(open);
    }

    @Test
    void withoutADesignationNothingIsOpen() throws Exception {
        var shipped = InteropRules.load(
                Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies/residency"));
        assertThat(shipped.designations()).isEmpty();
        for (var rules : new InteropRules[] {shipped, InteropRules.load(directory)})
            assertThat(rules.opening("acme", Capability.ONE_TO_ONE, LocalDate.of(2030, 1, 1)))
                    .isInstanceOfSatisfying(
                            Opening.Shut.class, shut -> assertThat(shut.why()).contains("no designation"));
    }

    @Test
    void everyFaultIsNamedWithItsLine() {
        assertThatThrownBy(() -> load("""
            designations:
              - { id: A!, service: messages, listed_on: yesterday, source: "x" }
            partners:
              - { id: acme, name: Acme, country: DE, designation: none, capabilities: [smell] }
              - { id: acme, name: Acme, country: Q1, designation: none, capabilities: [], phone: "1" }
            """))
                .hasMessageContaining("interop.yaml:2")
                .hasMessageContaining("'listed_on' is wrong")
                .hasMessageContaining("no such designation: 'none'")
                .hasMessageContaining("no capability: 'smell'")
                .hasMessageContaining("'country' is wrong")
                .hasMessageContaining("unknown field 'phone'");
    }
}
