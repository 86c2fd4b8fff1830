package io.gatehouse.residency.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.StoreGuarantee;
import io.gatehouse.residency.store.RegionStore.StoreRefusedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.endpoints.S3EndpointProvider;

/** What is found out about a bucket before a byte is stored in it. */
class S3StartTest {
    private static final RegionId HERE = new RegionId("eu-west-1");
    private static final String CONSTRAINT =
            "<LocationConstraint xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">%s</LocationConstraint>";

    @TempDir
    static Path root;

    private static S3Server server;
    private RecordingProxy proxy;
    private String bucket = "";

    @BeforeAll
    static void start() {
        server = new S3Server(root);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void between() throws IOException {
        proxy = server.proxy();
        bucket = server.newBucket();
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
    }

    private S3Settings settings(String location, Optional<String> kmsKey, Set<StoreGuarantee> required) {
        return new S3Settings(
                bucket,
                location,
                Optional.of(proxy.endpoint()),
                kmsKey,
                required,
                S3Server.credentials(S3Server.SECRET));
    }

    private RegionStore open(String location) {
        return S3RegionStore.open(HERE, settings(location, Optional.empty(), Set.of()));
    }

    private void locationIs(String constraint) {
        proxy.answer(sent -> sent.is("GET", "?location"), 200, "", CONSTRAINT.formatted(constraint));
    }

    @ParameterizedTest
    @CsvSource({
        "'', us-east-1",
        "EU, eu-west-1",
        "eu-central-1, eu-central-1",
        "eusc-de-east-1, eusc-de-east-1",
        "cn-north-1, cn-north-1"
    })
    void aBucketThatLiesWhereItMustIsOpened(String constraint, String location) {
        locationIs(constraint);
        try (var store = open(location)) {
            assertThat(store.statement().claims().get(StoreGuarantee.LOCATION).how())
                    .isEqualTo("the service reports [" + location + "]");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', eu-west-1, it lies in us-east-1",
        "EU, us-east-1, it lies in eu-west-1",
        "us-west-2, eu-west-1, it lies in us-west-2",
        "eu-west-1, eusc-de-east-1, 'it lies in eu-west-1 (partition aws, not aws-eusc)'",
        "cn-north-1, eu-west-1, 'it lies in cn-north-1 (partition aws-cn, not aws)'"
    })
    void aBucketThatLiesElsewhereIsRefusedAndNothingIsWrittenToIt(String constraint, String expected, String said) {
        locationIs(constraint);
        assertThatThrownBy(() -> open(expected))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining(said + ", not in " + expected);
        assertThat(proxy.sent()).noneMatch(sent -> sent.method().equals("PUT"));
    }

    @Test
    void aRegionThatSendsUsElsewhereSaysWhere() {
        proxy.answer(sent -> sent.method().equals("HEAD"), 301, "x-amz-bucket-region: ap-south-1\r\n", "");
        assertThatThrownBy(() -> open("eu-west-1"))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("it lies in ap-south-1, not in eu-west-1");
    }

    /** HeadBucket says where it is as well; both must agree with the topology. */
    @Test
    void aBucketWhoseTwoAnswersDifferIsRefused() {
        locationIs("eu-west-1");
        proxy.addToAnswer(sent -> sent.method().equals("HEAD"), "x-amz-bucket-region: us-east-1\r\n");
        assertThatThrownBy(() -> open("eu-west-1")).hasMessageContaining("it lies in us-east-1, not in eu-west-1");
    }

    @Test
    void everyFaultOfABucketIsToldAtOnce() {
        locationIs("us-west-2");
        proxy.answer(sent -> sent.target().contains("?object-lock"), 200, "", """
            <ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled>
            <Rule><DefaultRetention><Mode>COMPLIANCE</Mode><Days>30</Days></DefaultRetention></Rule>
            </ObjectLockConfiguration>\
            """);
        assertThatThrownBy(() -> open("eu-west-1"))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("it lies in us-west-2, not in eu-west-1")
                .hasMessageContaining("it keeps every object for a time (default retention)");
    }

    @Test
    void whatIsRequiredAndNotEnforcedIsToldAtOnce() {
        var required = EnumSet.allOf(StoreGuarantee.class);
        var refused = catchThrowable(() -> S3RegionStore.open(HERE, settings("us-east-1", Optional.empty(), required)));
        assertThat(refused)
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("encryption is required, but not enforced")
                .hasMessageContaining("versioning is required, but not enforced")
                .hasMessageContaining(
                        "retention is required, but not enforced: the bucket was made without object lock")
                .hasMessageContaining("legal_hold is required, but not enforced");
        assertThat(refused.getMessage()).doesNotContain("location is required");
    }

    /** Tried out with bytes that have another checksum than they are sent with. */
    @Test
    void theStatementSaysWhatThisServerDoes() {
        try (var store = open("us-east-1")) {
            var statement = store.statement();
            assertThat(statement.kind()).isEqualTo("s3");
            assertThat(statement.enforces(StoreGuarantee.CHECKSUMS)).isEqualTo(serverRefusesWrongChecksums());
            assertThat(statement.enforces(StoreGuarantee.LOCATION)).isTrue();
            assertThat(EnumSet.of(
                            StoreGuarantee.ENCRYPTION,
                            StoreGuarantee.VERSIONING,
                            StoreGuarantee.RETENTION,
                            StoreGuarantee.LEGAL_HOLD))
                    .noneMatch(statement::enforces);
            assertThat(store.locks()).isEmpty();
            assertThat(store.head(S3Start.PROBE)).as("the probe is gone").isEmpty();
        }
    }

    private boolean serverRefusesWrongChecksums() {
        var refused = catchThrowable(() -> server.admin.putObject(
                request -> request.bucket(bucket)
                        .key("wrong")
                        .checksumSHA256(S3Checksums.of(Incoming.sha256().digest())),
                software.amazon.awssdk.core.sync.RequestBody.fromString("x")));
        return refused != null;
    }

    @Test
    void aServerThatTakesWrongChecksumsIsNotSaidToCheckThem() {
        proxy.answer(sent -> sent.is("PUT", S3Start.PROBE.value()), 200, "", "");
        try (var store = open("us-east-1")) {
            assertThat(store.statement().enforces(StoreGuarantee.CHECKSUMS)).isFalse();
        }
    }

    /** The partition decides the address: nothing of Europe's sovereign cloud is looked for at amazonaws.com. */
    @ParameterizedTest
    @CsvSource({
        "eu-west-1, s3.eu-west-1.amazonaws.com",
        "eusc-de-east-1, s3.eusc-de-east-1.amazonaws.eu",
        "cn-north-1, s3.cn-north-1.amazonaws.com.cn"
    })
    void eachPartitionHasItsOwnAddresses(String region, String host) {
        var endpoint = S3EndpointProvider.defaultProvider()
                .resolveEndpoint(parameters -> parameters.region(software.amazon.awssdk.regions.Region.of(region)))
                .join();
        assertThat(endpoint.url()).isEqualTo(URI.create("https://" + host));
    }
}
