package io.gatehouse.residency.region;

import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code store} of one region and finds what contradicts itself: partition, bucket, key, and where the region stands. */
final class StoreFields {
    /** What S3 allows for buckets, which is also a safe directory name. */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private static final Set<String> KNOWN = Set.of("kind", "bucket", "endpoint", "partition", "kms_key", "require");

    private final YamlFile yaml;
    private final YamlFile.Fields fields;
    private final Optional<String> providerLocation;
    private final Optional<CountryCode> country;

    StoreFields(
            YamlFile yaml, YamlFile.Fields fields, Optional<String> providerLocation, Optional<CountryCode> country) {
        this.yaml = yaml;
        this.fields = fields;
        this.providerLocation = providerLocation;
        this.country = country;
    }

    Optional<Region.StoreLocation> read() {
        fields.allowOnly(KNOWN);
        var required = required();
        return fields.text("kind").flatMap(kind -> switch (kind) {
            case "file" -> file(required);
            case "s3" -> s3(required);
            default -> {
                yaml.fault(fields.lineOf("kind"), "unknown kind of store '" + kind + "'", "known: [file, s3]");
                yield Optional.empty();
            }
        });
    }

    private Set<StoreGuarantee> required() {
        var required = EnumSet.noneOf(StoreGuarantee.class);
        if (!fields.has("require")) return required;
        for (var text : fields.texts("require")) {
            try {
                required.add(StoreGuarantee.of(text.value()));
            } catch (IllegalArgumentException e) {
                yaml.fault(
                        text.line(),
                        String.valueOf(e.getMessage()),
                        "known: "
                                + Arrays.stream(StoreGuarantee.values())
                                        .map(StoreGuarantee::id)
                                        .toList());
            }
        }
        return required;
    }

    private Optional<Region.StoreLocation> file(Set<StoreGuarantee> required) {
        for (var field : Set.of("endpoint", "partition", "kms_key"))
            if (fields.has(field))
                yaml.fault(fields.lineOf(field), "a file store has no " + field, "did you mean kind: s3?");
        // The one thing that file systems do.
        required.remove(StoreGuarantee.CONDITIONAL_WRITES);
        for (var guarantee : required)
            yaml.fault(
                    fields.lineOf("require"),
                    "a file store does not enforce " + guarantee.id(),
                    "files below the data directory can be read, changed and deleted by whoever can write there");
        return fields.parsed("bucket", StoreFields::bucket).map(Region.StoreLocation.File::new);
    }

    private Optional<Region.StoreLocation> s3(Set<StoreGuarantee> required) {
        var endpoint = fields.optionalParsed("endpoint", StoreFields::endpoint);
        var partition = partition(endpoint.isEmpty() && !fields.has("endpoint"));
        var name = fields.text("bucket").flatMap(value -> s3Bucket(value, partition));
        var key = fields.optionalText("kms_key");
        key.ifPresent(value -> checkKey(value, partition, endpoint.isPresent()));
        if (required.contains(StoreGuarantee.ENCRYPTION) && key.isEmpty() && !fields.has("kms_key"))
            yaml.fault(
                    fields.lineOf("require"),
                    "encryption is required, but no key is named",
                    "kms_key: the ARN of a key in " + providerLocation.orElse("the same region"));
        return name.map(bucket -> new Region.StoreLocation.S3(bucket, endpoint, key, required));
    }

    /** The partition of the bucket; empty for services other than AWS that name none. */
    private Optional<String> partition(boolean aws) {
        var stated = fields.optionalText("partition");
        stated.filter(value -> !AwsRegion.partitions().contains(value))
                .ifPresent(value -> yaml.fault(
                        fields.lineOf("partition"),
                        "unknown partition '" + value + "'",
                        "known: " + AwsRegion.partitions()));
        if (!aws || providerLocation.isEmpty()) return stated;
        var region = AwsRegion.of(providerLocation.get());
        if (region.isEmpty()) {
            yaml.fault(
                    fields.line(),
                    "provider_location '" + providerLocation.get() + "' is no region of AWS",
                    "for a service other than AWS, store needs its endpoint");
            return stated;
        }
        if (country.isPresent() && !country.get().equals(region.get().country()))
            yaml.fault(
                    fields.line(),
                    "the store is in " + region.get().id() + ", which stands in "
                            + region.get().country() + ", but the region is said to stand in " + country.get(),
                    "correct location or provider_location");
        if (stated.isPresent() && !stated.get().equals(region.get().partition()))
            yaml.fault(
                    fields.lineOf("partition"),
                    "provider_location " + region.get().id() + " is of the partition "
                            + region.get().partition() + ", not " + stated.get(),
                    "partitions share no accounts, buckets or keys");
        return Optional.of(region.get().partition());
    }

    private Optional<String> s3Bucket(String value, Optional<String> partition) {
        try {
            if (!Arn.looksLike(value)) return Optional.of(bucket(value));
            var arn = Arn.parse(value);
            if (!arn.service().equals("s3"))
                throw new IllegalArgumentException("not the ARN of a bucket: '" + value + "'");
            if (partition.isPresent() && !partition.get().equals(arn.partition()))
                throw new IllegalArgumentException("the bucket is of the partition " + arn.partition() + ", not "
                        + partition.get() + ": '" + value + "'");
            return Optional.of(bucket(arn.resource()));
        } catch (IllegalArgumentException e) {
            yaml.fault(fields.lineOf("bucket"), "'bucket' is wrong: " + e.getMessage(), "");
            return Optional.empty();
        }
    }

    /** A key of another region or partition could not be used, or would be another cell's. */
    private void checkKey(String value, Optional<String> partition, boolean otherService) {
        if (otherService && !Arn.looksLike(value)) return;
        int line = fields.lineOf("kms_key");
        try {
            var arn = Arn.parse(value);
            if (!arn.service().equals("kms") || !arn.resource().startsWith("key/"))
                yaml.fault(
                        line,
                        "'kms_key' is not the ARN of a key: '" + value + "'",
                        "not an alias: what an alias points to can change, and answers name the key");
            if (arn.account().isEmpty()) yaml.fault(line, "'kms_key' names no account: '" + value + "'", "");
            if (partition.isPresent() && !partition.get().equals(arn.partition()))
                yaml.fault(line, "the key is of the partition " + arn.partition() + ", not " + partition.get(), "");
            if (providerLocation.isPresent() && !providerLocation.get().equals(arn.region()))
                yaml.fault(
                        line,
                        "the key is in " + arn.region() + ", not in " + providerLocation.get(),
                        "a cell's key lies where its data are");
        } catch (IllegalArgumentException e) {
            yaml.fault(line, "'kms_key' is wrong: " + e.getMessage(), "");
        }
    }

    private static String bucket(String value) {
        if (!BUCKET.matcher(value).matches()) throw new IllegalArgumentException("not a bucket name: '" + value + "'");
        return value;
    }

    static URI endpoint(String value) {
        var uri = URI.create(value);
        if (uri.getHost() == null || !Set.of("http", "https").contains(String.valueOf(uri.getScheme())))
            throw new IllegalArgumentException("not an http or https address: '" + value + "'");
        return uri;
    }
}
