/**
 * Reports from a running service's records. Read {@link io.gatehouse.jobs.report.DsaReports} first: it fills the transparency
 * report of the DSA; {@link io.gatehouse.jobs.report.ReportArchive} keeps what was made; tables of every other report are in
 * {@code report.table}.
 */
@NullMarked
package io.gatehouse.jobs.report;

import org.jspecify.annotations.NullMarked;
