package io.gatehouse.residency.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.RegionStore.StoreRefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/** What a server that enforces signatures refuses: the secret, the clock, the bytes. */
class S3SignatureTest {
    private static final RegionId US = new RegionId("us-east-1");
    private static final ObjectKey KEY = new ObjectKey("a/b");

    @TempDir
    static Path root;

    private static S3Server server;

    @BeforeAll
    static void start() {
        server = new S3Server(root);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aWrongSecretIsRefused() {
        var settings = new S3Settings(
                server.newBucket(),
                "us-east-1",
                Optional.of(server.endpoint()),
                Optional.empty(),
                Set.of(),
                S3Server.credentials("another-secret"));
        assertThatThrownBy(() -> S3RegionStore.open(US, settings))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("answered 403");
    }

    @Test
    void bytesChangedOnTheWayAreRefusedAndNothingIsStored() throws IOException {
        var bucket = server.newBucket();
        try (var proxy = server.proxy();
                var store = S3RegionStore.open(US, S3Server.settings(bucket, proxy.endpoint(), "us-east-1"))) {
            store.put(KEY, bytes("as it was"));
            proxy.tamperWithRequest(sent -> sent.is("PUT", "/a/b"));
            assertThatThrownBy(() -> store.put(KEY, bytes("changed on the way")))
                    .isInstanceOf(StoreRefusedException.class);
            try (var stored = store.get(KEY).orElseThrow()) {
                assertThat(stored.readAllBytes()).isEqualTo("as it was".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Test
    void anOldSignatureIsRefused() throws IOException {
        var bucket = server.newBucket();
        assertThat(put(bucket, "us-east-1", Clock.systemUTC())).isEqualTo(200);
        assertThat(put(bucket, "us-east-1", Clock.offset(Clock.systemUTC(), Duration.ofHours(-1))))
                .isEqualTo(403);
        assertThat(put(bucket, "us-east-1", Clock.offset(Clock.systemUTC(), Duration.ofHours(1))))
                .isEqualTo(403);
    }

    /** By hand, because the SDK sets its clock by the server's after the first refusal. */
    private static int put(String bucket, String region, Clock clock) throws IOException {
        var body = "by hand".getBytes(StandardCharsets.UTF_8);
        var request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.PUT)
                .uri(server.endpoint().resolve("/" + bucket + "/by-hand"))
                .putHeader("Content-Length", String.valueOf(body.length))
                .build();
        var signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(AwsBasicCredentials.create(S3Server.IDENTITY, S3Server.SECRET))
                        .request(request)
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                        .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, clock))
                .request();
        var connection = (HttpURLConnection) signed.getUri().toURL().openConnection();
        connection.setRequestMethod("PUT");
        connection.setDoOutput(true);
        signed.forEachHeader((name, values) -> values.forEach(value -> connection.addRequestProperty(name, value)));
        try (var out = connection.getOutputStream()) {
            out.write(body);
        }
        return connection.getResponseCode();
    }

    private static ByteArrayInputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
