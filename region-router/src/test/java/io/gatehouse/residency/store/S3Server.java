package io.gatehouse.residency.store;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A real S3 server over HTTP (S3Proxy on files), which checks signatures. */
final class S3Server implements AutoCloseable {
    static final String IDENTITY = "tester";
    static final String SECRET = "a-secret-for-this-test-only";

    private final S3Proxy server;
    final S3Client admin;

    S3Server(Path root) {
        this(root, true);
    }

    /** One that takes requests from which a proxy took headers that it would refuse: their signatures are wrong. */
    static S3Server withoutSignatures(Path root) {
        return new S3Server(root, false);
    }

    private S3Server(Path root, boolean signatures) {
        try {
            var builder = S3Proxy.builder()
                    .blobStore(new FilesystemNio2BlobStore(root.toString()))
                    .endpoint(URI.create("http://127.0.0.1:0"));
            if (signatures) builder.awsAuthentication(AuthenticationType.AWS_V4, IDENTITY, SECRET);
            server = builder.build();
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy does not start", e);
        }
        admin = S3Client.builder()
                .region(Region.US_EAST_1)
                .endpointOverride(endpoint())
                .forcePathStyle(true)
                .credentialsProvider(credentials(SECRET))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    int port() {
        return server.getPort();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getPort());
    }

    RecordingProxy proxy() throws IOException {
        return new RecordingProxy(port());
    }

    String newBucket() {
        var bucket = "bucket-" + UUID.randomUUID();
        admin.createBucket(request -> request.bucket(bucket));
        return bucket;
    }

    static StaticCredentialsProvider credentials(String secret) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(IDENTITY, secret));
    }

    static S3Settings settings(String bucket, URI endpoint, String location) {
        return new S3Settings(bucket, location, Optional.of(endpoint), Optional.empty(), Set.of(), credentials(SECRET));
    }

    @Override
    public void close() {
        admin.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("S3Proxy does not stop", e);
        }
    }
}
