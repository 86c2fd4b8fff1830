package io.gatehouse.service.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.configuration.StartRefusedException;
import io.gatehouse.service.region.ServedRegions;
import io.gatehouse.service.start.StartFailure;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service with its objects in buckets of a real S3 server, over HTTP, with signatures enforced. */
class ObjectStoreTest {
    private static final String REGIONS = "eu-west-1,uk,us-east-1";
    private static final String IDENTITY = "tester";
    private static final String SECRET = "a-secret-for-this-test-only";

    @TempDir
    static Path root;

    private static S3Proxy server;
    /** Between the service and the bucket of Ireland alone. */
    private static FaultProxy network;

    private static RunningGatehouse service;

    @BeforeAll
    static void start() throws Exception {
        Path buckets = Files.createDirectories(root.resolve("buckets"));
        server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(buckets.toString()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, IDENTITY, SECRET)
                .build();
        server.start();
        network = new FaultProxy(server::getPort);
        for (var region : REGIONS.split(",")) Files.createDirectories(buckets.resolve("gatehouse-" + region));
        // Where the SDK looks first; credentials are never in a file of ours.
        System.setProperty("aws.accessKeyId", IDENTITY);
        System.setProperty("aws.secretAccessKey", SECRET);
        service = RunningGatehouse.start(Map.of(
                "gatehouse.regions",
                REGIONS,
                "gatehouse.limits.media-bytes",
                20_000_000,
                "gatehouse.policies",
                policies("good", "us-east-1").toString()));
    }

    @AfterAll
    static void stop() throws Exception {
        if (service != null) service.stop();
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        network.close();
        server.stop();
    }

    /** @param location what the topology expects of the server, which reports us-east-1 */
    private static Path policies(String name, String location) throws IOException {
        var directory = TestPolicies.writeTo(root.resolve(name));
        var file = directory.resolve("residency/regions.yaml");
        var text = Files.readString(file);
        for (var region : REGIONS.split(","))
            text = text.replace(
                    "store: { kind: file, bucket: gatehouse-" + region + " }",
                    "store: { kind: s3, bucket: gatehouse-" + region + ", endpoint: 'http://"
                            + (region.equals("eu-west-1") ? network.address() : "127.0.0.1:" + server.getPort())
                            + "', require: [conditional_writes, location] }");
        for (var before : List.of("eu-west-1", "eu-west-2", "us-east-1"))
            text = text.replace("provider_location: " + before + "\n", "provider_location: " + location + "\n");
        assertThat(text).contains("kind: s3, bucket: gatehouse-uk");
        Files.writeString(file, text);
        return directory;
    }

    @Test
    void screensStoresAndReadsBack() throws Exception {
        // In parts: more than 8 MiB.
        byte[] noise = new byte[10_000_000];
        new Random(2).nextBytes(noise);
        byte[] picture = TestMedia.brokenPicture(noise);
        var author = RunningGatehouse.unique("u");
        var stored = service.post(
                "/v1/media",
                picture,
                "Content-Type",
                "image/png",
                "Gatehouse-Author",
                author,
                "Gatehouse-Residence",
                "declared=GB");
        assertThat(stored.status()).as(stored.text()).isEqualTo(201);
        assertThat(stored.field("home_region")).isEqualTo("uk");
        var body = Screenings.tree(RunningGatehouse.unique("m"), author, "", "a picture of mine");
        body.put("parts", List.of(Map.of("type", "media", "media_id", stored.field("media_id"))));
        var screened = service.post("/v1/screenings", Screenings.json(body));
        // Provisional, or not any more: that depends on when the picture is looked at.
        assertThat(screened.status()).as(screened.text()).isIn(200, 202);
        assertThat(service.get("/v1/decisions/" + screened.field("decision_id")).field("decision_id"))
                .isEqualTo(screened.field("decision_id"));
        var objects = service.bean(ServedRegions.class)
                .orMisdirected(new RegionId("uk"))
                .store();
        var listed = objects.list("", 10).objects();
        assertThat(listed).hasSize(1);
        try (var bytes = objects.get(listed.getFirst().key()).orElseThrow()) {
            var found = bytes.readAllBytes();
            assertThat(found).hasSizeGreaterThan(picture.length);
            assertThat(new String(found, StandardCharsets.ISO_8859_1))
                    .as("sealed")
                    .doesNotContain(new String(Arrays.copyOfRange(picture, 5_000, 5_016), StandardCharsets.ISO_8859_1));
        }
        for (var other : List.of("eu-west-1", "us-east-1"))
            assertThat(service.bean(ServedRegions.class)
                            .orMisdirected(new RegionId(other))
                            .store()
                            .list("", 10)
                            .objects())
                    .as("objects of " + other)
                    .isEmpty();
        assertThat(Files.exists(service.data().resolve("regions/uk/objects"))).isFalse();
    }

    @Test
    void saysWhatItsStoresEnforce() {
        var regions = service.get("/v1/regions").json().get("regions");
        var ireland = regions.values().stream()
                .filter(region -> region.path("id").stringValue().equals("eu-west-1"))
                .findFirst()
                .orElseThrow();
        assertThat(ireland.at("/store/kind").stringValue()).isEqualTo("s3");
        assertThat(ireland.at("/store/guarantees/conditional_writes/enforced").booleanValue())
                .isTrue();
        assertThat(ireland.at("/store/guarantees/location/how").stringValue()).contains("us-east-1");
        assertThat(ireland.at("/store/guarantees/encryption/enforced").booleanValue())
                .isFalse();
        assertThat(ireland.at("/health/store").stringValue()).isEqualTo("up");
    }

    @Test
    void bucketsThatLieElsewhereStopTheStartAllAtOnce() throws Exception {
        var wrong = policies("wrong", "eu-north-1");
        Throwable failure = catchThrowable(() -> RunningGatehouse.start(
                        Map.of("gatehouse.regions", REGIONS, "gatehouse.policies", wrong.toString()))
                .stop());
        assertThat(failure).isNotNull();
        assertThat(StartFailure.of(failure))
                .isInstanceOf(StartRefusedException.class)
                .hasMessageContaining("3 stores are not used")
                .hasMessageContaining(
                        "gatehouse-eu-west-1 of eu-west-1 is not used: it lies in us-east-1, not in eu-north-1")
                .hasMessageContaining("gatehouse-uk of uk is not used")
                .hasMessageContaining("gatehouse-us-east-1 of us-east-1 is not used");
    }

    private static RunningGatehouse.Answer upload(String author, byte[] picture) {
        return service.post(
                "/v1/media",
                TestMedia.brokenPicture(picture),
                "Content-Type",
                "image/png",
                "Gatehouse-Author",
                author,
                "Gatehouse-Residence",
                "declared=IE");
    }

    private static long objectsIn(String region) {
        return service.bean(ServedRegions.class)
                .orMisdirected(new RegionId(region))
                .store()
                .list("media/", 1_000)
                .objects()
                .size();
    }

    private static long mediaRows(String region) {
        return service.bean(ServedRegions.class)
                .orMisdirected(new RegionId(region))
                .cell()
                .reader()
                .counts()
                .media();
    }

    /** A body that is still being sent when the network is lost. */
    private static byte[] parts() {
        byte[] long_ = new byte[17_000_000];
        new Random(3).nextBytes(long_);
        return long_;
    }

    @Test
    void aBucketThatIsLostTakesNothingSpillsNothingAndLeavesNothingHalfDone() throws Exception {
        String author = RunningGatehouse.unique("u");
        String shown = upload(author, new byte[] {1, 2, 3}).field("media_id");
        String id = RunningGatehouse.unique("m");
        var body = Screenings.tree(id, author, "", "with a picture");
        body.put("parts", java.util.List.of(Map.of("type", "media", "media_id", shown)));
        assertThat(service.post("/v1/screenings", Screenings.json(body)).status())
                .isIn(200, 202);
        long elsewhere = objectsIn("uk") + objectsIn("us-east-1");
        long objects = objectsIn("eu-west-1");
        long rows = mediaRows("eu-west-1");

        network.set(FaultProxy.Network.CUT);
        for (byte[] picture : List.of(new byte[] {4, 5, 6}, parts())) {
            var refused = upload(author, picture);
            assertThat(refused.status()).as(refused.text()).isEqualTo(503);
            assertThat(refused.problem()).isEqualTo("region-unavailable");
            assertThat(refused.header("Retry-After")).isNotEmpty();
        }
        assertThat(service.post("/v1/screenings", Screenings.of(RunningGatehouse.unique("m"), author, "", "words"))
                        .status())
                .as("words need no bucket")
                .isEqualTo(200);
        assertThat(service.get("/v1/accounts/" + author + "/portability/media/" + shown)
                        .status())
                .isEqualTo(503);
        assertThat(service.delete("/v1/contents/" + id).status()).isEqualTo(503);
        assertThat(mediaRows("eu-west-1"))
                .as("of uploads none; the deleted one went")
                .isEqualTo(rows - 1);

        network.set(FaultProxy.Network.WORKS);
        assertThat(objectsIn("uk") + objectsIn("us-east-1"))
                .as("nothing spilled")
                .isEqualTo(elsewhere);
        assertThat(objectsIn("eu-west-1")).as("nothing half-done").isEqualTo(objects);
        assertThat(service.delete("/v1/contents/" + id).status())
                .as("the same again")
                .isEqualTo(204);
        long end = System.nanoTime() + java.time.Duration.ofSeconds(60).toNanos();
        while (objectsIn("eu-west-1") != objects - 1) {
            assertThat(System.nanoTime()).as("the picture goes in time").isLessThan(end);
            Thread.sleep(100);
        }
        assertThat(upload(author, parts()).status()).isEqualTo(201);
        assertThat(objectsIn("eu-west-1")).isEqualTo(objects);
    }

    @Test
    void bytesThatVanishMidwayAreNoMedia() throws Exception {
        String author = RunningGatehouse.unique("u");
        upload(author, new byte[] {1});
        long objects = objectsIn("eu-west-1");
        long rows = mediaRows("eu-west-1");
        var cutting = Thread.ofVirtual().start(() -> {
            // Whenever it comes, before, between or after the parts: stored and answered 201, or nothing at all.
            java.util.concurrent.locks.LockSupport.parkNanos(60_000_000);
            network.set(FaultProxy.Network.CUT);
        });
        var answer = upload(author, parts());
        cutting.join();
        network.set(FaultProxy.Network.WORKS);
        assertThat(answer.status()).isIn(201, 503);
        long more = answer.status() == 201 ? 1 : 0;
        assertThat(mediaRows("eu-west-1")).isEqualTo(rows + more);
        assertThat(objectsIn("eu-west-1")).isIn(objects + more, objects + 1);
        assertThat(objectsIn("us-east-1")).isZero();
    }
}
