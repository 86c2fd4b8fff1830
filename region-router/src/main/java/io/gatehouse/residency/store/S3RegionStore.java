package io.gatehouse.residency.store;

import io.gatehouse.residency.region.RegionId;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/**
 * Objects in one bucket of an S3 service. Every upload carries its SHA-256, which the service checks and which is compared
 * again when the object is read to its end; large ones go in parts, which are removed again when one fails. Where the bucket
 * lies and what it enforces is asked and tried at the start.
 */
public final class S3RegionStore implements RegionStore {
    /** More than any S3 object has (50 TB in 2026). */
    private static final long MAX_OBJECT_BYTES = 1L << 50;

    private final RegionId region;
    private final String bucket;
    private final S3Client s3;
    private final S3Upload upload;
    private final S3Failures failures;
    private final S3Encryption encryption;
    private final S3Start.Found found;
    private final S3Removal removal;

    /** A page of a thousand keys takes about a tenth of a second: eight at once make 80,000 keys a second. */
    private static final int LISTINGS_AT_ONCE = 8;

    private S3RegionStore(RegionId region, S3Settings settings, S3Client s3) {
        this.region = region;
        this.bucket = settings.bucket();
        this.s3 = s3;
        this.failures = new S3Failures(region, bucket);
        this.encryption = new S3Encryption(region, bucket, settings.kmsKey());
        this.found = new S3Start(region, settings, s3, failures).check();
        this.removal = new S3Removal(s3, bucket, found.versioned(), failures);
        this.upload = new S3Upload(s3, bucket, failures, encryption, removal);
    }

    /**
     * @throws StoreRefusedException when the bucket lies elsewhere, is missing, refuses the credentials, or does not do what it
     *     must; with all that is wrong
     */
    public static S3RegionStore open(RegionId region, S3Settings settings) {
        var s3 = settings.client();
        try {
            return new S3RegionStore(region, settings, s3);
        } catch (RuntimeException e) {
            s3.close();
            throw e;
        }
    }

    @Override
    public StoreStatement statement() {
        return found.statement();
    }

    @Override
    public Optional<ObjectLocks> locks() {
        return found.locks() ? Optional.of(new S3Locks(s3, bucket, failures)) : Optional.empty();
    }

    @Override
    public RegionId region() {
        return region;
    }

    @Override
    public Receipt put(ObjectKey key, InputStream bytes) throws IOException {
        return upload.replace(key, Incoming.ofUnknownSize(bytes));
    }

    @Override
    public Receipt put(ObjectKey key, InputStream bytes, long sizeBytes) throws IOException {
        return upload.replace(key, Incoming.ofSize(bytes, sizeBytes));
    }

    @Override
    public PutIfAbsent putIfAbsent(ObjectKey key, InputStream bytes) throws IOException {
        return putIfAbsent(key, Incoming.ofUnknownSize(bytes));
    }

    @Override
    public PutIfAbsent putIfAbsent(ObjectKey key, InputStream bytes, long sizeBytes) throws IOException {
        return putIfAbsent(key, Incoming.ofSize(bytes, sizeBytes));
    }

    private PutIfAbsent putIfAbsent(ObjectKey key, Incoming bytes) throws IOException {
        // Asked first because it spares the upload; decided by the service when the upload ends.
        if (head(key).isPresent()) return new PutIfAbsent.AlreadyThere();
        return upload.ifAbsent(key, bytes);
    }

    @Override
    public Optional<InputStream> get(ObjectKey key) {
        // A header of our own rather than the SDK's checksum mode, which would compare too, and knows no objects in
        // parts.
        var request = GetObjectRequest.builder()
                .bucket(bucket)
                .key(key.value())
                .overrideConfiguration(configuration -> configuration.putHeader("x-amz-checksum-mode", "ENABLED"))
                .build();
        return get(request, key).map(bytes -> checked(bytes, key));
    }

    private static InputStream checked(ResponseInputStream<GetObjectResponse> bytes, ObjectKey key) {
        var checksum = bytes.response().checksumSHA256();
        if (checksum == null) return bytes;
        var partBytes = bytes.response().metadata().get(S3Upload.PART_BYTES_NAME);
        if (partBytes != null)
            return CheckedStream.inParts(bytes, checksum, Long.parseLong(partBytes), "object " + key);
        // Parts of a size that is not known cannot be digested one by one.
        return S3Checksums.isOfParts(checksum) ? bytes : CheckedStream.whole(bytes, checksum, "object " + key);
    }

    @Override
    public Optional<InputStream> getRange(ObjectKey key, long offset, long lengthBytes) {
        if (offset < 0 || offset > MAX_OBJECT_BYTES || lengthBytes < 1)
            throw new IllegalArgumentException("not a range: offset " + offset + ", length " + lengthBytes);
        // A range that no object reaches the end of is sent open-ended: not every server takes numbers that large.
        var last = lengthBytes > MAX_OBJECT_BYTES ? "" : String.valueOf(offset + lengthBytes - 1);
        var request = GetObjectRequest.builder().bucket(bucket).key(key.value()).range("bytes=" + offset + "-" + last);
        try {
            return get(request.build(), key).map(InputStream.class::cast);
        } catch (SdkException e) {
            if (S3Failures.status(e) == S3Failures.RANGE_NOT_SATISFIABLE)
                return Optional.of(InputStream.nullInputStream());
            throw failures.of("read at " + key, e);
        }
    }

    private Optional<ResponseInputStream<GetObjectResponse>> get(GetObjectRequest request, ObjectKey key) {
        try {
            return Optional.of(s3.getObject(request));
        } catch (SdkException e) {
            if (failures.isNoSuchKey(e)) return Optional.empty();
            if (S3Failures.status(e) == S3Failures.RANGE_NOT_SATISFIABLE) throw e;
            throw failures.of("read at " + key, e);
        }
    }

    @Override
    public Optional<StoredObject> head(ObjectKey key) {
        try {
            var head = s3.headObject(request -> request.bucket(bucket).key(key.value()));
            encryption.require(key, head.serverSideEncryptionAsString(), head.ssekmsKeyId());
            return Optional.of(new StoredObject(key, head.contentLength(), head.lastModified()));
        } catch (SdkException e) {
            if (failures.isNoSuchKey(e)) return Optional.empty();
            throw failures.of("asked for " + key, e);
        }
    }

    @Override
    public void delete(ObjectKey key) {
        removal.remove(key);
    }

    @Override
    public int listingsAtOnce() {
        return LISTINGS_AT_ONCE;
    }

    @Override
    public Page list(String prefix, int limit) {
        return list(ListObjectsV2Request.builder().prefix(prefix), limit);
    }

    @Override
    public Page list(String prefix, ObjectKey after, int limit) {
        return list(ListObjectsV2Request.builder().prefix(prefix).startAfter(after.value()), limit);
    }

    private Page list(ListObjectsV2Request.Builder request, int limit) {
        if (limit < 1 || limit > MAX_PAGE_SIZE)
            throw new IllegalArgumentException("a page has 1 to " + MAX_PAGE_SIZE + " objects: " + limit);
        try {
            var answer = s3.listObjectsV2(request.bucket(bucket).maxKeys(limit).build());
            var objects = answer.contents().stream()
                    .map(object -> new StoredObject(new ObjectKey(object.key()), object.size(), object.lastModified()))
                    .toList();
            return new Page(objects, Boolean.TRUE.equals(answer.isTruncated()));
        } catch (SdkException e) {
            throw failures.of("listed", e);
        }
    }

    @Override
    public void close() {
        s3.close();
    }
}
