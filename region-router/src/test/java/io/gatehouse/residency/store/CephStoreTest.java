package io.gatehouse.residency.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.StoreGuarantee;
import io.gatehouse.residency.store.RegionStore.ObjectLockedException;
import io.gatehouse.residency.store.RegionStore.StoreRefusedException;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/** On a server that enforces versions, retention and legal holds: a Ceph gateway of Debian's packages. */
@Tag("long")
class CephStoreTest {
    private static final RegionId REGION = new RegionId("eu-west-1");
    private static final ObjectKey KEY = new ObjectKey("a/b");

    @TempDir
    static Path home;

    private static CephGateway ceph;
    private static S3Client admin;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(CephGateway.isInstalled(), CephGateway.HOW_TO_INSTALL);
        ceph = CephGateway.start(home);
        admin = S3Client.builder()
                .region(Region.of(CephGateway.LOCATION))
                .endpointOverride(ceph.endpoint())
                .forcePathStyle(true)
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .credentialsProvider(S3Server.credentials(S3Server.SECRET))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @AfterAll
    static void stop() {
        if (admin != null) admin.close();
        if (ceph != null) ceph.close();
    }

    private static String bucket(boolean locks) {
        var bucket = "bucket-" + UUID.randomUUID();
        admin.createBucket(request -> request.bucket(bucket).objectLockEnabledForBucket(locks));
        return bucket;
    }

    private static void put(RegionStore store, String text) throws Exception {
        store.put(KEY, new ByteArrayInputStream(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static String read(RegionStore store) throws Exception {
        try (var bytes = store.get(KEY).orElseThrow()) {
            return new String(bytes.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }

    private static long versions(String bucket) {
        var listed = admin.listObjectVersions(request -> request.bucket(bucket));
        return listed.versions().size() + (long) listed.deleteMarkers().size();
    }

    @Test
    void aBucketWithObjectLockSaysSo() {
        try (var store = S3RegionStore.open(REGION, ceph.settings(bucket(true)))) {
            assertThat(EnumSet.of(StoreGuarantee.VERSIONING, StoreGuarantee.RETENTION, StoreGuarantee.LEGAL_HOLD))
                    .allMatch(store.statement()::enforces);
            assertThat(store.statement().enforces(StoreGuarantee.ENCRYPTION)).isFalse();
            assertThat(store.statement().enforces(StoreGuarantee.CONDITIONAL_WRITES))
                    .as("this gateway replaces what is there when it keeps versions")
                    .isFalse();
            assertThat(store.locks()).isPresent();
        }
        try (var store = S3RegionStore.open(REGION, ceph.settings(bucket(false)))) {
            assertThat(EnumSet.of(StoreGuarantee.VERSIONING, StoreGuarantee.RETENTION, StoreGuarantee.LEGAL_HOLD))
                    .noneMatch(store.statement()::enforces);
            assertThat(store.statement().enforces(StoreGuarantee.CONDITIONAL_WRITES))
                    .isTrue();
            assertThat(store.locks()).isEmpty();
        }
    }

    @Test
    void whatIsRetainedCannotBeDeletedEarly() throws Exception {
        var bucket = bucket(true);
        try (var store = S3RegionStore.open(REGION, ceph.settings(bucket))) {
            put(store, "kept");
            var locks = store.locks().orElseThrow();
            assertThat(locks.retention(KEY)).isEmpty();
            var until = Instant.now().plus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS);
            var retention = new ObjectLocks.Retention(ObjectLocks.Mode.COMPLIANCE, until);
            locks.retain(KEY, retention);
            assertThat(locks.retention(KEY)).contains(retention);
            assertThatThrownBy(() -> store.delete(KEY))
                    .isInstanceOf(ObjectLockedException.class)
                    .hasMessageContaining("is under a retention or a legal hold");
            assertThat(read(store)).isEqualTo("kept");
            var shorter = new ObjectLocks.Retention(ObjectLocks.Mode.COMPLIANCE, until.minusSeconds(3_600));
            assertThatThrownBy(() -> locks.retain(KEY, shorter)).isInstanceOf(StoreRefusedException.class);
            locks.retain(KEY, new ObjectLocks.Retention(ObjectLocks.Mode.COMPLIANCE, until.plusSeconds(3_600)));
            assertThat(locks.retention(KEY).orElseThrow().until()).isEqualTo(until.plusSeconds(3_600));
        }
    }

    @Test
    void whatIsHeldCannotBeDeletedUntilItIsReleased() throws Exception {
        var bucket = bucket(true);
        try (var store = S3RegionStore.open(REGION, ceph.settings(bucket))) {
            put(store, "held");
            var locks = store.locks().orElseThrow();
            assertThat(locks.isHeld(KEY)).isFalse();
            locks.hold(KEY);
            assertThat(locks.isHeld(KEY)).isTrue();
            assertThatThrownBy(() -> store.delete(KEY)).isInstanceOf(ObjectLockedException.class);
            assertThat(read(store)).isEqualTo("held");
            locks.release(KEY);
            store.delete(KEY);
            assertThat(store.head(KEY)).isEmpty();
            assertThat(versions(bucket)).as("not a byte is left").isZero();
        }
    }

    @Test
    void deletionRemovesEveryVersion() throws Exception {
        var bucket = bucket(false);
        admin.putBucketVersioning(request ->
                request.bucket(bucket).versioningConfiguration(c -> c.status(BucketVersioningStatus.ENABLED)));
        try (var store = S3RegionStore.open(REGION, ceph.settings(bucket))) {
            for (int i = 0; i < 3; i++) put(store, "version " + i);
            store.put(new ObjectKey("a/b/c"), new ByteArrayInputStream(new byte[1]));
            assertThat(versions(bucket)).isEqualTo(4);
            // Deleted by hand as others would: hidden, and every byte is still there.
            admin.deleteObject(request -> request.bucket(bucket).key(KEY.value()));
            assertThat(store.head(KEY)).isEmpty();
            assertThat(versions(bucket)).isEqualTo(5);
            store.delete(KEY);
            assertThat(versions(bucket)).as("only its neighbour is left").isEqualTo(1);
        }
    }

    @Test
    void aBucketThatKeepsEverythingForATimeIsRefused() {
        var bucket = bucket(true);
        admin.putObjectLockConfiguration(request -> request.bucket(bucket)
                .objectLockConfiguration(lock -> lock.objectLockEnabled("Enabled")
                        .rule(rule ->
                                rule.defaultRetention(r -> r.mode("GOVERNANCE").days(1)))));
        assertThatThrownBy(() -> S3RegionStore.open(REGION, ceph.settings(bucket)))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("it keeps every object for a time (default retention)");
    }

    @Test
    void whatIsRequiredIsFound() {
        var settings = new S3Settings(
                bucket(true),
                CephGateway.LOCATION,
                Optional.of(ceph.endpoint()),
                Optional.empty(),
                Set.of(StoreGuarantee.VERSIONING, StoreGuarantee.RETENTION, StoreGuarantee.LEGAL_HOLD),
                S3Server.credentials(S3Server.SECRET));
        S3RegionStore.open(REGION, settings).close();
    }
}
