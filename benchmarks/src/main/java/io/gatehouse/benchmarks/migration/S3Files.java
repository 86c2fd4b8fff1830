package io.gatehouse.benchmarks.migration;

import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.store.S3RegionStore;
import io.gatehouse.residency.store.S3Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The S3 server of the tests (S3Proxy on files, which checks signatures): whatever lies below its root is in its buckets. */
final class S3Files implements AutoCloseable {
    static final String BUCKET = "sweep-bench";
    private static final String IDENTITY = "bench";
    private static final String SECRET = "a-secret-for-this-run-only";

    private final S3Proxy server;

    S3Files(Path root) {
        try {
            server = S3Proxy.builder()
                    .blobStore(new FilesystemNio2BlobStore(root.toString()))
                    .endpoint(URI.create("http://127.0.0.1:0"))
                    .awsAuthentication(AuthenticationType.AWS_V4, IDENTITY, SECRET)
                    .build();
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy does not start", e);
        }
    }

    S3RegionStore open(RegionId region) {
        return S3RegionStore.open(
                region,
                new S3Settings(
                        BUCKET,
                        "us-east-1",
                        Optional.of(URI.create("http://127.0.0.1:" + server.getPort())),
                        Optional.empty(),
                        Set.of(),
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(IDENTITY, SECRET))));
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy does not stop", e);
        }
    }
}
