package io.gatehouse.residency.store;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.RegionStore.StoreRefusedException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * The service's own encryption under the cell's key: asked for with every write, with the bucket's key between them (which
 * spares a call of the key service for each object), and looked for in every answer. A key of S3 that has no such encryption
 * named asks for nothing.
 */
record S3Encryption(RegionId region, String bucket, Optional<String> kmsKey) {
    void askOf(PutObjectRequest.Builder request) {
        kmsKey.ifPresent(key -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                .ssekmsKeyId(key)
                .bucketKeyEnabled(true));
    }

    void askOf(CreateMultipartUploadRequest.Builder request) {
        kmsKey.ifPresent(key -> request.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                .ssekmsKeyId(key)
                .bucketKeyEnabled(true));
    }

    /** Whether an answer says what was asked for. */
    boolean isAsAsked(@Nullable String algorithm, @Nullable String key) {
        return kmsKey.isEmpty() || "aws:kms".equals(algorithm) && kmsKey.get().equals(key);
    }

    /** @throws StoreRefusedException when the object is not under the cell's key */
    void require(ObjectKey at, @Nullable String algorithm, @Nullable String key) {
        if (isAsAsked(algorithm, key)) return;
        throw new StoreRefusedException("bucket " + bucket + " of " + region + ": the object " + at
                + " is not encrypted under " + kmsKey.orElse("") + ", but "
                + (algorithm == null ? "not at all" : algorithm)
                + (key == null ? "" : " under " + key));
    }
}
