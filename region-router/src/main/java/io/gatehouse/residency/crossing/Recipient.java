package io.gatehouse.residency.crossing;

import java.util.regex.Pattern;

/**
 * An organisation that receives data, by the id that {@code transfers.yaml} gives it. One that is not registered there may
 * still receive what needs no more than an unlimited adequacy decision.
 */
public record Recipient(String id) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{1,63}");

    public Recipient {
        if (!FORM.matcher(id).matches())
            throw new IllegalArgumentException(
                    "not a recipient's id (lower-case letters, digits, hyphens): '" + id + "'");
    }

    @Override
    public String toString() {
        return id;
    }
}
