package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.openapi.OpenApiTest;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.junit.jupiter.api.Test;

/** Reports of tables over HTTP. */
class TableReportsTest {
    private static final String TODAY = LocalDate.now(ZoneOffset.UTC).toString();
    private static final String SPAN = "?from=2026-01-01&to=" + endOfQuarter();

    /** Of tomorrow's, lest a test at midnight misses what it did. */
    static LocalDate endOfQuarter() {
        var first = LocalDate.now(ZoneOffset.UTC).plusDays(1).with(IsoFields.DAY_OF_QUARTER, 1);
        return first.plusMonths(3).minusDays(1);
    }

    private static String quarter() {
        return "?from=" + endOfQuarter().plusDays(1).minusMonths(3) + "&to=" + endOfQuarter();
    }

    private final RunningGatehouse service = RunningGatehouse.shared();
    private final String[] auditor = {"Authorization", "Bearer " + service.keyWith("auditor")};

    @Test
    void everyReportIsMadeInEveryForm() throws java.io.IOException {
        var list = service.get("/v1/reports/made", auditor);
        assertThat(OpenApiTest.schema("TableReports").validate(list.json())).isEmpty();
        var names = new ArrayList<String>();
        for (var report : list.json().path("reports").values())
            names.add(report.path("name").stringValue());
        assertThat(names)
                .containsExactly(
                        "consents",
                        "deadlines",
                        "flaggers",
                        "private-messages",
                        "processing",
                        "quality",
                        "residency",
                        "statements",
                        "terrorist-content",
                        "transfers");
        for (String name : names) {
            String path = "/v1/reports/made/" + name + SPAN;
            var json = service.get(path, auditor);
            assertThat(json.status()).as(json.text()).isEqualTo(200);
            assertThat(OpenApiTest.schema("TableReport").validate(json.json()))
                    .as(name)
                    .isEmpty();
            for (var table : json.json().path("tables").values()) {
                assertThat(table.path("query").stringValue()).as(name).isNotBlank();
                var csv = service.get(
                        path + "&format=csv&table=" + table.path("id").stringValue(), auditor);
                assertThat(csv.text().lines().count())
                        .as(name)
                        .isGreaterThanOrEqualTo(1 + table.path("rows").size());
            }
            assertThat(service.get(path + "&format=html&language=de", auditor).text())
                    .contains("text-align: right")
                    .doesNotContain("<script");
            assertThat(service.get(path + "&format=xlsx", auditor).response().body())
                    .startsWith((byte) 'P', (byte) 'K');
        }
        var pdf = service.get("/v1/reports/made/processing" + SPAN + "&format=pdf", auditor);
        try (var document = Loader.loadPDF(pdf.response().body())) {
            assertThat(document.getNumberOfPages()).isGreaterThan(1);
        }
    }

    @Test
    void whatARestrictionAndAnOrderLeaveIsInTheirReports() {
        String content = RunningGatehouse.unique("m");
        var said = service.post(
                "/v1/screenings",
                Screenings.of(content, RunningGatehouse.unique("u"), "IE", "one " + TestPolicies.RESTRICTED));
        var register = service.get(
                "/v1/reports/made/statements?from=" + TODAY + "&to=" + TODAY + "&regions=eu-west-1&format=csv",
                auditor);
        assertThat(register.text().lines().filter(line -> line.contains(said.field("decision_id"))))
                .singleElement()
                .asString()
                .contains(",comment,own_initiative,incompatible_content,STATEMENT_CATEGORY_ILLEGAL_OR_HARMFUL_SPEECH,"
                        + "KEYWORD_HATE_SPEECH,visibility.removed,fully,")
                .endsWith(",given");
    }

    private String[] privateMessages(String span) {
        return service.get(
                        "/v1/reports/made/private-messages" + span + "&regions=eu-north-1&format=csv&table=volume",
                        auditor)
                .text()
                .lines()
                .filter(line -> line.startsWith("eu-north-1,group,"))
                .findFirst()
                .orElse("")
                .split(",");
    }

    /** Messages are many where people are few: one who writes much is one person all the same. */
    @Test
    void privateMessagesAreProtectedByHowManyPeopleWroteThem() {
        for (int person = 0; person < 6; person++) {
            String author = RunningGatehouse.unique("u");
            for (int message = 0; message < (person == 0 ? 7 : 1); message++) {
                var body = Screenings.tree(RunningGatehouse.unique("m"), author, "SE", "words to them");
                body.put("surface", "group");
                var answer = service.post("/v1/screenings", Screenings.json(body));
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
            }
            var row = privateMessages(quarter());
            assertThat(row).hasSize(6);
            if (person < 4)
                assertThat(List.of(row[4], row[5])).as("of " + person).containsExactly("hidden", "hidden");
            else assertThat(List.of(row[4], row[5])).containsExactly(person + 1 + "", person + 7 + "");
        }
        var ofToday = privateMessages("?from=" + TODAY + "&to=" + TODAY);
        assertThat(List.of(ofToday[4], ofToday[5]))
                .as("whoever has yesterday's as well would have the difference")
                .containsExactly("hidden", "hidden");
    }

    @Test
    void whatIsAskedWrongIsSaid() {
        assertThat(service.get("/v1/reports/made/transfers?from=soon&to=2026-13-01&format=doc&regions=mars", auditor)
                        .pointers())
                .containsExactlyInAnyOrder("query:from", "query:to", "query:format", "query:regions");
        assertThat(service.get("/v1/reports/made/nothing" + SPAN, auditor).status())
                .isEqualTo(404);
        assertThat(service.get("/v1/reports/made/transfers" + SPAN + "&format=csv", auditor)
                        .pointers())
                .as("which table?")
                .containsExactly("query:table");
        String platform = service.keyWith("platform");
        assertThat(service.get("/v1/reports/made/transfers" + SPAN, "Authorization", "Bearer " + platform)
                        .status())
                .isEqualTo(403);
    }
}
