package io.gatehouse.moderation.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The report as people read it. */
class ReportPageTest {
    @Test
    void numbersStandRightAndAreGroupedForTheReaderOnly() {
        var report = RandomReports.of(new SplittableRandom(3), ProviderClass.VLOP, 40);
        String page = ReportPage.of(report, Locale.ENGLISH);
        assertThat(page)
                .contains("td.number { text-align: right")
                .contains("<h2>10_AMAR</h2>")
                .containsPattern("<td class=\"number\">\\d{1,3},\\d{3},\\d{3}</td>")
                .contains("Example, &quot;Inc.&quot;");
        assertThat(ReportPage.of(report, Locale.GERMAN))
                .containsPattern("<td class=\"number\">\\d{1,3}\\.\\d{3}\\.\\d{3}</td>");
        assertThat(ReportCsv.of(report.tables().get(9))).doesNotContainPattern("\\d[,.]\\d{3}[,.]\\d{3}");
    }

    @Test
    void aSheetThatIsNotForTheProviderSaysSo() {
        assertThat(ReportPage.of(RandomReports.of(new SplittableRandom(3), ProviderClass.HOSTING, 5), Locale.ENGLISH))
                .contains("<h2>9_human_resources</h2>\n<p>Not for providers of this kind.</p>");
    }
}
