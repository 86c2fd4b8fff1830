/**
 * Reports as tables with typed columns, and their files: CSV, workbook, JSON, a page with charts, PDF. Read {@link
 * io.gatehouse.jobs.report.table.Figures} first. Numbers are plain in what machines read and grouped in what people read; no cell
 * begins a formula; small counts about people are protected by {@link io.gatehouse.jobs.report.table.SmallCounts}.
 */
@NullMarked
package io.gatehouse.jobs.report.table;

import org.jspecify.annotations.NullMarked;
