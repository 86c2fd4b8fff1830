package io.gatehouse.residency.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.PartitionMetadata;

/** Where objects lie, as the topology says it: partitions, buckets and keys that fit together, and all that do not, at once. */
class StoreFieldsTest {
    private static final String IRELAND = "store: { kind: file, bucket: gatehouse-eu-west-1 }";
    private static final String FRANKFURT = "store: { kind: file, bucket: gatehouse-eu-central-1 }";
    private static final String STOCKHOLM = "store: { kind: file, bucket: gatehouse-eu-north-1 }";
    private static final String LONDON = "store: { kind: file, bucket: gatehouse-uk }";

    @TempDir
    Path directory;

    @BeforeEach
    void copyTheShippedFiles() throws IOException {
        for (var name : List.of("regions.yaml", "homes.yaml", "territories.csv"))
            Files.copy(Vectors.shippedResidency().resolve(name), directory.resolve(name));
    }

    @Test
    void takesBucketsOfEveryPartition() throws IOException {
        change(
                IRELAND,
                "store: { kind: s3, bucket: gatehouse-eu-west-1, kms_key: '" + key("aws", "eu-west-1")
                        + "', require: [encryption, checksums, location] }");
        change("provider_location: eu-central-1", "provider_location: eusc-de-east-1");
        change(
                FRANKFURT,
                "store: { kind: s3, partition: aws-eusc, bucket: 'arn:aws-eusc:s3:::gatehouse-de', kms_key: '"
                        + key("aws-eusc", "eusc-de-east-1") + "' }");
        change(
                STOCKHOLM,
                "store: { kind: s3, bucket: gatehouse-se, endpoint: 'https://s3.example', kms_key: any-name }");
        var topology = Topology.load(directory);
        var ireland = (Region.StoreLocation.S3)
                topology.region(new RegionId("eu-west-1")).orElseThrow().store();
        assertThat(ireland.kmsKey()).contains(key("aws", "eu-west-1"));
        assertThat(ireland.required())
                .containsExactlyInAnyOrder(
                        StoreGuarantee.ENCRYPTION, StoreGuarantee.CHECKSUMS, StoreGuarantee.LOCATION);
        var frankfurt =
                topology.region(new RegionId("eu-central-1")).orElseThrow().store();
        assertThat(frankfurt.bucket()).isEqualTo("gatehouse-de");
    }

    @Test
    void reportsEveryFaultOfStoresAtOnceWithItsLine() throws IOException {
        change(
                IRELAND,
                "store: { kind: s3, partition: aws-eusc, bucket: 'arn:aws-cn:s3:::gatehouse', kms_key: '"
                        + key("aws-cn", "eu-west-2") + "', require: [encryption, secrecy] }");
        change("provider_location: eu-central-1", "provider_location: us-east-1");
        change(FRANKFURT, "store: { kind: s3, bucket: gatehouse-de, require: [encryption] }");
        change(
                STOCKHOLM,
                "store: { kind: s3, bucket: gatehouse-se, kms_key: 'arn:aws:kms:eu-north-1:111122223333:alias/x' }");
        change(LONDON, "store: { kind: file, bucket: gatehouse-uk, kms_key: x, require: [retention] }");
        change("provider_location: ap-southeast-1", "provider_location: moon-1");
        change(
                "store: { kind: file, bucket: gatehouse-ap-southeast-1 }",
                "store: { kind: s3, bucket: 'arn:aws:sqs:::x', kms_key: 'arn:aws:kms' }");
        change("replicas: [eu-west-1]", "replicas: [us-east-1]");
        var rejected = catchThrowableOfType(ConfigurationRejectedException.class, () -> Topology.load(directory));
        var faults =
                rejected.faults().stream().map(ConfigurationFault::toString).toList();
        assertThat(faults)
                .allMatch(fault -> fault.matches("regions.yaml:[1-9][0-9]*: .*"))
                .anyMatch(f -> f.contains("provider_location eu-west-1 is of the partition aws, not aws-eusc"))
                .anyMatch(
                        f -> f.contains("the bucket is of the partition aws-cn, not aws: 'arn:aws-cn:s3:::gatehouse'"))
                .anyMatch(f -> f.contains("the key is of the partition aws-cn, not aws"))
                .anyMatch(f -> f.contains("the key is in eu-west-2, not in eu-west-1"))
                .anyMatch(f -> f.contains("unknown guarantee 'secrecy'"))
                .anyMatch(f -> f.contains(
                        "the store is in us-east-1, which stands in US, but the region is said to stand in DE"))
                .anyMatch(f -> f.contains("encryption is required, but no key is named"))
                .anyMatch(f -> f.contains("'kms_key' is not the ARN of a key"))
                .anyMatch(f -> f.contains("a file store has no kms_key"))
                .anyMatch(f -> f.contains("a file store does not enforce retention"))
                .anyMatch(f -> f.contains("provider_location 'moon-1' is no region of AWS"))
                .anyMatch(f -> f.contains("not the ARN of a bucket: 'arn:aws:sqs:::x'"))
                .anyMatch(f -> f.contains("'kms_key' is wrong: not an ARN"))
                .anyMatch(f -> f.contains("the replica us-east-1 of eu-central-1 is in another jurisdiction"))
                .hasSize(14);
    }

    @Test
    void refusesADatabaseNamedLikeTheSecondRoleOfAnother() throws IOException {
        change("database: gatehouse_uk", "database: gatehouse_eu_west_1_migrator");
        var rejected = catchThrowableOfType(ConfigurationRejectedException.class, () -> Topology.load(directory));
        assertThat(rejected).hasMessageContaining("not a database name: 'gatehouse_eu_west_1_migrator'");
    }

    /** The list is the SDK's, with the countries that it does not have. */
    @Test
    void knowsTheRegionsThatTheSdkKnows() {
        var ofSdk = software.amazon.awssdk.regions.Region.regions().stream()
                .filter(region -> !region.isGlobalRegion())
                .filter(region -> AwsRegion.partitions()
                        .contains(PartitionMetadata.of(region).id()))
                .map(region -> region.id() + " " + PartitionMetadata.of(region).id())
                .collect(Collectors.toSet());
        assertThat(AwsRegion.partitions()).containsExactly("aws", "aws-eusc", "aws-cn");
        Set<String> ours = AwsRegion.all().stream()
                .map(region -> region.id() + " " + region.partition())
                .collect(Collectors.toSet());
        assertThat(ours).isEqualTo(ofSdk);
    }

    private static String key(String partition, String region) {
        return "arn:" + partition + ":kms:" + region + ":111122223333:key/0a1b2c3d-0000-1111-2222-333344445555";
    }

    private void change(String from, String to) throws IOException {
        var file = directory.resolve("regions.yaml");
        var text = Files.readString(file);
        assertThat(text).contains(from);
        int at = text.indexOf(from);
        Files.writeString(file, text.substring(0, at) + to + text.substring(at + from.length()));
    }
}
