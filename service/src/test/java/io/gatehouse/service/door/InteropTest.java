package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages of other providers' users over HTTP (DMA Art. 7). */
class InteropTest {
    @TempDir
    private static Path directory;

    private static RunningGatehouse service;

    @BeforeAll
    static void start() throws Exception {
        Path policies = TestPolicies.writeTo(directory.resolve("policies"));
        var listed = LocalDate.now(ZoneOffset.UTC).minusYears(1);
        Files.writeString(policies.resolve("residency/interop.yaml"), """
            designations:
              - { id: listing, service: messages, listed_on: %s, source: "made up for tests", verified: false }
            partners:
              - { id: acme, name: Acme, country: DE, designation: listing, capabilities: [one_to_one, group] }
            """.formatted(listed));
        service = RunningGatehouse.start(Map.of("gatehouse.policies", policies.toString()));
    }

    @AfterAll
    static void stop() {
        service.stop();
    }

    private static String local(String country) {
        String id = RunningGatehouse.unique("u");
        service.put(
                "/v1/accounts/" + id,
                "{\"residence\":[{\"kind\":\"declared\",\"country\":\"%s\"}]}".formatted(country));
        return id;
    }

    private static String message(String id, String capability, String more, String... recipients) {
        var people = new StringBuilder();
        for (String recipient : recipients)
            people.append(people.isEmpty() ? "" : ",")
                    .append("{\"id\":\"")
                    .append(recipient)
                    .append("\"}");
        return """
            {"partner":"acme","capability":"%s","id":"%s","sent_at":"%s","sender":{"pseudonym":"b7f3k29xq"},
             "recipients":[%s],"parts":[{"type":"text","text":"bonjour"}]%s}\
            """.formatted(capability, id, Instant.now(), people, more);
    }

    private static Answer send(String body) {
        return service.post("/v1/interop/messages", body);
    }

    @Test
    void aMessageIsScreenedOnItsOwnSurfaceInTheHomeOfItsRecipient() {
        String german = local("DE");
        String body = message(RunningGatehouse.unique("m"), "one_to_one", "", german);
        var answer = send(body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(OpenApiTest.schema("InteropAnswer").validate(answer.json()))
                .as(answer.text())
                .isEmpty();
        var screening = answer.json().get("screenings").get(0);
        String home = service.get("/v1/accounts/" + german).field("home_region");
        assertThat(screening.get("home_region").stringValue()).isEqualTo(home);
        // A private surface of its own: no basis names it, so nothing looked.
        assertThat(screening.get("skipped")).isNotEmpty();
        assertThat(send(body).text()).isEqualTo(answer.text());
        var feed = service.get("/v1/accounts/interop:acme:" + home + ":b7f3k29xq/portability");
        assertThat(feed.text()).contains("\"surface\":\"interop_direct_message\"", "\"service\":\"messages\"");
    }

    @Test
    void aDoorThatIsNotOpenYetSaysWhenItOpens() {
        String body = message("m1", "group", ",\"conversation\":\"groupname1\"", local("DE"));
        var shut = send(body);
        assertThat(shut.problem()).isEqualTo("interop-shut");
        assertThat(shut.field("detail"))
                .contains("opens on "
                        + LocalDate.now(ZoneOffset.UTC).minusYears(1).plusYears(2));
        var unknown = send(message("m1", "one_to_one", "", local("DE")).replace("acme", "other"));
        assertThat(unknown.problem()).isEqualTo("interop-shut");
        var shipped = RunningGatehouse.shared().post("/v1/interop/messages", message("m1", "one_to_one", "", "x"));
        assertThat(shipped.field("detail")).contains("no designation");
    }

    @Test
    void onlyWhatIsNecessaryIsTakenAndTheRestRefusedByName() {
        String body = message("m1", "one_to_one", ",\"location\":\"Paris\"", local("DE"))
                .replace("\"pseudonym\":\"b7f3k29xq\"", "\"pseudonym\":\"4915112345678\",\"phone\":\"+49\"")
                .replace("\"type\":\"text\",", "\"type\":\"text\",\"read_receipt\":true,");
        assertThat(send(body).pointers())
                .containsExactlyInAnyOrder("/location", "/sender/pseudonym", "/sender/phone", "/parts/0/read_receipt");
        assertThat(send(message("m1", "one_to_one", "", "nobody-here")).pointers())
                .containsExactly("/recipients/0/id");
        assertThat(send(message("m1", "call", "", local("DE"))).pointers()).containsExactly("/capability");
        assertThat(send(message("m1", "one_to_one", "", local("DE"), local("DE")))
                        .pointers())
                .containsExactly("/recipients");
    }

    @Test
    void theOrdinaryDoorTakesNoSuchMessage() {
        String body = Screenings.of("hello");
        var surface = service.post(
                "/v1/screenings", body.replaceFirst("\"surface\":\\s*\"[a-z_]+\"", "\"surface\":\"interop_group\""));
        assertThat(surface.pointers()).as(surface.text()).contains("/surface");
        var author = service.post(
                "/v1/screenings", Screenings.of(RunningGatehouse.unique("m"), "interop:acme:x:y", "IE", "hello"));
        assertThat(author.pointers()).containsExactly("/author/id");
    }

    @Test
    void whatIsOpenIsTold() {
        var described = service.get("/v1/interop");
        assertThat(OpenApiTest.schema("Interop").validate(described.json()))
                .as(described.text())
                .isEmpty();
        assertThat(described.json().get("partners").get(0).get("open_today").toString())
                .isEqualTo("[\"one_to_one\"]");
    }
}
