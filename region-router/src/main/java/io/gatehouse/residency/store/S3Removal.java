package io.gatehouse.residency.store;

import io.gatehouse.residency.store.RegionStore.ObjectLockedException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;

/** Removes objects. In a bucket that keeps versions, a plain delete would keep every byte. */
final class S3Removal {
    private static final int FORBIDDEN = 403;

    private final S3Client s3;
    private final String bucket;
    private final boolean versioned;
    private final S3Failures failures;

    S3Removal(S3Client s3, String bucket, boolean versioned, S3Failures failures) {
        this.s3 = s3;
        this.bucket = bucket;
        this.versioned = versioned;
        this.failures = failures;
    }

    void remove(ObjectKey key) {
        try {
            // The oldest first: were it the newest, a crash would leave an older version to be seen.
            if (versioned) for (var version : versions(key).reversed()) removeVersion(key, version);
            else s3.deleteObject(request -> request.bucket(bucket).key(key.value()));
        } catch (SdkException e) {
            if (!failures.isNoSuchKey(e)) throw failures.of("deleted from at " + key, e);
        }
    }

    private void removeVersion(ObjectKey key, String version) {
        try {
            s3.deleteObject(request -> request.bucket(bucket).key(key.value()).versionId(version));
        } catch (SdkException e) {
            if (S3Failures.status(e) == FORBIDDEN && isLocked(key, version))
                throw new ObjectLockedException(
                        "object " + key + " of bucket " + bucket + " is under a retention or a legal hold of the store",
                        e);
            throw e;
        }
    }

    /** Ids of all versions and delete markers, the newest first. */
    private List<String> versions(ObjectKey key) {
        var ids = new ArrayList<String>();
        var request = ListObjectVersionsRequest.builder().bucket(bucket).prefix(key.value());
        for (var page : s3.listObjectVersionsPaginator(request.build())) {
            // Markers stand above the versions they hide: removed last, because the list is gone through backwards.
            page.deleteMarkers().stream()
                    .filter(marker -> marker.key().equals(key.value()))
                    .forEach(marker -> ids.addFirst(marker.versionId()));
            page.versions().stream()
                    .filter(version -> version.key().equals(key.value()))
                    .forEach(version -> ids.add(version.versionId()));
        }
        return ids;
    }

    private boolean isLocked(ObjectKey key, String version) {
        try {
            var head = s3.headObject(
                    request -> request.bucket(bucket).key(key.value()).versionId(version));
            return "ON".equals(head.objectLockLegalHoldStatusAsString()) || head.objectLockRetainUntilDate() != null;
        } catch (SdkException _) {
            // The refusal is told as it came.
            return false;
        }
    }
}
