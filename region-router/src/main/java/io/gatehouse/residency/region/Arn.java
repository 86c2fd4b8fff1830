package io.gatehouse.residency.region;

import java.util.regex.Pattern;

/**
 * An Amazon Resource Name: {@code arn:partition:service:region:account:resource}.
 *
 * @param region empty for buckets
 * @param account empty for buckets
 */
public record Arn(String partition, String service, String region, String account, String resource) {
    private static final Pattern FORM =
            Pattern.compile("arn:([a-z][a-z-]*):([a-z0-9-]+):([a-z0-9-]*):([0-9]{12}|):([A-Za-z0-9/_.:-]+)");

    /** @throws IllegalArgumentException when it has not the form of one */
    public static Arn parse(String value) {
        var form = FORM.matcher(value);
        if (!form.matches())
            throw new IllegalArgumentException(
                    "not an ARN (arn:partition:service:region:account:resource): '" + value + "'");
        return new Arn(form.group(1), form.group(2), form.group(3), form.group(4), form.group(5));
    }

    public static boolean looksLike(String value) {
        return value.startsWith("arn:");
    }
}
