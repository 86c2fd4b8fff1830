package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The consent ledger, and what it opens, over HTTP with the rules as shipped. */
class ConsentTest {
    private static final String ADS = "/consents/advertising_across_services";

    private final RunningGatehouse service = RunningGatehouse.shared();

    private String account() {
        String path = "/v1/accounts/" + RunningGatehouse.unique("u");
        service.put(path, "{\"residence\":[{\"kind\":\"declared\",\"country\":\"IE\"}]}");
        return path;
    }

    private static Answer fits(Answer answer) {
        assertThat(OpenApiTest.schema("Consent").validate(answer.json()))
                .as(answer.text())
                .isEmpty();
        return answer;
    }

    private Answer use(String account, String data, String by) {
        return service.post(
                "/v1/transfers:evaluate", """
                {"purpose":"advertising_across_services","data":["%s"],"account":"%s","service":"messages",
                 "to":{"service":"%s"}}""".formatted(data, account.substring("/v1/accounts/".length()), by));
    }

    private static List<String> codes(Answer answer) {
        return answer.json().get("reasons").values().stream()
                .map(reason -> reason.get("code").stringValue())
                .toList();
    }

    @Test
    void aConsentIsAskedForGivenUsedAndWithdrawn() {
        String account = account();
        assertThat(codes(use(account, "content", "ads"))).containsExactly("consent_missing");
        var asked = fits(service.post(account + ADS + "/requests", "{\"evidence\":\"screen:7\"}"));
        assertThat(asked.status()).as(asked.text()).isEqualTo(201);
        assertThat(asked.field("state")).isEqualTo("unanswered");
        var given = fits(service.put(account + ADS, "{\"state\":\"granted\",\"evidence\":\"screen:7/yes\"}"));
        assertThat(given.status()).as(given.text()).isEqualTo(200);
        assertThat(given.field("state")).isEqualTo("granted");
        var used = use(account, "content", "ads");
        assertThat(OpenApiTest.schema("TransferRuling").validate(used.json())).isEmpty();
        assertThat(used.field("legal_basis")).as(used.text()).isEqualTo("consent");
        assertThat(codes(use(account, "decision", "ads"))).containsExactly("purpose_bound");
        var withdrawn = fits(service.delete(account + ADS));
        assertThat(withdrawn.field("state")).isEqualTo("withdrawn");
        assertThat(codes(use(account, "content", "ads"))).containsExactly("consent_withdrawn");
        assertThat(service.get(account + ADS).text()).isEqualTo(withdrawn.text());
        assertThat(withdrawn.json().get("history").values().stream()
                        .map(event -> event.get("kind").stringValue()))
                .containsExactly("asked", "granted", "withdrawn");
    }

    @Test
    void aNoClosesTheDoorForAYearButNotToAConsentFreelyGiven() {
        String account = account();
        service.put(account + ADS, "{\"state\":\"refused\"}");
        var tooSoon = service.post(account + ADS + "/requests", "");
        assertThat(tooSoon.problem()).isEqualTo("asked-too-soon");
        assertThat(tooSoon.status()).isEqualTo(409);
        assertThat(Instant.parse(tooSoon.field("not_before")))
                .isAfter(Instant.now().plusSeconds(364L * 86_400));
        assertThat(service.post(account + "/consents/contacts_across_services/requests", "")
                        .status())
                .isEqualTo(201);
        assertThat(service.put(account + ADS, "{\"state\":\"granted\"}").status())
                .isEqualTo(200);
        assertThat(service.post(account + ADS + "/requests", "").status()).isEqualTo(409);
    }

    @Test
    void aRefusalOfLongAgoIsImportedAndClosesNothing() {
        String account = account();
        assertThat(service.put(account + ADS, "{\"state\":\"refused\",\"at\":\"2024-02-29T10:00:00Z\"}")
                        .status())
                .isEqualTo(200);
        assertThat(service.post(account + ADS + "/requests", "").status()).isEqualTo(201);
        var before = service.put(account + ADS, "{\"state\":\"granted\",\"at\":\"2024-01-01T00:00:00Z\"}");
        assertThat(before.status()).isEqualTo(400);
        assertThat(before.field("detail")).contains("cannot lie before");
    }

    @Test
    void ofManyWhoRefuseAndAskAtOnceNobodyAsksAfterTheRefusal() throws Exception {
        String account = account();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var asks = IntStream.range(0, 16)
                    .<Callable<Integer>>mapToObj(n -> () -> n == 7
                            ? service.put(account + ADS, "{\"state\":\"refused\"}")
                                    .status()
                            : service.post(account + ADS + "/requests", "").status())
                    .toList();
            for (var done : threads.invokeAll(asks)) assertThat(done.get()).isIn(200, 201, 409);
        }
        var kinds = service.get(account + ADS).json().get("history").values().stream()
                .map(event -> event.get("kind").stringValue())
                .toList();
        assertThat(kinds.getLast()).isEqualTo("refused");
        assertThat(kinds).containsOnlyOnce("refused");
    }

    @Test
    void reportsArePeopleAndNotHowOften() {
        String ranking = "/consents/ranking_across_services";
        // One asks more than refuse: so many stay, whatever small counts there are to be protected.
        for (int i = 0; i < 7; i++) {
            String each = account();
            service.post(each + ranking + "/requests", "");
            if (i == 0) service.post(each + ranking + "/requests", "");
            else service.put(each + ranking, "{\"state\":\"refused\"}");
        }
        String one = account();
        for (int i = 0; i < 6; i++) {
            service.put(one + ranking, "{\"state\":\"granted\"}");
            service.delete(one + ranking);
        }
        assertThat(row("consent-asked", "ranking_across_services")).containsExactly("7", "8");
        assertThat(row("consent-granted", "ranking_across_services"))
                .as("six times, and one person")
                .containsExactly("hidden", "hidden");
    }

    /** People and times. */
    private List<String> row(String event, String purpose) {
        var last = TableReportsTest.endOfQuarter();
        var report = service.get(
                "/v1/reports/made/consents?from=" + last.plusDays(1).minusMonths(3) + "&to=" + last,
                "Authorization",
                "Bearer " + service.keyWith("auditor"));
        for (var row : report.json().get("tables").get(0).get("rows"))
            if (row.get(1).asString("").equals(event) && row.get(2).asString("").equals(purpose))
                return List.of(row.get(3).asString(), row.get(4).asString());
        return List.of();
    }

    @Test
    void everyFaultIsNamed() {
        String account = account();
        assertThat(service.put(
                                account + ADS,
                                "{\"state\":\"perhaps\",\"evidence\":\"she said\",\"at\":\"2999-01-01T00:00:00Z\",\"x\":1}")
                        .pointers())
                .containsExactlyInAnyOrder("/state", "/evidence", "/at", "/x");
        var unknown = service.put(account + "/consents/astrology", "{\"state\":\"granted\"}");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.field("detail")).contains("advertising_across_services");
        assertThat(service.get(account + "/consents/Not-one").pointers()).containsExactly("path:purpose");
        String nobody = "/v1/accounts/" + RunningGatehouse.unique("u");
        assertThat(service.put(nobody + ADS, "{\"state\":\"granted\"}").status())
                .isEqualTo(404);
        String reviewer = "Bearer " + service.keyWith("reviewer");
        assertThat(service.get(account + "/consents", "Authorization", reviewer).status())
                .isEqualTo(403);
        var noAccount = service.post(
                "/v1/transfers:evaluate", "{\"purpose\":\"x1\",\"data\":[\"content\"],\"to\":{\"service\":\"ads\"}}");
        assertThat(noAccount.pointers()).containsExactly("/account");
    }

    @Test
    void whatGatehouseHoldsIsRefusedToAdvertisingAndTheRefusalIsListed() {
        var answer = service.post("/v1/transfers:evaluate", """
                {"purpose":"advertising","data":["decision","notes"],"from":"eu-west-1","to":{"service":"ads"}}""");
        assertThat(codes(answer)).as(answer.text()).containsExactly("purpose_bound");
        assertThat(service.get("/v1/transfers?region=eu-west-1").text()).contains(answer.field("transfer_id"));
    }
}
