package io.gatehouse.residency.region;

import java.util.regex.Pattern;

/** A region's name, for example {@code eu-west-1}: lower-case letters, digits and hyphens, 2 to 32 characters. */
public record RegionId(String value) implements Comparable<RegionId> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{1,31}");

    public RegionId {
        if (!FORM.matcher(value).matches()) throw new IllegalArgumentException("not a region name: '" + value + "'");
    }

    @Override
    public int compareTo(RegionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
