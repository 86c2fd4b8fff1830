package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.door.RunningGatehouse.Answer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * A review tool that speaks the hasher-matcher-actioner API, pointed at a region. The client here is written by hand after
 * the public client of the review console Coop ({@code hmaService}): the same calls, bodies and fields, with a key besides.
 */
class MatcherApiTest {
    private static final String HMA = "/hma/eu-central-1";

    private final RunningGatehouse service = RunningGatehouse.shared();

    private static byte[] picture(int seed) throws IOException {
        var image = new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 120; y++) for (int x = 0; x < 160; x++) image.setRGB(x, y, x * y * seed + 5000 * y);
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private Answer upload(String path, String field, byte[] file, Map<String, String> texts) throws IOException {
        var body = new ByteArrayOutputStream();
        for (var text : texts.entrySet())
            body.write(("--b0undary\r\nContent-Disposition: form-data; name=\"" + text.getKey() + "\"\r\n\r\n"
                            + text.getValue() + "\r\n")
                    .getBytes(StandardCharsets.UTF_8));
        body.write(("--b0undary\r\nContent-Disposition: form-data; name=\"" + field
                        + "\"; filename=\"blob\"\r\nContent-Type: image/png\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.write(file);
        body.write("\r\n--b0undary--\r\n".getBytes(StandardCharsets.UTF_8));
        return service.post(HMA + path, body.toByteArray(), "Content-Type", "multipart/form-data; boundary=b0undary");
    }

    private static JsonNode ok(Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        return answer.json();
    }

    private String bank() {
        String name = RunningGatehouse.unique("COOP_ORG")
                .toUpperCase(java.util.Locale.ROOT)
                .replace('-', '_');
        var created = ok(service.post(HMA + "/c/banks", "{\"name\":\"" + name + "\",\"enabled_ratio\":\"1\"}"), 201);
        assertThat(created.get("name").stringValue()).isEqualTo(name);
        assertThat(created.get("matching_enabled_ratio").doubleValue()).isEqualTo(1);
        return name;
    }

    @Test
    void banksAreMadeFilledAskedSwitchedOffAndRemoved() throws IOException {
        assertThat(service.get(HMA + "/status").text()).isEqualTo("I-AM-ALIVE");
        String bank = bank();
        byte[] picture = picture(77);
        var added = ok(
                upload("/c/bank/" + bank + "/content", "photo", picture, Map.of("note", "case 9", "content_id", "c-1")),
                200);
        long id = added.get("id").longValue();
        String pdq = added.at("/signals/pdq").stringValue();
        assertThat(ok(upload("/h/hash", "photo", picture, Map.of()), 200)
                        .get("pdq")
                        .stringValue())
                .isEqualTo(pdq);

        var found = ok(upload("/m/lookup", "photo", picture, Map.of()), 200).at("/pdq/" + bank + "/0");
        assertThat(found.get("bank_content_id").longValue()).isEqualTo(id);
        assertThat(found.get("distance").stringValue()).isEqualTo("0");
        String signal = "signal_type=pdq&signal=" + pdq;
        assertThat(ok(service.get(HMA + "/m/lookup?" + signal), 200)
                        .at("/" + bank + "/0/bank_content_id")
                        .longValue())
                .isEqualTo(id);
        assertThat(ok(service.get(HMA + "/m/lookup?" + signal + "&banks=OTHER"), 200)
                        .size())
                .isZero();
        var raw = ok(service.get(HMA + "/m/raw_lookup?" + signal + "&include_distance=true&banks=" + bank), 200);
        assertThat(raw.at("/matches/0/bank_content_id").longValue()).isEqualTo(id);
        assertThat(service.get(HMA + "/m/raw_lookup?" + signal + "&banks=" + bank)
                        .text())
                .isEqualTo("{\"matches\":[" + id + "]}");

        // A share of none, which a coin does not pass unless it is left out.
        assertThat(ok(service.put(HMA + "/c/bank/" + bank, "{\"enabled_ratio\":0}"), 200)
                        .get("matching_enabled_ratio")
                        .doubleValue())
                .isZero();
        assertThat(ok(service.get(HMA + "/m/lookup?" + signal), 200).has(bank)).isFalse();
        assertThat(ok(service.get(HMA + "/m/lookup?bypass_coinflip=true&" + signal), 200)
                        .has(bank))
                .isTrue();
        ok(service.put(HMA + "/c/bank/" + bank, "{\"enabled\":true}"), 200);

        String content = HMA + "/c/bank/" + bank + "/content/" + id;
        var off = ok(service.put(content, "{\"disable_until_ts\":0}"), 200);
        assertThat(off.get("disable_until_ts").longValue()).isZero();
        assertThat(ok(service.get(HMA + "/m/lookup?" + signal), 200).has(bank)).isFalse();
        ok(service.put(content, "{\"disable_until_ts\":1}"), 200);
        var read = ok(service.get(content + "?include_signals=true"), 200);
        assertThat(read.at("/signals/pdq").stringValue()).isEqualTo(pdq);
        assertThat(read.get("note").stringValue()).isEqualTo("case 9");
        assertThat(read.get("disable_until_ts").longValue()).isEqualTo(1);

        assertThat(ok(service.delete(content), 200).get("deleted").intValue()).isEqualTo(1);
        assertThat(service.get(content).status()).isEqualTo(404);
        assertThat(ok(service.delete(HMA + "/c/bank/" + bank), 200)
                        .get("message")
                        .stringValue())
                .isEqualTo("Done");
        assertThat(service.get(HMA + "/c/bank/" + bank).status()).isEqualTo(404);
    }

    @Test
    void hashesAreComparedAndTheIndexToldOf() {
        String zeros = "0".repeat(64);
        var compared =
                ok(service.post(HMA + "/m/compare", "{\"pdq\":[\"" + zeros + "\",\"" + "0".repeat(62) + "0f\"]}"), 200);
        assertThat(compared.at("/pdq/0").booleanValue()).isTrue();
        assertThat(compared.at("/pdq/1/distance").intValue()).isEqualTo(4);
        var far = ok(service.post(HMA + "/m/compare", "{\"pdq\":[\"" + zeros + "\",\"" + "f".repeat(64) + "\"]}"), 200);
        assertThat(far.at("/pdq/0").booleanValue()).isFalse();
        assertThat(service.post(HMA + "/m/compare", "{\"pdq\":[\"" + zeros + "\"]}")
                        .status())
                .isEqualTo(400);
        String bank = bank();
        long before =
                ok(service.get(HMA + "/m/index/status"), 200).at("/pdq/size").longValue();
        ok(service.post(HMA + "/c/bank/" + bank + "/signal", "{\"pdq\":\"" + "9a".repeat(32) + "\"}"), 200);
        var status = ok(service.get(HMA + "/m/index/status?signal_type=pdq"), 200);
        assertThat(status.at("/pdq/size").longValue()).isEqualTo(before + 1);
        assertThat(status.at("/pdq/present").booleanValue()).isTrue();
        assertThat(service.get(HMA + "/m/index/status?signal_type=x").status()).isEqualTo(400);
        assertThat(service.get(HMA + "/c/banks").text()).contains(bank);
        ok(service.delete(HMA + "/c/bank/" + bank), 200);
    }

    @Test
    void aVideosSignalIsItsDigestAndWhatIsNoPictureIsRefused() throws IOException {
        var video = ok(upload("/h/hash", "video", "frames".getBytes(StandardCharsets.UTF_8), Map.of()), 200);
        assertThat(video.get("video_md5").stringValue()).hasSize(32);
        assertThat(upload("/h/hash", "photo", "no picture".getBytes(StandardCharsets.UTF_8), Map.of())
                        .status())
                .isEqualTo(400);
        assertThat(upload("/h/hash", "audio", new byte[1], Map.of()).status()).isEqualTo(400);
        assertThat(service.post(HMA + "/h/hash", "x", "Content-Type", "text/plain")
                        .status())
                .isEqualTo(415);
        assertThat(service.post(HMA + "/h/hash", "--b\r\n", "Content-Type", "multipart/form-data; boundary=b")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void nothingIsFetchedUnlessConfigured() {
        for (var refused : new Answer[] {
            service.get(HMA + "/m/lookup?url=http://169.254.169.254/"),
            service.get(HMA + "/h/hash?url=http://localhost/"),
        }) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text()).contains("Nothing is fetched from URLs");
        }
    }

    @Test
    void askingNeedsAKeyAndKeepingAnother() {
        String question = HMA + "/m/raw_lookup?signal_type=pdq&signal=" + "0".repeat(64);
        assertThat(service.send(service.request(question, "Authorization", "").GET())
                        .status())
                .isEqualTo(401);
        String asks = "Bearer " + service.keyWith("reviewer");
        assertThat(service.get(question, "Authorization", asks).status()).isEqualTo(200);
        assertThat(service.post(HMA + "/c/banks", "{\"name\":\"X\"}", "Authorization", asks)
                        .status())
                .isEqualTo(403);
        assertThat(service.delete(HMA + "/c/bank/X", "Authorization", asks).status())
                .isEqualTo(403);
    }

    /** Each fault is one of the caller's, with its place. */
    @Test
    void faultsAreNamedByWhereTheyAre() {
        String bank = bank();
        String hash = "0123456789abcdef".repeat(4);
        var added = ok(service.post(HMA + "/c/bank/" + bank + "/signal", "{\"pdq\":\"" + hash + "\"}"), 200);
        String content = HMA + "/c/bank/" + bank + "/content/";
        fault(service.post(HMA + "/c/banks", "{\"name\":\"x\",\"enabled_ratio\":[1]}"), "/enabled_ratio");
        fault(service.post(HMA + "/c/banks", "{\"name\":\"x\",\"enabled_ratio\":\"0x1p-1\"}"), "/enabled_ratio");
        fault(service.put(content + added.get("id"), "{\"disable_until_ts\":99999999999999999}"), "/disable_until_ts");
        fault(
                service.put(content + added.get("id"), "{\"disable_until_ts\":99999999999999999999999}"),
                "/disable_until_ts");
        fault(service.get(content + "abc"), "path:id");
        fault(service.get(HMA + "/m/raw_lookup?signal_type=pdq&signal=zz"), "query:signal");
        fault(service.get(HMA + "/m/raw_lookup?signal_type=md5&signal=" + hash), "query:signal_type");
        fault(service.get(HMA + "/m/lookup?signal=" + hash), "query:signal_type");
        fault(service.post(HMA + "/m/compare", "{\"pdq\":[\"" + hash + "\",\"z\"]}"), "/pdq/1");
        fault(service.post(HMA + "/m/compare", "{\"pdq\":[]}"), "/pdq");
        fault(service.post(HMA + "/c/bank/" + bank + "/signal", "{\"pdq\":\"z\"}"), "/pdq");
    }

    /** As the tool's page of settings asks. */
    @Test
    void noExchangesAreOffered() {
        assertThat(ok(service.get(HMA + "/c/exchanges/apis"), 200)).isEmpty();
        assertThat(service.get(HMA + "/c/exchange/COOP_X").status()).isEqualTo(404);
    }

    /** Its address ends with a slash by default, and its paths begin with one. */
    @Test
    void anAddressThatEndsWithASlashLeadsThere() {
        var sent = service.get("/hma/eu-central-1//m/lookup?signal=a%2Fb&signal_type=pdq");
        assertThat(sent.status()).isEqualTo(308);
        assertThat(sent.header("Location")).isEqualTo("/hma/eu-central-1/m/lookup?signal=a%2Fb&signal_type=pdq");
        assertThat(service.get("//hma//eu-central-1///c/banks").header("Location"))
                .isEqualTo("/hma/eu-central-1/c/banks");
    }

    private static void fault(Answer answer, String where) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/pointer").stringValue())
                .as(answer.text())
                .isEqualTo(where);
    }
}
