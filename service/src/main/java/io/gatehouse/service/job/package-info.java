/**
 * Batch jobs as this program runs them: over HTTP, on its cells, in its own encoding of decisions. Read {@link
 * io.gatehouse.service.job.JobsController} first.
 */
@NullMarked
package io.gatehouse.service.job;

import org.jspecify.annotations.NullMarked;
