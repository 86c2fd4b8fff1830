package io.gatehouse.residency.store;

import java.util.regex.Pattern;

/**
 * An object's name inside its region's store: segments of letters, digits, {@code .}, {@code _} and {@code -}, joined by
 * {@code /}. Made of random ids and digests: a key appears in logs and listings, so it never says anything about a person.
 */
public record ObjectKey(String value) implements Comparable<ObjectKey> {
    /** S3 allows 1,024 bytes; half of it leaves room for a bucket's own prefix. */
    public static final int MAX_LENGTH = 512;
    /** File names end at 255 bytes on Linux. */
    static final int MAX_SEGMENT_LENGTH = 200;

    // A segment never starts with a dot, which also excludes "." and "..".
    private static final Pattern FORM =
            Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,199})*");

    public ObjectKey {
        if (value.length() > MAX_LENGTH)
            throw new IllegalArgumentException("object key longer than " + MAX_LENGTH + ": " + value.length());
        if (!FORM.matcher(value).matches()) throw new IllegalArgumentException("not an object key: '" + value + "'");
    }

    /** In the order of {@link RegionStore#list}. */
    @Override
    public int compareTo(ObjectKey other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
