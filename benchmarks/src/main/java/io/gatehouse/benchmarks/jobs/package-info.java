/** Measures the jobs that go through what is stored. Read {@link io.gatehouse.benchmarks.jobs.JobsCommand}. */
@NullMarked
package io.gatehouse.benchmarks.jobs;

import org.jspecify.annotations.NullMarked;
