package io.gatehouse.service.job;

import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.backtest.Backtest;
import io.gatehouse.jobs.rescan.Rescan;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.service.judging.RunningPolicies;
import io.gatehouse.service.judging.StoredPolicies;
import io.gatehouse.service.region.ServedRegions;
import io.gatehouse.service.submission.RecentScreenings;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The jobs there are. Opening the desk starts none of them; closing it stops, at a chunk boundary, what runs. */
@Configuration(proxyBeanMethods = false)
class JobsConfiguration {
    @Bean(destroyMethod = "close")
    JobDesk jobDesk(
            Database control,
            ServedRegions regions,
            RunningPolicies policies,
            StoredPolicies stored,
            ServiceRules services,
            RecentScreenings pace,
            Clock clock) {
        var cells = new ServedCells(regions);
        var directories = new PolicyDirectories(policies, stored);
        var random = new SecureRandom();
        return JobDesk.open(
                control,
                Stream.of(
                                new Rescan(cells, directories, new RecordedContents(policies, services, clock), clock),
                                new Backtest(cells, directories, new RecordedJudgements(policies::active, clock)))
                        .map(task -> new RegionJob(task, cells, pace, random, clock))
                        .toList());
    }
}
