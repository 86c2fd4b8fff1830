/**
 * Looks for what lies where it must not, in every cell that is served. Read {@link io.gatehouse.jobs.sweep.SweepJob} first.
 */
@NullMarked
package io.gatehouse.jobs.sweep;

import org.jspecify.annotations.NullMarked;
