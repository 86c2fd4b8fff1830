package io.gatehouse.service.register;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.region.ConfigurationRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Registers are dated, and whatever is wrong in them is said at once, with its line. */
class RegisterFilesTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-30");

    @TempDir
    Path policies;

    private void write(String file, String text) throws IOException {
        Files.createDirectories(policies.resolve(file).getParent());
        Files.writeString(policies.resolve(file), text);
    }

    @Test
    void whatIsMissingIsEmptyAndNobodyIsAssumed() {
        var none = RegisterFiles.load(policies);
        assertThat(none.people()).isEmpty();
        assertThat(none.person("mod-1", DAY)).isEmpty();
        assertThat(none.due("notice", DAY)).isEmpty();
    }

    @Test
    void rowsHoldFromTheirFirstToTheirLastDay() throws IOException {
        write("registers/staff.yaml", """
            people:
              - { id: mod-1, languages: [fr, en], country: IE, employment: external, from: 2026-01-01, to: 2026-11-30 }
              - { id: mod-1, languages: [fr], country: FR, employment: internal, from: 2026-12-01 }
            counts: []
            """);
        var registers = RegisterFiles.load(policies);
        assertThat(registers.person("mod-1", LocalDate.parse("2025-12-31"))).isEmpty();
        assertThat(registers.person("mod-1", DAY).orElseThrow().country()).isEqualTo("IE");
        assertThat(registers.person("mod-1", DAY.plusDays(1)).orElseThrow().country())
                .isEqualTo("FR");
    }

    @Test
    void namesEveryFaultOfAllFilesWithItsLine() throws IOException {
        write("registers/staff.yaml", """
            people:
              - { id: "mod 1", languages: [en], country: IE, employment: internal }
              - { id: mod-2, languages: [english], country: IE, employment: internal }
              - { id: mod-3, languages: [], country: IE, employment: volunteer }
              - { id: mod-4, languages: [en], country: IE, employment: internal, to: 2026-01-01 }
              - { id: mod-4, languages: [en], country: IE, employment: internal, from: 2025-12-31 }
            counts:
              - { language: fr, internal: "1,200", external: 1, source: x }
            """);
        write("registers/recipients.yaml", """
            recipients:
              - { member_state: IE, monthly_average: 1.2, source: x }
              - { member_state: IE, monthly_average: 12, from: 2026-07-01, to: 2026-06-30, source: x }
            """);
        assertThatThrownBy(() -> RegisterFiles.load(policies))
                .isInstanceOfSatisfying(
                        ConfigurationRejectedException.class,
                        rejected -> assertThat(rejected.faults())
                                .extracting(fault -> fault.file() + ":" + fault.line())
                                .containsExactly(
                                        "registers/staff.yaml:2",
                                        "registers/staff.yaml:3",
                                        "registers/staff.yaml:4",
                                        "registers/staff.yaml:6",
                                        "registers/staff.yaml:8",
                                        "registers/recipients.yaml:2",
                                        "registers/recipients.yaml:3"))
                .hasMessageContaining("without separators")
                .hasMessageContaining("twice on the same day")
                .hasMessageContaining("'to' must not lie before 'from'");
    }

    @Test
    void theShippedFilesAreSoundAndGiveTerroristContentItsHour() {
        var shipped = RegisterFiles.load(
                Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies"));
        var hour = shipped.due("order.terrorist_content", DAY).orElseThrow();
        assertThat(hour.within()).isEqualTo(Duration.ofHours(1));
        assertThat(hour.verified()).isTrue();
        assertThat(shipped.due("appeal_window", DAY).orElseThrow().within()).isEqualTo(Duration.ofDays(184));
    }
}
