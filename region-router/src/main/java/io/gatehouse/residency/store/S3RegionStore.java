package io.gatehouse.residency.store;

import io.gatehouse.residency.region.RegionId;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;

/**
 * Objects in one bucket of an S3 service. Every upload carries its SHA-256, which the service checks; large ones go in parts,
 * which are removed again when one fails. Where the bucket lies is asked at the start and compared with the topology.
 */
public final class S3RegionStore implements RegionStore {
    /** A storage service that does not even accept a connection within this is down. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /** No byte for this long: the connection is dead. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);
    /** Retries of the SDK included; a part of 8 MiB needs 2.3 Mbit/s. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

    /** More than any S3 object has (50 TB in 2026). */
    private static final long MAX_OBJECT_BYTES = 1L << 50;

    private final RegionId region;
    private final String bucket;
    private final S3Client s3;
    private final S3Upload upload;
    private final S3Failures failures;

    private S3RegionStore(RegionId region, Settings settings, S3Client s3) {
        this.region = region;
        this.bucket = settings.bucket();
        this.s3 = s3;
        this.failures = new S3Failures(region, bucket);
        this.upload = new S3Upload(s3, bucket, failures);
    }

    /**
     * @param providerLocation where the bucket must lie, for example {@code eu-west-1}
     * @param endpoint of a service other than AWS, which is then addressed by path; or empty
     */
    public record Settings(
            String bucket, String providerLocation, Optional<URI> endpoint, AwsCredentialsProvider credentials) {}

    /** @throws StoreRefusedException when the bucket lies elsewhere, is missing, or refuses the credentials */
    public static S3RegionStore open(RegionId region, Settings settings) {
        var builder = S3Client.builder()
                .region(Region.of(settings.providerLocation()))
                .credentialsProvider(settings.credentials())
                .forcePathStyle(settings.endpoint().isPresent())
                // Ours is SHA-256; the SDK's default would add a CRC that some services do not know.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .overrideConfiguration(configuration -> configuration.apiCallTimeout(CALL_TIMEOUT))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(SOCKET_TIMEOUT));
        settings.endpoint().ifPresent(builder::endpointOverride);
        var store = new S3RegionStore(region, settings, builder.build());
        try {
            store.checkLocation(settings.providerLocation());
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
        return store;
    }

    private void checkLocation(String expected) {
        String reported;
        try {
            // Also says, unlike the location, whether the bucket exists and the credentials open it, on every server.
            s3.headBucket(request -> request.bucket(bucket));
            reported = locationOf(
                    s3.getBucketLocation(request -> request.bucket(bucket)).locationConstraintAsString());
        } catch (SdkException e) {
            throw failures.of("asked where it lies", e);
        }
        if (!reported.equals(expected))
            throw new StoreRefusedException("bucket " + bucket + " of " + region + " lies in " + reported + ", not in "
                    + expected + ": nothing will be stored there");
    }

    /** GetBucketLocation says nothing for us-east-1, and may say EU for Ireland, for buckets made before regions had names. */
    static String locationOf(@Nullable String constraint) {
        if (constraint == null || constraint.isEmpty()) return "us-east-1";
        return constraint.equals("EU") ? "eu-west-1" : constraint;
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
        return get(GetObjectRequest.builder().bucket(bucket).key(key.value()).build(), key);
    }

    @Override
    public Optional<InputStream> getRange(ObjectKey key, long offset, long lengthBytes) {
        if (offset < 0 || offset > MAX_OBJECT_BYTES || lengthBytes < 1)
            throw new IllegalArgumentException("not a range: offset " + offset + ", length " + lengthBytes);
        // A range that no object reaches the end of is sent open-ended: not every server takes numbers that large.
        var last = lengthBytes > MAX_OBJECT_BYTES ? "" : String.valueOf(offset + lengthBytes - 1);
        var request = GetObjectRequest.builder().bucket(bucket).key(key.value()).range("bytes=" + offset + "-" + last);
        return get(request.build(), key);
    }

    private Optional<InputStream> get(GetObjectRequest request, ObjectKey key) {
        try {
            return Optional.of(s3.getObject(request));
        } catch (SdkException e) {
            if (failures.isNoSuchKey(e)) return Optional.empty();
            if (S3Failures.status(e) == S3Failures.RANGE_NOT_SATISFIABLE)
                return Optional.of(InputStream.nullInputStream());
            throw failures.of("read at " + key, e);
        }
    }

    @Override
    public Optional<StoredObject> head(ObjectKey key) {
        try {
            var head = s3.headObject(request -> request.bucket(bucket).key(key.value()));
            return Optional.of(new StoredObject(key, head.contentLength(), head.lastModified()));
        } catch (SdkException e) {
            if (failures.isNoSuchKey(e)) return Optional.empty();
            throw failures.of("asked for " + key, e);
        }
    }

    @Override
    public void delete(ObjectKey key) {
        try {
            s3.deleteObject(request -> request.bucket(bucket).key(key.value()));
        } catch (SdkException e) {
            if (!failures.isNoSuchKey(e)) throw failures.of("deleted from at " + key, e);
        }
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
