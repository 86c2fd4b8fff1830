package io.gatehouse.residency.region;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One region of the topology: where its cell stands and what the cell is made of.
 *
 * @param location the country in which the machines stand
 * @param providerLocation what the storage provider reports for the bucket, for example {@code eu-west-1}
 * @param endpoint where this region's API answers; named in 421 answers
 * @param keyId the region key expected, for example {@code eu-west-1/1}
 * @param database the name of the cell's database
 * @param replicas regions that hold a copy; always of the same jurisdiction
 * @param failover regions that may take over, in order; always of the same jurisdiction
 */
public record Region(
        RegionId id,
        String name,
        Jurisdiction jurisdiction,
        CountryCode location,
        String providerLocation,
        URI endpoint,
        StoreLocation store,
        String keyId,
        String database,
        List<RegionId> replicas,
        List<RegionId> failover) {
    public Region {
        replicas = List.copyOf(replicas);
        failover = List.copyOf(failover);
    }

    /** Where the region's objects lie. */
    public sealed interface StoreLocation {
        String bucket();

        /** A directory named after the bucket below the region's data directory. */
        record File(String bucket) implements StoreLocation {}

        /**
         * A bucket of an S3 service; credentials come from the environment, never from this file.
         *
         * @param endpoint of a service other than AWS, or empty
         * @param kmsKey with which the service encrypts every object, or empty
         * @param required what the service must enforce, or the cell is not opened
         */
        record S3(String bucket, Optional<URI> endpoint, Optional<String> kmsKey, Set<StoreGuarantee> required)
                implements StoreLocation {
            public S3 {
                required = Set.copyOf(required);
            }
        }
    }
}
