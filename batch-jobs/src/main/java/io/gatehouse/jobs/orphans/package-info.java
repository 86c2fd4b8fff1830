/** Removes objects that no row names, and tells of rows whose object is missing. Read {@link io.gatehouse.jobs.orphans.OrphansJob}. */
@NullMarked
package io.gatehouse.jobs.orphans;

import org.jspecify.annotations.NullMarked;
