/**
 * Batch jobs: started, watched, stopped and restarted at one desk, their records in the control database. Read {@link
 * io.gatehouse.jobs.JobDesk} first. A job that goes through what is stored is a {@link
 * io.gatehouse.jobs.RegionTask} on {@link io.gatehouse.jobs.RegionJob}; for example {@link
 * io.gatehouse.jobs.rescan.Rescan}.
 */
@NullMarked
package io.gatehouse.jobs;

import org.jspecify.annotations.NullMarked;
