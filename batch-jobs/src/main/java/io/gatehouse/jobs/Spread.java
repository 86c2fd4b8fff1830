package io.gatehouse.jobs;

import io.gatehouse.residency.region.RegionId;
import org.springframework.batch.core.partition.PartitionHandler;
import org.springframework.batch.core.repository.JobRepository;

/** Lets worker processes do the parts of a run. */
@FunctionalInterface
public interface Spread {
    /** @param parts how many the region is cut into */
    PartitionHandler handler(String job, RegionId region, int parts, JobRepository jobs);
}
