/**
 * Batch jobs: started, watched, stopped and restarted at one desk, their records in the control database. Read {@link
 * io.gatehouse.jobs.JobDesk} first, then a job, for example {@link io.gatehouse.jobs.rescan.RescanJob}.
 */
@NullMarked
package io.gatehouse.jobs;

import org.jspecify.annotations.NullMarked;
