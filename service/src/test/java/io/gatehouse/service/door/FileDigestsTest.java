package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.decode.Wire;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.door.RunningGatehouse.Answer;
import io.gatehouse.service.openapi.OpenApiTest;
import io.gatehouse.service.region.ServedRegions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A file that is known by its bytes is found by them, also where nothing can be decoded. */
class FileDigestsTest {
    private static final String REGION = "eu-west-1";

    private final RunningGatehouse service = RunningGatehouse.shared();
    private final String bank = RunningGatehouse.unique("bank");
    private final String entries = "/v1/banks/" + REGION + "/" + bank + "/entries";
    private final byte[] file = TestMedia.brokenPicture("bytes of " + bank);

    FileDigestsTest() {
        var made = service.post("/v1/banks", """
                {"region":"%s","name":"%s","owner":"ts","category":"extremism","legal_basis":"DSA Art. 16"}\
                """.formatted(REGION, bank));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
    }

    private static String digest(String by, byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance(by).digest(bytes));
    }

    @Test
    void aKnownFileIsASignalThoughNobodyCanDecodeIt() throws Exception {
        String md5 = digest("MD5", file);
        var added = service.post(entries, """
                {"entries":[{"kind":"md5","hash":"%s","provenance":"case 17"}]}""".formatted(md5));
        assertThat(added.json().get("added").intValue()).as(added.text()).isEqualTo(1);
        String author = RunningGatehouse.unique("u");
        String media = store(author);
        var cell = service.bean(ServedRegions.class)
                .orMisdirected(new RegionId(REGION))
                .cell();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> cell.mediaHashes().find(media, Wire.DECODE_VERSION).isPresent());

        var found = match("{\"media_id\":\"" + media + "\"}");
        assertThat(found).hasSize(1);
        assertThat(found.getFirst().get("digest").stringValue()).isEqualTo("md5");
        assertThat(found.getFirst().get("hash").stringValue()).isEqualTo(md5);
        assertThat(found.getFirst().get("distance").intValue()).isZero();

        var body = Screenings.tree(RunningGatehouse.unique("m"), author, "IE", "x");
        body.put("surface", "comment");
        body.put("parts", List.of(Map.of("type", "media", "media_id", media)));
        var screened = service.post("/v1/screenings", Screenings.json(body));
        assertThat(screened.status()).as(screened.text()).isEqualTo(200);
        assertThat(screened.json().get("signals").values())
                .as(screened.text())
                .anyMatch(signal -> signal.get("type").stringValue().equals("hash"));
        assertThat(screened.json().get("degraded").toString()).contains("could not be read");
    }

    @Test
    void digestsComeByCsvAndAreShownAsTheyCame() throws Exception {
        String sha256 = digest("SHA-256", file);
        String md5 = digest("MD5", file);
        var added = service.post(
                entries + "?provenance=list",
                "hash,kind\n" + sha256 + ",sha256\n" + md5 + ",MD5\n" + sha256 + ",\n",
                "Content-Type",
                "text/csv");
        assertThat(added.json().get("added").intValue()).as(added.text()).isEqualTo(3);
        var listed = service.get(entries);
        assertThat(OpenApiTest.schema("BankEntries").validate(listed.json()))
                .as(listed.text())
                .isEmpty();
        assertThat(listed.json().get("entries").values())
                .extracting(it ->
                        it.get("kind").stringValue() + " " + it.get("hash").stringValue())
                .containsExactly("sha256 " + sha256, "md5 " + md5, "pdq " + sha256);
        assertThat(question("sha256", sha256)).hasSize(1);
        assertThat(question("md5", md5)).hasSize(1);
        assertThat(question("pdq", sha256))
                .extracting(it -> it.get("kind").stringValue())
                .as("the hash of a picture is no digest that is written alike")
                .containsExactly("pdq");
        assertThat(question("md5", md5.replace(md5.charAt(0), md5.charAt(0) == 'a' ? 'b' : 'a')))
                .as("one letter off is another file")
                .isEmpty();
    }

    @Test
    void whatIsNoDigestIsNamed() {
        var wrong = service.post(entries, """
                {"entries":[{"kind":"md5","hash":"12","provenance":"x"},{"kind":"tmk","hash":"12","provenance":"x"},
                {"kind":"md5","hash":"%s","provenance":"x","video":"v"}]}""".formatted("0".repeat(32)));
        assertThat(wrong.pointers())
                .containsExactlyInAnyOrder("/entries/0/hash", "/entries/1/hash", "/entries/2/video");
        assertThat(wrong.text()).contains("32 hexadecimal digits").contains("pdq, md5 or sha256");
    }

    @Test
    void toolsOfTheHashMatchingApiFindThemAsVideoMd5() throws Exception {
        String md5 = digest("MD5", file);
        service.post(entries, "{\"entries\":[{\"kind\":\"md5\",\"hash\":\"" + md5 + "\",\"provenance\":\"case 17\"}]}");
        var raw = service.get(
                "/hma/" + REGION + "/m/raw_lookup?signal_type=video_md5&include_distance=true&signal=" + md5);
        assertThat(raw.json().get("matches").size()).as(raw.text()).isEqualTo(1);
        long id = raw.json().at("/matches/0/bank_content_id").longValue();
        var content = service.get("/hma/" + REGION + "/c/bank/" + bank + "/content/" + id + "?include_signals=true");
        assertThat(content.json().at("/signals/video_md5").stringValue())
                .as(content.text())
                .isEqualTo(md5);
        assertThat(service.get("/hma/" + REGION + "/m/lookup?signal_type=video_md5&signal=" + md5)
                        .json()
                        .has(bank))
                .isTrue();
    }

    private List<JsonNode> question(String kind, String hash) {
        return match(
                "{\"region\":\"" + REGION + "\",\"hashes\":[{\"kind\":\"" + kind + "\",\"hash\":\"" + hash + "\"}]}");
    }

    private List<JsonNode> match(String body) {
        Answer answer = service.post("/v1/media:match", body);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        assertThat(OpenApiTest.schema("BankMatches").validate(answer.json()))
                .as(answer.text())
                .isEmpty();
        return answer.json().get("matches").values().stream()
                .filter(it -> it.get("bank").stringValue().equals(bank))
                .toList();
    }

    private String store(String author) {
        var answer = service.post(
                "/v1/media",
                file,
                "Gatehouse-Author",
                author,
                "Gatehouse-Residence",
                "declared=IE",
                "Content-Type",
                "image/png");
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.field("media_id");
    }
}
