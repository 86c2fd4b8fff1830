package io.gatehouse.moderation.rule;

/** The name of a rule, unique in a policy set: lower-case words joined by dots, dashes or underscores. */
public record RuleId(String value) implements Comparable<RuleId> {
    /** Long enough for {@code policy.topic.detail.language}, short enough for a table column. */
    public static final int MAX_LENGTH = 80;

    public RuleId {
        if (!isValid(value)) throw new IllegalArgumentException("not a rule id: " + value);
    }

    /** Whether the text can name a rule, a bank or a policy; the three share one form. */
    public static boolean isValid(String value) {
        if (value.isEmpty() || value.length() > MAX_LENGTH) return false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            boolean joint = c == '.' || c == '-' || c == '_';
            if (!letterOrDigit && !(joint && i > 0 && i < value.length() - 1)) return false;
        }
        return true;
    }

    @Override
    public int compareTo(RuleId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
