/** Ends what was kept for long enough, unless a hold keeps it. Read {@link io.gatehouse.jobs.retention.RetentionJob} first. */
@NullMarked
package io.gatehouse.jobs.retention;

import org.jspecify.annotations.NullMarked;
