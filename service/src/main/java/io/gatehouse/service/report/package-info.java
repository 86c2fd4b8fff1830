/**
 * Reports over HTTP: made from the records of the regions served here, kept, and fetched again. Read {@link
 * io.gatehouse.service.report.ReportsController} first.
 */
@NullMarked
package io.gatehouse.service.report;

import org.jspecify.annotations.NullMarked;
