package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Hash banks over HTTP: what was added is found by the next question, and by nobody in another region. */
class HashBanksTest {
    private static final String REGION = "eu-west-1";

    private final RunningGatehouse service = RunningGatehouse.shared();

    private static String hash() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Another last digit: as many bits away as asked for, 0 to 4. */
    private static String near(String hash, int bits) {
        int last = Character.digit(hash.charAt(63), 16) ^ ((1 << bits) - 1);
        return hash.substring(0, 63) + Character.forDigit(last, 16);
    }

    private String bank(String settings) {
        String name = RunningGatehouse.unique("bank");
        var created = service.post("/v1/banks", """
                {"region":"%s","name":"%s","owner":"ts","category":"terrorism","legal_basis":"DSA Art. 16"%s}\
                """.formatted(REGION, name, settings));
        assertThat(created.status()).as(created.text()).isEqualTo(201);
        assertThat(OpenApiTest.schema("Bank").validate(created.json())).isEmpty();
        return name;
    }

    private Answer add(String bank, String hash) {
        return service.post(
                "/v1/banks/" + REGION + "/" + bank + "/entries",
                "{\"entries\":[{\"hash\":\"" + hash + "\",\"provenance\":\"case 17\"}]}");
    }

    private List<JsonNode> matches(String region, String hash) {
        var answer = service.post(
                "/v1/media:match", "{\"region\":\"" + region + "\",\"hashes\":[{\"hash\":\"" + hash + "\"}]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(OpenApiTest.schema("BankMatches").validate(answer.json()))
                .as(answer.text())
                .isEmpty();
        return List.copyOf(answer.json().get("matches").values());
    }

    @Test
    void whatWasAddedIsFoundAtOnceWithDistanceBankAndProvenance() {
        String bank = bank(",\"distance\":3");
        String hash = hash();
        assertThat(add(bank, hash).json().get("added").intValue()).isEqualTo(1);
        assertThat(add(bank, hash).json().get("known_already").intValue()).isEqualTo(1);
        var found = matches(REGION, near(hash, 3));
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().get("bank").stringValue()).isEqualTo(bank);
        assertThat(found.getFirst().get("distance").intValue()).isEqualTo(3);
        assertThat(found.getFirst().get("provenance").stringValue()).isEqualTo("case 17");
        assertThat(found.getFirst().get("effect").stringValue()).isEqualTo("match");
        assertThat(matches(REGION, near(hash, 4))).isEmpty();
        assertThat(matches("eu-central-1", hash)).isEmpty();
    }

    @Test
    void whatWasRemovedIsNotFoundAnyMore() {
        String bank = bank("");
        String hash = hash();
        add(bank, hash);
        String entries = "/v1/banks/" + REGION + "/" + bank + "/entries";
        var listed = service.get(entries);
        assertThat(OpenApiTest.schema("BankEntries").validate(listed.json()))
                .as(listed.text())
                .isEmpty();
        long entry = listed.json().get("entries").get(0).get("entry_id").longValue();
        assertThat(service.delete(entries + "/" + entry).status()).isEqualTo(204);
        assertThat(service.delete(entries + "/" + entry).status()).isEqualTo(404);
        assertThat(matches(REGION, hash)).isEmpty();
    }

    @Test
    void aNegativeBankSuppressesAndADisputeSendsToPeople() {
        String bank = bank("");
        String hash = hash();
        add(bank, hash);
        String match = matches(REGION, hash).getFirst().get("match_id").stringValue();
        assertThat(service.post("/v1/matches/" + match + ":dispute", "").status())
                .isEqualTo(204);
        assertThat(matches(REGION, hash).getFirst().get("effect").stringValue()).isEqualTo("review");
        assertThat(service.post("/v1/matches/" + match + ":confirm", "").status())
                .isEqualTo(204);
        assertThat(matches(REGION, hash).getFirst().get("effect").stringValue()).isEqualTo("match");
        String innocent = bank(",\"negative\":true");
        add(innocent, near(hash, 2));
        assertThat(matches(REGION, hash))
                .extracting(it -> it.get("effect").stringValue())
                .containsExactlyInAnyOrder("suppressed", "innocent");
        assertThat(service.post("/v1/matches/" + match + "x:confirm", "").status())
                .isEqualTo(404);
    }

    @Test
    void aDisabledBankMatchesNothing() {
        String bank = bank(",\"enable_ratio\":0");
        String hash = hash();
        add(bank, hash);
        assertThat(matches(REGION, hash)).isEmpty();
        var changed = service.put(
                "/v1/banks/" + REGION + "/" + bank,
                "{\"owner\":\"ts\",\"category\":\"terrorism\",\"legal_basis\":\"DSA Art. 16\",\"enable_ratio\":1}");
        assertThat(changed.status()).as(changed.text()).isEqualTo(200);
        assertThat(matches(REGION, hash)).hasSize(1);
    }

    @Test
    void takesListsAsCsvAndNamesTheLineThatIsWrong() {
        String bank = bank("");
        String hash = hash();
        String path = "/v1/banks/" + REGION + "/" + bank + "/entries?provenance=list";
        var wrong = service.post(path, "hash,quality\n" + hash + ",80\nabc,80\n", "Content-Type", "text/csv");
        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text()).contains("line 3").contains("64 hexadecimal digits");
        assertThat(matches(REGION, hash)).isEmpty();
        var right = service.post(path, "hash,quality\n" + hash + ",80\n", "Content-Type", "text/csv");
        assertThat(right.json().get("added").intValue()).as(right.text()).isEqualTo(1);
        assertThat(matches(REGION, hash)).hasSize(1);
    }

    @Test
    void namesEveryFault() {
        var refused = service.post(
                "/v1/banks",
                "{\"region\":\"eu-west-1\",\"kind\":\"words\",\"severity\":11,\"enable_ratio\":2,\"distance\":32,\"nme\":1}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.pointers())
                .containsExactlyInAnyOrder(
                        "/name",
                        "/kind",
                        "/owner",
                        "/category",
                        "/legal_basis",
                        "/severity",
                        "/enable_ratio",
                        "/distance",
                        "/nme");
        String bank = bank("");
        assertThat(service.post("/v1/banks", """
                        {"region":"%s","name":"%s","owner":"ts","category":"x","legal_basis":"y"}\
                        """.formatted(REGION, bank)).status())
                .isEqualTo(409);
        assertThat(add("no-such-bank", hash()).status()).isEqualTo(404);
        assertThat(service.get("/v1/banks?region=mars").status()).isEqualTo(404);
        var unsure = service.post("/v1/media:match", "{\"region\":\"eu-west-1\",\"hashes\":[{\"hash\":\"zz\"}]}");
        assertThat(unsure.pointers()).containsExactly("/hashes/0/hash");
    }

    @Test
    void whoScreensMayAskAndNotChange() {
        String bank = bank("");
        String key = "Bearer " + service.keyWith("platform");
        var asked = service.post(
                "/v1/media:match",
                "{\"region\":\"eu-west-1\",\"hashes\":[{\"hash\":\"" + hash() + "\"}]}",
                "Authorization",
                key);
        assertThat(asked.status()).isEqualTo(200);
        assertThat(service.get("/v1/banks?region=eu-west-1", "Authorization", key)
                        .status())
                .isEqualTo(403);
        var changed = service.post(
                "/v1/banks/" + REGION + "/" + bank + "/entries",
                "{\"entries\":[{\"hash\":\"" + hash() + "\",\"provenance\":\"x\"}]}",
                "Authorization",
                key);
        assertThat(changed.status()).isEqualTo(403);
    }

    @Test
    void answersAReviewToolsMatcherClientAndFetchesNothing() {
        String bank = bank("");
        String hash = hash();
        String hma = "/hma/" + REGION;
        var added = service.post(hma + "/c/bank/" + bank + "/signal", "{\"pdq\":\"" + hash + "\"}");
        assertThat(added.status()).as(added.text()).isEqualTo(200);
        long id = added.json().get("id").longValue();
        String signal = "?signal_type=pdq&signal=" + near(hash, 3);
        assertThat(service.get(hma + "/m/raw_lookup" + signal).text()).isEqualTo("{\"matches\":[" + id + "]}");
        var far = service.get(hma + "/m/raw_lookup" + signal + "&include_distance=true")
                .json()
                .get("matches")
                .get(0);
        assertThat(far.get("content_id").longValue()).isEqualTo(id);
        assertThat(far.get("distance").stringValue()).isEqualTo("3");
        assertThat(service.get(hma + "/m/lookup" + signal).text()).isEqualTo("[\"" + bank + "\"]");
        assertThat(service.get(hma + "/c/banks").text()).contains("\"" + bank + "\"");
        assertThat(service.get(hma + "/c/bank/" + bank)
                        .json()
                        .get("matching_enabled_ratio")
                        .doubleValue())
                .isEqualTo(1);
        for (var refused : List.of(
                service.get(hma + "/m/lookup?url=http://169.254.169.254/"),
                service.get(hma + "/h/hash?url=http://localhost/"),
                service.post(hma + "/c/bank/" + bank + "/content?url=http://localhost/", ""))) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("Nothing is fetched from URLs");
        }
        assertThat(service.delete(hma + "/c/bank/" + bank + "/content/" + id)
                        .json()
                        .get("deleted")
                        .intValue())
                .isEqualTo(1);
        assertThat(service.get(hma + "/m/lookup" + signal).text()).isEqualTo("[]");
        assertThat(service.send(service.request(hma + "/m/lookup" + signal, "Authorization", "")
                                .GET())
                        .status())
                .isEqualTo(401);
    }
}
