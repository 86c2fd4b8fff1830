package io.gatehouse.service.job;

import io.gatehouse.jobs.RegionJob;
import java.util.List;

/** Jobs whose parts worker processes may do: nothing that they need lies in the memory or files of one process. */
record SpreadJobs(List<RegionJob> jobs) {}
