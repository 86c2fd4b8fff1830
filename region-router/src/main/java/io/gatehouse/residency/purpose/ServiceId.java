package io.gatehouse.residency.purpose;

import java.util.regex.Pattern;

/** A service of the platform, by the name that {@code services.yaml} gives it. */
public record ServiceId(String value) implements Comparable<ServiceId> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_-]{0,39}");

    public ServiceId {
        if (!FORM.matcher(value).matches())
            throw new IllegalArgumentException("not a service: '" + value + "' (lower-case letters, digits, - and _)");
    }

    @Override
    public int compareTo(ServiceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
