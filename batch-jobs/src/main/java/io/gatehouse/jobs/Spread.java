package io.gatehouse.jobs;

import org.springframework.batch.core.partition.PartitionHandler;
import org.springframework.batch.core.repository.JobRepository;

/** Lets worker processes do the parts of a run. */
@FunctionalInterface
public interface Spread {
    /** @param parts how many the range is cut into */
    PartitionHandler handler(String job, RegionRange range, int parts, JobRepository jobs);
}
