package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.bank.Act;
import io.gatehouse.residency.bank.BankRow;
import io.gatehouse.residency.bank.HashBankStore;
import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import io.gatehouse.service.region.ServedRegions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
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
                {"region":"%s","name":"%s","owner":"ts","category":"extremism","legal_basis":"DSA Art. 16"%s}\
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
        assertThat(matches(REGION, near(hash, 2)))
                .extracting(it -> it.get("effect").stringValue())
                .containsExactlyInAnyOrder("suppressed", "innocent");
        assertThat(matches(REGION, hash))
                .as("the known one itself is not let pass in silence")
                .extracting(it -> it.get("effect").stringValue())
                .containsExactlyInAnyOrder("review", "innocent");
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
                "{\"owner\":\"ts\",\"category\":\"extremism\",\"legal_basis\":\"DSA Art. 16\",\"enable_ratio\":1}");
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
                "{\"region\":\"eu-west-1\",\"kind\":\"words\",\"severity\":11,\"enable_ratio\":2,\"distance\":32,\"purpose\":\"any\",\"nme\":1}");
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
                        "/purpose",
                        "/nme");
        String bank = bank("");
        assertThat(service.post("/v1/banks", """
                        {"region":"%s","name":"%s","owner":"ts","category":"spam","legal_basis":"y"}\
                        """.formatted(REGION, bank)).status())
                .isEqualTo(409);
        assertThat(add("no-such-bank", hash()).status()).isEqualTo(404);
        assertThat(service.get("/v1/banks?region=mars").status()).isEqualTo(404);
        var unsure = service.post("/v1/media:match", "{\"region\":\"eu-west-1\",\"hashes\":[{\"hash\":\"zz\"}]}");
        assertThat(unsure.pointers()).containsExactly("/hashes/0/hash");
    }

    @Test
    void aBankIsAboutWhatIsKnownAndTheListIsTold() {
        String settings = "\"owner\":\"ts\",\"category\":\"terrorism\",\"legal_basis\":\"y\"}";
        var made = service.post(
                "/v1/banks",
                "{\"region\":\"" + REGION + "\",\"name\":\"" + RunningGatehouse.unique("bank") + "\"," + settings);
        assertThat(made.status()).isEqualTo(400);
        assertThat(made.pointers()).containsExactly("/category");
        assertThat(made.text()).contains("must be one of harassment, ").contains(", extremism, ");
        var changed = service.put("/v1/banks/" + REGION + "/" + bank(""), "{" + settings);
        assertThat(changed.status()).isEqualTo(400);
        assertThat(changed.pointers()).containsExactly("/category");
    }

    @Test
    void aBankOfOldWhoseCategoryIsNoneIsToldUntilItIsPutRight() {
        String bank = RunningGatehouse.unique("bank");
        var region = service.bean(ServedRegions.class).named(REGION);
        new HashBankStore(region.cell())
                .put(
                        new BankRow(bank, "ts", "terrorism", 1, "y", "", false, 1, Optional.empty(), 31, 50),
                        false,
                        new Act(REGION + ".e." + bank, "key", Instant.now()));
        String path = "/v1/banks/" + REGION + "/" + bank;
        var shown = service.get(path).json();
        assertThat(OpenApiTest.schema("Bank").validate(shown)).isEmpty();
        assertThat(shown.get("category_known").booleanValue()).isFalse();
        var alerts = service.get("/v1/alerts");
        assertThat(OpenApiTest.schema("Alerts").validate(alerts.json())).isEmpty();
        assertThat(alerts.json().get("alerts").values())
                .filteredOn(it -> it.path("bank").asString("").equals(bank))
                .singleElement()
                .satisfies(it -> assertThat(it.get("kind").stringValue()).isEqualTo("hash.bank_category"));
        var right = service.put(path, "{\"owner\":\"ts\",\"category\":\"extremism\",\"legal_basis\":\"y\"}");
        assertThat(right.json().has("category_known")).isFalse();
        assertThat(service.get("/v1/alerts").text()).doesNotContain(bank);
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
    void takesTheRightRowsOfAListAndNamesTheOthers() {
        String bank = bank("");
        String first = hash();
        String second = hash();
        var csv = service.post(
                "/v1/banks/" + REGION + "/" + bank + "/entries?partial=true",
                "hash,provenance,quality\n" + first + ",\"a list, quoted\",80\nabc,x,80\n" + second + ",x,many\n",
                "Content-Type",
                "text/csv");
        assertThat(csv.status()).as(csv.text()).isEqualTo(200);
        assertThat(OpenApiTest.schema("AddedEntries").validate(csv.json())).isEmpty();
        assertThat(csv.json().get("added").intValue()).isEqualTo(1);
        assertThat(csv.json().get("refused").intValue()).isEqualTo(2);
        assertThat(csv.text()).contains("line 3", "64 hexadecimal digits", "line 4", "quality must be a whole number");
        assertThat(matches(REGION, first).getFirst().get("provenance").stringValue())
                .isEqualTo("a list, quoted");
        var json = service.post(
                "/v1/banks/" + REGION + "/" + bank + "/entries?partial=true",
                "{\"entries\":[{\"hash\":\"" + second + "\",\"provenance\":\"x\"},{\"hash\":\"zz\"}]}");
        assertThat(json.json().get("added").intValue()).as(json.text()).isEqualTo(1);
        assertThat(json.json().get("errors").values())
                .extracting(it -> it.get("pointer").stringValue())
                .containsExactly("/entries/1/hash", "/entries/1/provenance");
    }

    @Test
    void aBankThatIsRemovedMatchesNothingAndItsNameIsFreeAgain() {
        String bank = bank("");
        String hash = hash();
        add(bank, hash);
        var removed = service.delete("/v1/banks/" + REGION + "/" + bank);
        assertThat(removed.status()).as(removed.text()).isEqualTo(200);
        assertThat(removed.json().get("removed").longValue()).isEqualTo(1);
        assertThat(matches(REGION, hash)).isEmpty();
        assertThat(service.get("/hma/" + REGION + "/m/raw_lookup?signal_type=pdq&signal=" + hash)
                        .text())
                .isEqualTo("{\"matches\":[]}");
        assertThat(service.get("/v1/banks/" + REGION + "/" + bank).status()).isEqualTo(404);
        assertThat(service.delete("/v1/banks/" + REGION + "/" + bank).status()).isEqualTo(404);
        var again = service.post("/v1/banks", """
                {"region":"%s","name":"%s","owner":"ts","category":"spam","legal_basis":"y"}\
                """.formatted(REGION, bank));
        assertThat(again.status()).as(again.text()).isEqualTo(201);
    }

    @Test
    void framesAreComparedWithKnownVideosBothWays() {
        String bank = bank("");
        var frames = List.of(hash(), hash(), hash(), hash());
        for (int i = 0; i < 4; i++)
            service.post(
                    "/v1/banks/" + REGION + "/" + bank + "/entries", """
                    {"entries":[{"hash":"%s","quality":%d,"provenance":"x","video":"clip-1"}]}\
                    """.formatted(frames.get(i), i == 3 ? 20 : 90));
        // Two of five distinct frames are of the video, of whose three good frames they are two; copies count once.
        var asked =
                List.of(near(frames.get(0), 2), near(frames.get(1), 1), frames.get(1), hash(), hash(), frames.get(3));
        var hashes = asked.stream().map(it -> "{\"hash\":\"" + it + "\"}").toList();
        var answer = service.post(
                "/v1/media:match",
                "{\"region\":\"" + REGION + "\",\"video\":true,\"hashes\":[" + String.join(",", hashes) + "]}");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(OpenApiTest.schema("BankMatches").validate(answer.json())).isEmpty();
        var video = answer.json().get("videos").get(0);
        assertThat(video.get("video").stringValue()).isEqualTo("clip-1");
        assertThat(video.get("query_percent").doubleValue()).isEqualTo(50);
        assertThat(video.get("compared_percent").doubleValue())
                .isCloseTo(66.7, org.assertj.core.data.Offset.offset(0.1));
        assertThat(video.get("matches").booleanValue()).isFalse();
    }

    @Test
    void aFloodIsAnAlertUntilSomebodyConfirmsAMatch() {
        String bank = bank("");
        String hash = hash();
        add(bank, hash);
        // A thousand of one hash in one question are a flood.
        String one = "{\"hash\":\"" + hash + "\"}";
        var answer = service.post(
                "/v1/media:match",
                "{\"region\":\"" + REGION + "\",\"hashes\":["
                        + String.join(",", java.util.Collections.nCopies(1_000, one)) + "]}");
        assertThat(answer.json().get("matches").size()).isEqualTo(1_000);
        var alerts = service.get("/v1/alerts");
        assertThat(OpenApiTest.schema("Alerts").validate(alerts.json())).isEmpty();
        var alert = alerts.json().get("alerts").values().stream()
                .filter(it -> it.path("bank").asString("").equals(bank))
                .findFirst()
                .orElseThrow();
        assertThat(alert.get("kind").stringValue()).isEqualTo("hash.quarantined");
        assertThat(matches(REGION, hash).getFirst().get("effect").stringValue()).isEqualTo("review");
        String match = answer.json().at("/matches/0/match_id").stringValue();
        service.post("/v1/matches/" + match + ":confirm", "");
        assertThat(service.get("/v1/alerts").text()).doesNotContain(bank);
    }
}
