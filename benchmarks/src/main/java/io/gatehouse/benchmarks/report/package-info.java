/** How long a transparency report takes. Read {@link io.gatehouse.benchmarks.report.ReportBenchCommand} first. */
@NullMarked
package io.gatehouse.benchmarks.report;

import org.jspecify.annotations.NullMarked;
