package io.gatehouse.moderation.report;

import static io.gatehouse.moderation.report.RandomReports.TEMPLATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped template has what the annex has. */
class ReportTemplateTest {
    @Test
    void theSheetsHaveTheAnnexsHeaders() {
        assertThat(TEMPLATE.sheets())
                .extracting(SheetTemplate::name)
                .containsExactly(
                        "1_report_identification",
                        "2_categories_names",
                        "3_member_states_orders",
                        "4_notices",
                        "5_own_initiative_illegal",
                        "6_own_initiative_TC",
                        "7_appeals_and_recidivism",
                        "8_automated_means",
                        "9_human_resources",
                        "10_AMAR",
                        "11_qualitative");
        assertThat(TEMPLATE.sheets().stream().map(sheet -> sheet.header().size()))
                .containsExactly(4, 4, 20, 25, 37, 37, 8, 8, 8, 7, 5);
        assertThat(TEMPLATE.sheet(3).header().get(13))
                .isEqualTo("Contextual information on Number of orders to act against illegal content received");
        assertThat(TEMPLATE.sheet(6).header().get(3))
                .isEqualTo("Category of incompatibility with the provider's terms and conditions");
    }

    @Test
    void thereAreSeventeenCategoriesAndTheirKeywords() {
        assertThat(TEMPLATE.categories()).hasSize(17);
        assertThat(TEMPLATE.categories().stream()
                        .mapToInt(category -> category.subs().size())
                        .sum())
                .isEqualTo(75 + 7);
        assertThat(TEMPLATE.categories().stream()
                        .filter(category -> !category.subs().isEmpty()))
                .allSatisfy(
                        category -> assertThat(category.subs().getLast().code()).isEqualTo(Category.OTHER));
    }

    /** Rows that each class reports: sheets 7, 8 without and with one system's accuracy, 9, 10, 11. */
    @ParameterizedTest
    @CsvSource({
        "INTERMEDIARY, 1, 4, 6, 0, 0, 7",
        "HOSTING, 1, 6, 9, 0, 0, 7",
        "ONLINE_PLATFORM, 47, 8, 12, 0, 0, 7",
        "VLOP, 47, 56, 84, 27, 28, 11",
        "VLOSE, 1, 4, 6, 0, 28, 7"
    })
    void everyClassHasItsRows(
            ProviderClass provider, int appeals, int automated, int accuracy, int people, int recipients, int texts) {
        var tables = RandomReports.of(new SplittableRandom(1), provider, 20).tables();
        assertThat(tables.get(6).rows()).hasSize(appeals);
        // The random report tells of two systems.
        assertThat(tables.get(7).rows()).hasSize(automated + 2 * accuracy);
        assertThat(tables.get(8).rows()).hasSize(people);
        assertThat(tables.get(9).rows()).hasSize(recipients);
        assertThat(tables.get(10).rows()).hasSize(texts);
    }

    @Test
    void sheetsByCategoryHaveATotalEveryCategoryAndEveryKeyword() {
        var nothing =
                RandomReports.of(new SplittableRandom(1), ProviderClass.VLOP, 0).tables();
        assertThat(nothing.get(2).rows()).hasSize(1 + 15 + 75);
        assertThat(nothing.get(3).rows()).hasSize(1 + 15 + 75);
        assertThat(nothing.get(4).rows()).hasSize(90);
        assertThat(nothing.get(5).rows()).hasSize(1 + 15 + 82);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01/2026-06-30, VLOP, true, 2026-08-31",
        "2026-07-01/2026-12-31, VLOSE, true, 2027-02-28",
        "2026-01-01/2026-12-31, VLOP, false, 2027-02-28",
        "2026-01-01/2026-12-31, HOSTING, true, 2027-02-28",
        "2027-01-01/2027-12-31, ONLINE_PLATFORM, true, 2028-02-29",
        "2026-01-01/2026-06-30, INTERMEDIARY, false, 2026-08-31",
        "2026-04-01/2026-09-30, VLOP, false, 2026-11-30"
    })
    void periodsFollowTheProvidersCycle(String written, ProviderClass provider, boolean follows, LocalDate last) {
        var period = ReportingPeriod.parse(written).orElseThrow();
        assertThat(period).hasToString(written);
        assertThat(period.followsCycleOf(provider)).isEqualTo(follows);
        assertThat(TEMPLATE.lastPublicationDay(period)).isEqualTo(last);
    }

    @Test
    void aDayThatDoesNotExistIsNoPeriod() {
        assertThat(ReportingPeriod.parse("2026-01-01/2026-06-57")).isEmpty();
        assertThat(ReportingPeriod.parse("2026-02-29/2026-06-30")).isEmpty();
        assertThat(ReportingPeriod.parse("2026-06-30/2026-01-01")).isEmpty();
        assertThat(ReportingPeriod.parse("2026-06-30")).isEmpty();
    }

    @Test
    void aFileThatIsNoTemplateIsRefusedWithItsFault(@TempDir Path directory) throws IOException {
        Path file = Files.createDirectories(directory.resolve("law")).resolve("dsa-transparency-report.yaml");
        String shipped = Files.readString(Path.of(System.getProperty("gatehouse.home", ".."))
                .resolve("policies")
                .resolve(ReportTemplate.FILE));
        Files.writeString(file, shipped.replace("languages: [bg, cs,", "languages: [bg,"));
        assertThatThrownBy(() -> ReportTemplate.load(directory))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("24 languages, not 11 sheets".replace(" sheets", ""));
        Files.writeString(file, shipped.replace("greece:", "grece:"));
        assertThatThrownBy(() -> ReportTemplate.load(directory)).hasMessageContaining("grece");
        Files.writeString(file, "sheets: [");
        assertThatThrownBy(() -> ReportTemplate.load(directory)).hasMessageContaining(ReportTemplate.FILE);
    }
}
