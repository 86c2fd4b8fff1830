/**
 * Checks anybody's transparency report against the template: read {@link
 * io.gatehouse.moderation.report.lint.ReportLint} first, and {@link io.gatehouse.moderation.report.lint.Rule} for what is
 * checked. Reading is tolerant, so that one fault hides no other.
 */
@NullMarked
package io.gatehouse.moderation.report.lint;

import org.jspecify.annotations.NullMarked;
