package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.ProviderClass;
import io.gatehouse.moderation.report.ReportingPeriod;
import java.util.List;
import java.util.Optional;

/**
 * What came of looking at a report.
 *
 * @param provider what it was held to
 * @param guessed whether that was taken from the report itself
 * @param period empty when no row names one that exists
 * @param sheets how many of the template's were found
 * @param rows below their headers
 * @param findings by sheet and row
 */
public record LintReport(
        ProviderClass provider,
        boolean guessed,
        Optional<ReportingPeriod> period,
        int sheets,
        long rows,
        List<Finding> findings) {
    public LintReport {
        findings = List.copyOf(findings);
    }

    /** For people: more than a few of one rule in one sheet and column are one, with how many there are. */
    public List<Finding> told() {
        return Folding.of(findings);
    }

    public long count(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.rule().severity() == severity)
                .count();
    }

    /** Notes are none. */
    public boolean hasFaults() {
        return count(Severity.ERROR) + count(Severity.WARNING) > 0;
    }
}
