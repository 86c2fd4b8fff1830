package io.gatehouse.residency.store;

import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectLockLegalHoldStatus;
import software.amazon.awssdk.services.s3.model.ObjectLockRetentionMode;

/** Locks of a bucket that was made with object lock; they are on the newest version of an object. */
final class S3Locks implements ObjectLocks {
    private final S3Client s3;
    private final String bucket;
    private final S3Failures failures;

    S3Locks(S3Client s3, String bucket, S3Failures failures) {
        this.s3 = s3;
        this.bucket = bucket;
        this.failures = failures;
    }

    @Override
    public void retain(ObjectKey key, Retention retention) {
        try {
            s3.putObjectRetention(request -> request.bucket(bucket)
                    .key(key.value())
                    .retention(r -> r.mode(ObjectLockRetentionMode.fromValue(
                                    retention.mode().name()))
                            .retainUntilDate(retention.until())));
        } catch (SdkException e) {
            throw failures.of("asked to keep " + key, e);
        }
    }

    @Override
    public Optional<Retention> retention(ObjectKey key) {
        try {
            var head = s3.headObject(request -> request.bucket(bucket).key(key.value()));
            if (head.objectLockRetainUntilDate() == null) return Optional.empty();
            return Optional.of(
                    new Retention(Mode.valueOf(head.objectLockModeAsString()), head.objectLockRetainUntilDate()));
        } catch (SdkException e) {
            throw failures.of("asked how long it keeps " + key, e);
        }
    }

    @Override
    public void hold(ObjectKey key) {
        hold(key, ObjectLockLegalHoldStatus.ON);
    }

    @Override
    public void release(ObjectKey key) {
        hold(key, ObjectLockLegalHoldStatus.OFF);
    }

    private void hold(ObjectKey key, ObjectLockLegalHoldStatus status) {
        try {
            s3.putObjectLegalHold(
                    request -> request.bucket(bucket).key(key.value()).legalHold(hold -> hold.status(status)));
        } catch (SdkException e) {
            throw failures.of("asked to hold or release " + key, e);
        }
    }

    @Override
    public boolean isHeld(ObjectKey key) {
        try {
            var head = s3.headObject(request -> request.bucket(bucket).key(key.value()));
            return head.objectLockLegalHoldStatus() == ObjectLockLegalHoldStatus.ON;
        } catch (SdkException e) {
            throw failures.of("asked whether it holds " + key, e);
        }
    }
}
