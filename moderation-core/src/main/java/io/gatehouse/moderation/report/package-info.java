/**
 * The DSA transparency report: the annex's template as data, a report whose sums are right by construction, and its files.
 * Read {@link io.gatehouse.moderation.report.ReportTemplate} first, then {@link
 * io.gatehouse.moderation.report.TransparencyReport}; anybody's report is checked in {@code report.lint}.
 */
@NullMarked
package io.gatehouse.moderation.report;

import org.jspecify.annotations.NullMarked;
