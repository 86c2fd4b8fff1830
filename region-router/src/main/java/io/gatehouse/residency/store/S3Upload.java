package io.gatehouse.residency.store;

import io.gatehouse.residency.store.RegionStore.PutIfAbsent;
import io.gatehouse.residency.store.RegionStore.Receipt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Sends one stream to a bucket: in one request when it is small, in parts otherwise. */
final class S3Upload {
    /** S3 wants at least 5 MiB and at most 10,000 parts: objects of up to 80 GiB, at 8 MiB of memory for each upload. */
    static final int PART_BYTES = 8 << 20;

    /** Metadata of objects sent in parts: the size of all but the last. Without it their checksum cannot be computed again. */
    static final String PART_BYTES_NAME = "gatehouse-part-bytes";

    private static final String UNLESS_THERE = "*";
    private static final String PUT_ID = "gatehouse-put";

    private final S3Client s3;
    private final String bucket;
    private final S3Failures failures;
    private final S3Encryption encryption;
    private final S3Removal removal;

    S3Upload(S3Client s3, String bucket, S3Failures failures, S3Encryption encryption, S3Removal removal) {
        this.s3 = s3;
        this.bucket = bucket;
        this.failures = failures;
        this.encryption = encryption;
        this.removal = removal;
    }

    Receipt replace(ObjectKey key, Incoming bytes) throws IOException {
        try {
            send(new Target(key, false, newPutId()), bytes);
            return bytes.receipt();
        } catch (SdkException e) {
            throw failures.of("written at " + key, e);
        }
    }

    PutIfAbsent ifAbsent(ObjectKey key, Incoming bytes) throws IOException {
        var target = new Target(key, true, newPutId());
        try {
            send(target, bytes);
        } catch (SdkException e) {
            // A conflict (409) says that another write was under way, not how it ended: that is for the caller to ask
            // again.
            if (S3Failures.status(e) != S3Failures.PRECONDITION_FAILED) throw failures.of("written at " + key, e);
            // When an answer is lost on the way, the request is repeated below us, and then it is our own object that
            // is there.
            if (!isOurs(target)) return new PutIfAbsent.AlreadyThere();
        }
        return new PutIfAbsent.Stored(bytes.receipt());
    }

    private static String newPutId() {
        return UUID.randomUUID().toString();
    }

    private boolean isOurs(Target target) {
        try {
            var head = s3.headObject(
                    request -> request.bucket(bucket).key(target.key().value()));
            return target.putId().equals(head.metadata().get(PUT_ID));
        } catch (SdkException e) {
            if (failures.isNoSuchKey(e)) return false;
            throw failures.of("asked whose object is at " + target.key(), e);
        }
    }

    /** @param putId tells this put's object from any other's */
    private record Target(ObjectKey key, boolean onlyIfAbsent, String putId) {}

    private void send(Target target, Incoming bytes) throws IOException {
        var buffer = bytes.buffer(PART_BYTES);
        int count = bytes.fill(buffer);
        if (count < buffer.length) sendWhole(target, bytes, buffer, count);
        else sendParts(target, bytes, buffer);
    }

    private void sendWhole(Target target, Incoming bytes, byte[] buffer, int count) {
        var checksum = S3Checksums.of(bytes.digestSoFar());
        var request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(target.key().value())
                .metadata(Map.of(PUT_ID, target.putId()))
                .checksumSHA256(checksum);
        encryption.askOf(request);
        if (target.onlyIfAbsent()) request.ifNoneMatch(UNLESS_THERE);
        var answer = s3.putObject(request.build(), body(buffer, count));
        requireStored(
                target.key(),
                answer.serverSideEncryptionAsString(),
                answer.ssekmsKeyId(),
                answer.checksumSHA256(),
                checksum);
    }

    /** What is stored, but not as it was to be, is removed before anyone relies on it. */
    private void requireStored(
            ObjectKey key,
            @Nullable String algorithm,
            @Nullable String kmsKey,
            @Nullable String checksum,
            String expectedChecksum) {
        try {
            encryption.require(key, algorithm, kmsKey);
            if (checksum != null && !S3Checksums.areEqual(checksum, expectedChecksum))
                throw new RegionStore.StoreRefusedException("object " + key + " of bucket " + bucket
                        + " was stored with another checksum than it was sent with");
        } catch (RegionStore.StoreRefusedException e) {
            removal.remove(key);
            throw e;
        }
    }

    /** @param buffer holds the first part */
    private void sendParts(Target target, Incoming bytes, byte[] buffer) throws IOException {
        var key = target.key();
        var request = CreateMultipartUploadRequest.builder()
                .bucket(bucket)
                .key(key.value())
                .metadata(Map.of(PUT_ID, target.putId(), PART_BYTES_NAME, String.valueOf(PART_BYTES)))
                .checksumAlgorithm(ChecksumAlgorithm.SHA256);
        encryption.askOf(request);
        var begun = s3.createMultipartUpload(request.build());
        var uploadId = begun.uploadId();
        boolean complete = false;
        try {
            // Before a byte is sent.
            encryption.require(key, begun.serverSideEncryptionAsString(), begun.ssekmsKeyId());
            var parts = new ArrayList<CompletedPart>();
            int count = buffer.length;
            while (count > 0) {
                parts.add(sendPart(key, uploadId, parts.size() + 1, buffer, count));
                count = count < buffer.length ? 0 : bytes.fill(buffer);
            }
            complete(target, uploadId, parts);
            complete = true;
        } finally {
            if (!complete) abort(key, uploadId);
        }
    }

    private CompletedPart sendPart(ObjectKey key, String uploadId, int number, byte[] buffer, int count) {
        var digest = Incoming.sha256();
        digest.update(buffer, 0, count);
        var checksum = S3Checksums.of(digest.digest());
        var answer = s3.uploadPart(
                request -> request.bucket(bucket)
                        .key(key.value())
                        .uploadId(uploadId)
                        .partNumber(number)
                        .checksumSHA256(checksum),
                body(buffer, count));
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(answer.eTag())
                .checksumSHA256(checksum)
                .build();
    }

    private void complete(Target target, String uploadId, List<CompletedPart> parts) {
        try {
            var answer = s3.completeMultipartUpload(request -> {
                request.bucket(bucket)
                        .key(target.key().value())
                        .uploadId(uploadId)
                        .multipartUpload(upload -> upload.parts(parts));
                if (target.onlyIfAbsent()) request.ifNoneMatch(UNLESS_THERE);
            });
            requireStored(
                    target.key(),
                    answer.serverSideEncryptionAsString(),
                    answer.ssekmsKeyId(),
                    answer.checksumSHA256(),
                    checksumOf(parts));
        } catch (NoSuchUploadException e) {
            // Completed already, when only the answer was lost and the request was repeated below us.
            if (!isOurs(target)) throw e;
        }
    }

    private static String checksumOf(List<CompletedPart> parts) {
        var digests = Incoming.sha256();
        for (var part : parts) digests.update(Base64.getDecoder().decode(part.checksumSHA256()));
        return S3Checksums.of(digests.digest());
    }

    private void abort(ObjectKey key, String uploadId) {
        try {
            s3.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key.value()).uploadId(uploadId));
        } catch (SdkException _) {
            // Already failing for another reason, which must not be hidden. The parts are invisible; a bucket's
            // life-cycle
            // rule for incomplete uploads removes them.
        }
    }

    /** Read again from the buffer for every retry of the SDK, without a copy. */
    private static RequestBody body(byte[] buffer, int count) {
        return RequestBody.fromContentProvider(
                () -> new ByteArrayInputStream(buffer, 0, count), count, "application/octet-stream");
    }
}
