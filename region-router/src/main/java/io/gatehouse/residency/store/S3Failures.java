package io.gatehouse.residency.store;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.RegionStore.StoreRefusedException;
import io.gatehouse.residency.store.RegionStore.StoreUnavailableException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a failure of the S3 service means for our callers. */
final class S3Failures {
    static final int BAD_REQUEST = 400;
    static final int CONFLICT = 409;
    static final int PRECONDITION_FAILED = 412;
    static final int RANGE_NOT_SATISFIABLE = 416;
    private static final int NOT_FOUND = 404;
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    private final RegionId region;
    private final String bucket;

    S3Failures(RegionId region, String bucket) {
        this.region = region;
        this.bucket = bucket;
    }

    /** The HTTP status of the answer; 0 when there was none. */
    static int status(SdkException e) {
        return e instanceof AwsServiceException service ? service.statusCode() : 0;
    }

    boolean isNoSuchKey(SdkException e) {
        return status(e) == NOT_FOUND && !"NoSuchBucket".equals(code(e));
    }

    static String code(SdkException e) {
        return e instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? String.valueOf(service.awsErrorDetails().errorCode())
                : "";
    }

    /** @param what completes "the bucket could not be ..." */
    RuntimeException of(String what, SdkException e) {
        int status = status(e);
        var message = "bucket " + bucket + " of " + region + " could not be " + what
                + (status == 0 ? "" : ": the store answered " + status + " " + code(e));
        // 400 to 499 say that the request is wrong, and it stays wrong; no answer and 5xx say nothing about the
        // request.
        boolean refused =
                status >= 300 && status < 500 && status != TIMEOUT && status != TOO_MANY_REQUESTS && status != CONFLICT;
        return refused ? new StoreRefusedException(message, e) : new StoreUnavailableException(message, e);
    }
}
