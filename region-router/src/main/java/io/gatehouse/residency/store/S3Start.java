package io.gatehouse.residency.store;

import io.gatehouse.residency.region.AwsRegion;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.StoreGuarantee;
import io.gatehouse.residency.store.RegionStore.StoreRefusedException;
import io.gatehouse.residency.store.StoreStatement.Claim;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockEnabled;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Asks a bucket, before it is used, where it is and what it does, and tries out what can be tried. Everything that is wrong is
 * told at once. Nothing is written to a bucket that is not where it should be.
 */
final class S3Start {
    /** Written and removed at every start. */
    static final ObjectKey PROBE = new ObjectKey("gatehouse-start-probe");

    private static final int NOT_IMPLEMENTED = 501;
    private static final int MOVED = 301;

    private final RegionId region;
    private final S3Settings settings;
    private final S3Client s3;
    private final S3Failures failures;
    private final String bucket;
    private final List<String> faults = new ArrayList<>();

    S3Start(RegionId region, S3Settings settings, S3Client s3, S3Failures failures) {
        this.region = region;
        this.settings = settings;
        this.s3 = s3;
        this.failures = failures;
        this.bucket = settings.bucket();
    }

    /** What was found. */
    record Found(StoreStatement statement, boolean versioned, boolean locks) {}

    /**
     * @throws StoreRefusedException with every fault of the bucket
     * @throws RegionStore.StoreUnavailableException when it does not answer
     */
    Found check() {
        var reported = location();
        var versioned = versioning();
        var locks = locks();
        var encrypted = faults.isEmpty() && isEncrypting(versioned);
        var checksums = faults.isEmpty() && refusesWrongChecksums(versioned);
        var conditional = faults.isEmpty() && refusesATakenKey(versioned);
        var claims = new EnumMap<StoreGuarantee, Claim>(StoreGuarantee.class);
        claims.put(StoreGuarantee.ENCRYPTION, encryption(encrypted));
        claims.put(
                StoreGuarantee.CHECKSUMS,
                checksums
                        ? new Claim(
                                true,
                                "SHA-256 of every object and part; wrong bytes are refused, and compared when read")
                        : new Claim(
                                false,
                                "the service takes bytes that have not the SHA-256 sent with them; a changed byte is"
                                        + " found when its seal does not open"));
        claims.put(
                StoreGuarantee.VERSIONING,
                versioned
                        ? new Claim(true, "the bucket keeps versions; a deletion removes all of an object's")
                        : new Claim(false, "the bucket keeps no versions"));
        var lockClaim = locks
                ? new Claim(true, "object lock, set object by object")
                : new Claim(false, "the bucket was made without object lock");
        claims.put(StoreGuarantee.RETENTION, lockClaim);
        claims.put(StoreGuarantee.LEGAL_HOLD, lockClaim);
        claims.put(
                StoreGuarantee.CONDITIONAL_WRITES,
                conditional
                        ? new Claim(true, "If-None-Match is kept to, for objects sent in one piece; tried at the start")
                        : new Claim(
                                false,
                                "the service replaces an object although it was asked not to (If-None-Match); Gatehouse"
                                        + " looks first, and its own keys are random"));
        claims.put(StoreGuarantee.LOCATION, new Claim(true, "the service reports " + reported));
        var statement = new StoreStatement("s3", claims);
        // What was not tried, because of other faults, would be told as missing.
        if (faults.isEmpty()) faults.addAll(statement.missing(settings.required()));
        if (!faults.isEmpty())
            throw new StoreRefusedException(
                    "bucket " + bucket + " of " + region + " is not used: " + String.join("; ", faults));
        return new Found(statement, versioned, locks);
    }

    /** Two answers of the service, which must agree with the topology where they say something. */
    private Set<String> location() {
        var expected = settings.providerLocation();
        var reported = new TreeSet<String>();
        try {
            // Also says, unlike the location, whether the bucket exists and the credentials open it, on every server.
            var head = s3.headBucket(request -> request.bucket(bucket));
            if (head.bucketRegion() != null) reported.add(head.bucketRegion());
            reported.add(locationOf(
                    s3.getBucketLocation(request -> request.bucket(bucket)).locationConstraintAsString()));
        } catch (SdkException e) {
            var elsewhere = redirectedTo(e);
            if (elsewhere.isEmpty()) throw failures.of("asked where it lies", e);
            reported.add(elsewhere.get());
        }
        for (var place : reported)
            if (!place.equals(expected))
                faults.add("it lies in " + place + otherPartition(place) + ", not in " + expected
                        + ": nothing will be stored there");
        return reported;
    }

    private String otherPartition(String place) {
        var there = AwsRegion.of(place).map(AwsRegion::partition);
        var here = AwsRegion.of(settings.providerLocation()).map(AwsRegion::partition);
        boolean differ = there.isPresent() && here.isPresent() && !there.equals(here);
        return differ ? " (partition " + there.get() + ", not " + here.get() + ")" : "";
    }

    /** A region that is asked for a bucket of another says which. */
    private static Optional<String> redirectedTo(SdkException e) {
        if (S3Failures.status(e) != MOVED || !(e instanceof AwsServiceException service)) return Optional.empty();
        return service.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region");
    }

    /** GetBucketLocation says nothing for us-east-1, and may say EU for Ireland, for buckets made before regions had names. */
    static String locationOf(@Nullable String constraint) {
        if (constraint == null || constraint.isEmpty()) return "us-east-1";
        return constraint.equals("EU") ? "eu-west-1" : constraint;
    }

    private boolean versioning() {
        return offered(
                        "asked whether it keeps versions",
                        () -> s3.getBucketVersioning(request -> request.bucket(bucket))
                                .status())
                .filter(BucketVersioningStatus.ENABLED::equals)
                .isPresent();
    }

    private boolean locks() {
        var configuration = offered(
                "asked for its object lock",
                () -> s3.getObjectLockConfiguration(request -> request.bucket(bucket))
                        .objectLockConfiguration());
        if (configuration.isEmpty()) return false;
        var rule = configuration.get().rule();
        if (rule != null && rule.defaultRetention() != null)
            faults.add(
                    "it keeps every object for a time (default retention), so that an erasure could not be carried out;"
                            + " remove the rule, Gatehouse locks objects one by one");
        return configuration.get().objectLockEnabled() == ObjectLockEnabled.ENABLED;
    }

    /** Empty when the service has no such thing, or the bucket has it not. */
    private <T> Optional<T> offered(String what, Supplier<@Nullable T> question) {
        try {
            return Optional.ofNullable(question.get());
        } catch (SdkException e) {
            int status = S3Failures.status(e);
            if (status == NOT_IMPLEMENTED || status >= 400 && status < 500) return Optional.empty();
            throw failures.of(what, e);
        }
    }

    private Claim encryption(boolean encrypted) {
        if (encrypted)
            return new Claim(
                    true,
                    "SSE-KMS under " + settings.kmsKey().orElse("")
                            + ", asked for with every write and compared in every answer");
        return new Claim(
                false, "only as Gatehouse sealed them, and as the bucket itself may be set; no kms_key is named");
    }

    private boolean isEncrypting(boolean versioned) {
        if (settings.kmsKey().isEmpty()) return false;
        var encryption = new S3Encryption(region, bucket, settings.kmsKey());
        var request = PutObjectRequest.builder().bucket(bucket).key(PROBE.value());
        encryption.askOf(request);
        try {
            var put = s3.putObject(request.build(), RequestBody.empty());
            var head = s3.headObject(r -> r.bucket(bucket).key(PROBE.value()));
            new S3Removal(s3, bucket, versioned, failures).remove(PROBE);
            if (encryption.isAsAsked(put.serverSideEncryptionAsString(), put.ssekmsKeyId())
                    && encryption.isAsAsked(head.serverSideEncryptionAsString(), head.ssekmsKeyId())) return true;
            faults.add("what is written is not encrypted under "
                    + settings.kmsKey().get() + ", but "
                    + (head.serverSideEncryptionAsString() == null ? "not at all" : head.serverSideEncryptionAsString())
                    + (head.ssekmsKeyId() == null ? "" : " under " + head.ssekmsKeyId()));
        } catch (SdkException e) {
            faults.add(told("nothing can be written under " + settings.kmsKey().get(), e));
        }
        return false;
    }

    /** By sending bytes with the checksum of others. */
    private boolean refusesWrongChecksums(boolean versioned) {
        try {
            s3.putObject(
                    request -> request.bucket(bucket)
                            .key(PROBE.value())
                            .checksumSHA256(S3Checksums.of(Incoming.sha256().digest())),
                    RequestBody.fromBytes("other bytes".getBytes(StandardCharsets.US_ASCII)));
            new S3Removal(s3, bucket, versioned, failures).remove(PROBE);
            return false;
        } catch (SdkException e) {
            if (S3Failures.status(e) == S3Failures.BAD_REQUEST) return true;
            faults.add(told("nothing can be written", e));
            return false;
        }
    }

    /** By storing twice what may be stored once. */
    private boolean refusesATakenKey(boolean versioned) {
        var request =
                PutObjectRequest.builder().bucket(bucket).key(PROBE.value()).ifNoneMatch("*");
        new S3Encryption(region, bucket, settings.kmsKey()).askOf(request);
        try {
            s3.putObject(request.build(), RequestBody.empty());
            s3.putObject(request.build(), RequestBody.empty());
            return false;
        } catch (SdkException e) {
            if (S3Failures.status(e) == S3Failures.PRECONDITION_FAILED) return true;
            faults.add(told("nothing can be written", e));
            return false;
        } finally {
            new S3Removal(s3, bucket, versioned, failures).remove(PROBE);
        }
    }

    private static String told(String what, SdkException e) {
        int status = S3Failures.status(e);
        return what + (status == 0 ? ": no answer" : ": the store answered " + status + " " + S3Failures.code(e));
    }
}
