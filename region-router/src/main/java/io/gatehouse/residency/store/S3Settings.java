package io.gatehouse.residency.store;

import io.gatehouse.residency.region.Region;
import io.gatehouse.residency.region.StoreGuarantee;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Where a region's bucket is and what it must do.
 *
 * @param providerLocation where the bucket must lie, for example {@code eu-west-1}; it also chooses the partition and with it
 *     the address
 * @param endpoint of a service other than AWS, which is then addressed by path; or empty
 * @param kmsKey key with which the service encrypts every object; or empty
 * @param required what the service must enforce, or the store is refused
 */
public record S3Settings(
        String bucket,
        String providerLocation,
        Optional<URI> endpoint,
        Optional<String> kmsKey,
        Set<StoreGuarantee> required,
        AwsCredentialsProvider credentials) {
    /** A storage service that does not even accept a connection within this is down. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    /** No byte for this long: the connection is dead. */
    private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(30);
    /** Retries of the SDK included; a part of 8 MiB needs 2.3 Mbit/s. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(60);

    public S3Settings {
        required = Set.copyOf(required);
    }

    /** As the topology says. */
    public static S3Settings of(Region region, Region.StoreLocation.S3 store, AwsCredentialsProvider credentials) {
        return new S3Settings(
                store.bucket(),
                region.providerLocation(),
                store.endpoint(),
                store.kmsKey(),
                store.required(),
                credentials);
    }

    /** Signs for the bucket's own region: the SDK is never allowed to follow a bucket elsewhere. */
    S3Client client() {
        var builder = S3Client.builder()
                .region(software.amazon.awssdk.regions.Region.of(providerLocation))
                .credentialsProvider(credentials)
                .crossRegionAccessEnabled(false)
                .forcePathStyle(endpoint.isPresent())
                // A signature over the whole body, which is in memory: some services refuse empty objects signed in
                // chunks.
                .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
                // Ours is SHA-256, sent and compared by ourselves; the SDK's default would add a CRC that some services
                // do not know.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(configuration -> configuration.apiCallTimeout(CALL_TIMEOUT))
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT_TIMEOUT)
                        .socketTimeout(SOCKET_TIMEOUT));
        endpoint.ifPresent(builder::endpointOverride);
        return builder.build();
    }
}
