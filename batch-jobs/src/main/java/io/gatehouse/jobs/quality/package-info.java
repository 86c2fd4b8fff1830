/** Measures how often people agree with the rules, and whether that changes. Read {@link io.gatehouse.jobs.quality.QualityJob}. */
@NullMarked
package io.gatehouse.jobs.quality;

import org.jspecify.annotations.NullMarked;
