package io.gatehouse.moderation.report.lint;

import java.util.Locale;

/** How sure it is that a finding is a fault. */
public enum Severity {
    /** Against the annex, or impossible. */
    ERROR,
    /** Doubtful: somebody should look. */
    WARNING,
    /** Worth knowing and no fault. */
    NOTE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
