package io.gatehouse.residency.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.StoreGuarantee;
import io.gatehouse.residency.store.RegionStore.StoreRefusedException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Encryption and checksums as they go over the line. The server behind stores; what it does not do, a proxy answers for, in the
 * words of AWS.
 */
class S3EncryptionTest {
    private static final RegionId US = new RegionId("us-east-1");
    private static final ObjectKey SMALL = new ObjectKey("small");
    private static final ObjectKey LARGE = new ObjectKey("large");
    private static final String CMK = "arn:aws:kms:us-east-1:111122223333:key/0a1b2c3d-0000-1111-2222-333344445555";
    private static final String AS_ASKED = "x-amz-server-side-encryption: aws:kms\r\n"
            + "x-amz-server-side-encryption-aws-kms-key-id: " + CMK + "\r\n";

    @TempDir
    static Path root;

    private static S3Server server;
    private RecordingProxy proxy;
    private String bucket = "";

    @BeforeAll
    static void start() {
        server = S3Server.withoutSignatures(root);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void between() throws IOException {
        proxy = server.proxy();
        proxy.keepFromServer("x-amz-server-side-encryption[a-z-]*");
        bucket = server.newBucket();
    }

    @AfterEach
    void close() throws IOException {
        proxy.close();
    }

    private S3RegionStore open() {
        return S3RegionStore.open(
                US,
                new S3Settings(
                        bucket,
                        "us-east-1",
                        Optional.of(proxy.endpoint()),
                        Optional.of(CMK),
                        Set.of(StoreGuarantee.ENCRYPTION),
                        S3Server.credentials(S3Server.SECRET)));
    }

    private void serverEncrypts() {
        proxy.addToAnswer(sent -> !sent.target().contains("?location"), AS_ASKED);
    }

    @Test
    void everyWriteAsksForTheCellsKeyAndCarriesItsChecksum() throws IOException {
        serverEncrypts();
        try (var store = open()) {
            assertThat(store.statement().enforces(StoreGuarantee.ENCRYPTION)).isTrue();
            store.put(SMALL, new ByteArrayInputStream(new byte[100]));
            store.putIfAbsent(LARGE, new ByteArrayInputStream(new byte[S3Upload.PART_BYTES + 100]));
            assertThat(store.head(LARGE)).isPresent();
        }
        var writes = List.of(
                proxy.sent("PUT", S3Start.PROBE.value()).getFirst(),
                proxy.sent("PUT", "/small").getFirst(),
                proxy.sent("POST", "/large?uploads").getFirst());
        for (var write : writes) {
            assertThat(write.header("x-amz-server-side-encryption"))
                    .as(write.target())
                    .isEqualTo("aws:kms");
            assertThat(write.header("x-amz-server-side-encryption-aws-kms-key-id"))
                    .isEqualTo(CMK);
            assertThat(write.header("x-amz-server-side-encryption-bucket-key-enabled"))
                    .isEqualTo("true");
        }
        var whole = proxy.sent("PUT", "/small").getFirst();
        assertThat(whole.header("x-amz-checksum-sha256"))
                .isEqualTo(S3Checksums.of(Incoming.sha256().digest(new byte[100])));
        var parts = proxy.sent("PUT", "/large?");
        assertThat(parts)
                .hasSize(2)
                .allSatisfy(part -> assertThat(part.header("x-amz-checksum-sha256"))
                        .isEqualTo(S3Checksums.of(Incoming.sha256().digest(part.payload()))));
        var begun = proxy.sent("POST", "/large?uploads").getFirst();
        assertThat(begun.header("x-amz-checksum-algorithm")).isEqualTo("SHA256");
        var completed = proxy.sent("POST", "/large?uploadId").getLast();
        assertThat(completed.header("if-none-match")).isEqualTo("*");
        assertThat(new String(completed.body(), java.nio.charset.StandardCharsets.UTF_8))
                .contains("<ChecksumSHA256>");
    }

    @Test
    void aServiceThatDoesNotEncryptIsRefusedAtTheStart() {
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("what is written is not encrypted under " + CMK + ", but not at all");
        assertThat(server.admin.listObjectsV2(r -> r.bucket(bucket)).contents()).isEmpty();
    }

    @Test
    void aServiceThatEncryptsUnderAnotherKeyIsRefused() {
        proxy.addToAnswer(sent -> true, AS_ASKED.replace("0a1b2c3d", "ffffffff"));
        assertThatThrownBy(this::open)
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("but aws:kms under arn:aws:kms:us-east-1:111122223333:key/ffffffff");
    }

    @Test
    void anObjectStoredUnderAnotherKeyLaterIsRemovedAndToldOf() throws IOException {
        proxy.addToAnswer(sent -> sent.target().contains(S3Start.PROBE.value()), AS_ASKED);
        try (var store = open()) {
            assertThatThrownBy(() -> store.put(SMALL, new ByteArrayInputStream(new byte[100])))
                    .isInstanceOf(StoreRefusedException.class)
                    .hasMessageContaining("the object small is not encrypted under");
            assertThat(server.admin.listObjectsV2(r -> r.bucket(bucket)).contents())
                    .isEmpty();
            assertThatThrownBy(() -> store.put(LARGE, new ByteArrayInputStream(new byte[S3Upload.PART_BYTES + 1])))
                    .isInstanceOf(StoreRefusedException.class);
            assertThat(proxy.sent("PUT", "/large")).as("no part was sent").isEmpty();
        }
    }

    @Test
    void aByteChangedInTheStoreIsFoundWhenRead() throws IOException {
        serverEncrypts();
        var bytes = new byte[3 * S3Upload.PART_BYTES / 2];
        Arrays.fill(bytes, (byte) 7);
        try (var store = open()) {
            store.put(SMALL, new ByteArrayInputStream(bytes, 0, 1000));
            store.put(LARGE, new ByteArrayInputStream(bytes));
            keepsChecksums();
            for (var key : new ObjectKey[] {SMALL, LARGE})
                try (var read = store.get(key).orElseThrow()) {
                    assertThat(read.readAllBytes()).containsOnly((byte) 7);
                }
            proxy.tamperWithAnswer(sent -> sent.method().equals("GET"));
            for (var key : new ObjectKey[] {SMALL, LARGE})
                try (var read = store.get(key).orElseThrow()) {
                    assertThatThrownBy(read::readAllBytes)
                            .isInstanceOf(IOException.class)
                            .hasMessage("object " + key + " has not the checksum it was stored with");
                }
        }
        assertThat(proxy.sent("GET", "/large").getFirst().header("x-amz-checksum-mode"))
                .isEqualTo("ENABLED");
    }

    /** As AWS answers when it is asked for them: of the whole, or of the parts' digests with their number. */
    private void keepsChecksums() {
        var whole = proxy.sent("PUT", "/small").getFirst().header("x-amz-checksum-sha256");
        var digests = Incoming.sha256();
        var parts = proxy.sent("PUT", "/large?");
        for (var part : parts) digests.update(Incoming.sha256().digest(part.payload()));
        proxy.addToAnswer(sent -> sent.is("GET", "/small"), "x-amz-checksum-sha256: " + whole + "\r\n");
        proxy.addToAnswer(
                sent -> sent.is("GET", "/large"),
                "x-amz-checksum-sha256: " + S3Checksums.of(digests.digest()) + "-" + parts.size() + "\r\n");
    }
}
