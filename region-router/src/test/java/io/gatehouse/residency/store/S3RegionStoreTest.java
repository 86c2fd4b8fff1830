package io.gatehouse.residency.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.RegionStore.StoreRefusedException;
import io.gatehouse.residency.store.RegionStore.StoreUnavailableException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Over HTTP against a real S3 server (S3Proxy on files), which checks signatures. */
class S3RegionStoreTest extends RegionStoreContract {
    private static final RegionId US = new RegionId("us-east-1");
    private static final String SECRET = "a-secret-for-this-test-only";

    @TempDir
    static Path root;

    private static S3Proxy server;
    private static S3Client admin;

    private String bucket = "";

    @BeforeAll
    static void startServer() throws Exception {
        server = S3Proxy.builder()
                .blobStore(new FilesystemNio2BlobStore(root.toString()))
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, "tester", SECRET)
                .build();
        server.start();
        admin = S3Client.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(endpoint())
                .forcePathStyle(true)
                .credentialsProvider(credentials(SECRET))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @AfterAll
    static void stopServer() throws Exception {
        admin.close();
        server.stop();
    }

    private static URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    private static StaticCredentialsProvider credentials(String secret) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("tester", secret));
    }

    @Override
    RegionStore newStore() {
        bucket = "bucket-" + UUID.randomUUID();
        admin.createBucket(request -> request.bucket(bucket));
        return S3RegionStore.open(US, settings("us-east-1", SECRET));
    }

    private S3Settings settings(String location, String secret) {
        return settings(endpoint(), location, secret);
    }

    private S3Settings settings(URI endpoint, String location, String secret) {
        return new S3Settings(bucket, location, Optional.of(endpoint), Optional.empty(), Set.of(), credentials(secret));
    }

    @Override
    void assertNothingIsLeftBehind() {
        assertThat(admin.listMultipartUploads(request -> request.bucket(bucket)).uploads())
                .isEmpty();
    }

    @Test
    void isRefusedWithAWrongSecret() {
        assertThatThrownBy(() -> S3RegionStore.open(US, settings("us-east-1", "another-secret")))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("403");
    }

    @Test
    void refusesABucketThatLiesElsewhere() {
        assertThatThrownBy(() -> S3RegionStore.open(new RegionId("eu-west-1"), settings("eu-west-1", SECRET)))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("lies in us-east-1, not in eu-west-1");
    }

    @Test
    void refusesAMissingBucket() {
        bucket = "no-such-bucket";
        assertThatThrownBy(() -> S3RegionStore.open(US, settings("us-east-1", SECRET)))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("answered 404");
    }

    @Test
    void readsNoLocationAsUsEast1AndEuAsIreland() {
        assertThat(S3Start.locationOf(null)).isEqualTo("us-east-1");
        assertThat(S3Start.locationOf("")).isEqualTo("us-east-1");
        assertThat(S3Start.locationOf("EU")).isEqualTo("eu-west-1");
        assertThat(S3Start.locationOf("eu-central-1")).isEqualTo("eu-central-1");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 9 << 20})
    void knowsItsOwnObjectWhenTheAnswerWasLost(int sizeBytes) throws Exception {
        var bytes = bytes(sizeBytes, 1);
        try (var proxy = new LossyProxy(server.getPort())) {
            var settings = settings(proxy.endpoint(), "us-east-1", SECRET);
            try (var overProxy = S3RegionStore.open(US, settings)) {
                // In parts, the first POST opens the upload and the second completes it.
                if (sizeBytes > S3Upload.PART_BYTES) proxy.loseAnswerTo("POST", 2);
                else proxy.loseAnswerTo("PUT", 1);
                assertThat(overProxy.putIfAbsent(KEY, stream(bytes)))
                        .isEqualTo(
                                new RegionStore.PutIfAbsent.Stored(new RegionStore.Receipt(sha256(bytes), sizeBytes)));
                assertThat(proxy.lost()).isEqualTo(1);
                assertThat(overProxy.putIfAbsent(KEY, stream(bytes)))
                        .isEqualTo(new RegionStore.PutIfAbsent.AlreadyThere());
            }
        }
        assertThat(read(KEY)).isEqualTo(bytes);
    }

    @Test
    void isUnavailableWhenNobodyListens() throws Exception {
        int port;
        try (var socket = new java.net.ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        var settings = settings(URI.create("http://127.0.0.1:" + port), "us-east-1", SECRET);
        assertThatThrownBy(() -> S3RegionStore.open(US, settings)).isInstanceOf(StoreUnavailableException.class);
    }
}
