package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.openapi.OpenApiTest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** Labels that platforms and reviewers put on accounts. */
class AccountLabelTest {
    private final RunningGatehouse service = RunningGatehouse.shared();
    private final String until = Instant.now()
            .plus(30, ChronoUnit.DAYS)
            .truncatedTo(ChronoUnit.SECONDS)
            .toString();

    @Test
    void aLabelIsPutReadReplacedAndTakenOff() {
        String account = account();
        var put = service.put(account + "/labels/trusted", body(until, "known for years"));
        assertThat(put.status()).as(put.text()).isEqualTo(200);
        assertThat(OpenApiTest.schema("AccountLabel").validate(put.json())).isEmpty();
        assertThat(put.field("expires_at")).isEqualTo(until);
        assertThat(put.field("reason")).isEqualTo("known for years");
        assertThat(put.field("key_id")).isNotBlank();
        assertThat(service.get(account + "/labels/trusted").text()).isEqualTo(put.text());
        service.put(account + "/labels/trusted", body(until, "looked at again"));
        var all = service.get(account + "/labels");
        assertThat(OpenApiTest.schema("AccountLabels").validate(all.json())).isEmpty();
        assertThat(all.json().get("labels").size()).isEqualTo(1);
        assertThat(all.json().get("labels").get(0).get("reason").stringValue()).isEqualTo("looked at again");
        assertThat(service.delete(account + "/labels/trusted").status()).isEqualTo(204);
        assertThat(service.get(account + "/labels/trusted").status()).isEqualTo(404);
        assertThat(service.delete(account + "/labels/trusted").status()).isEqualTo(404);
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        var answer = service.put(
                account() + "/labels/Not%20a%20name",
                "{\"expires_at\":\"2020-01-01T00:00:00Z\",\"reason\":\"\",\"colour\":\"red\"}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactlyInAnyOrder("path:name", "/expires_at", "/reason", "/colour");
        assertThat(service.put(account() + "/labels/x", "{}").pointers())
                .containsExactlyInAnyOrder("/expires_at", "/reason");
        assertThat(service.put(account() + "/labels/x", body("2099-01-01T00:00:00Z", "for ever"))
                        .pointers())
                .containsExactly("/expires_at");
        assertThat(service.put(account() + "/labels/x", "[]").status()).isEqualTo(400);
    }

    @Test
    void anAccountThatNobodyKnowsGetsNoLabel() {
        String unknown = "/v1/accounts/" + RunningGatehouse.unique("u");
        assertThat(service.put(unknown + "/labels/x", body(until, "x")).status())
                .isEqualTo(404);
        assertThat(service.get(unknown + "/labels").status()).isEqualTo(404);
        assertThat(service.get(unknown).status()).isEqualTo(404);
    }

    private String account() {
        String path = "/v1/accounts/" + RunningGatehouse.unique("u");
        service.put(path, "{\"residence\":[{\"kind\":\"declared\",\"country\":\"IE\"}]}");
        return path;
    }

    private static String body(String until, String reason) {
        return "{\"expires_at\":\"" + until + "\",\"reason\":\"" + reason + "\"}";
    }
}
