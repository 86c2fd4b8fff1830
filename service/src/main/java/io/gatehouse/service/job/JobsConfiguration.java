package io.gatehouse.service.job;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.JobDesk;
import io.gatehouse.jobs.JobSchedule;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.archive.ArchiveJob;
import io.gatehouse.jobs.attestation.AttestationJob;
import io.gatehouse.jobs.erasure.ErasureJob;
import io.gatehouse.jobs.exchange.ExchangeHttp;
import io.gatehouse.jobs.exchange.HashExchangeJob;
import io.gatehouse.jobs.index.SearchIndexJob;
import io.gatehouse.jobs.migration.MoveEveryone;
import io.gatehouse.jobs.orphans.OrphansJob;
import io.gatehouse.jobs.quality.QualityJob;
import io.gatehouse.jobs.replay.ReplayJob;
import io.gatehouse.jobs.report.DsaDesk;
import io.gatehouse.jobs.report.ReportArchive;
import io.gatehouse.jobs.report.TransparencyJob;
import io.gatehouse.jobs.retention.RetentionJob;
import io.gatehouse.jobs.retromatch.RetroMatch;
import io.gatehouse.jobs.sweep.SweepJob;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.home.HomeRegionResolver;
import io.gatehouse.residency.migration.PeopleMover;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.residency.rights.Erasures;
import io.gatehouse.residency.rights.RetentionRules;
import io.gatehouse.service.audit.AttestedRegions;
import io.gatehouse.service.bank.RetroBanks;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.configuration.NotInWorkers;
import io.gatehouse.service.exchange.ServedExchanges;
import io.gatehouse.service.judging.RunningPolicies;
import io.gatehouse.service.judging.StoredPolicies;
import io.gatehouse.service.migration.ServedEnds;
import io.gatehouse.service.region.ServedRegions;
import io.gatehouse.service.report.ServedRecords;
import io.gatehouse.service.search.SearchIndexes;
import io.gatehouse.service.submission.RecentScreenings;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The jobs there are. Opening the desk starts none of them, {@link JobSchedule} does; closing it stops, at a chunk boundary, what runs. */
@Configuration(proxyBeanMethods = false)
class JobsConfiguration {
    /**
     * Two jobs run though nobody asked for them. What an upload or an answer left behind that was lost is a person's, and no
     * erasure reaches what no row names, so it must not stay. Thirty days old at the least: a database that was restored from a backup of
     * the last month knows all that is older, so that a wrong backup costs no media. And not in the first hour of a process, in
     * which whoever restored it may still see that.
     */
    private static final JobSchedule.Repeated TIDYING = new JobSchedule.Repeated(
            Duration.ofDays(7), Map.of("region", "all", "grace_hours", "720"), Duration.ofHours(1));

    /**
     * The other. Law puts a day on erasures, and nobody who never heard of this job should be late for it: once a day is soon enough to
     * answer an alert of the 28th day, and rare enough to cost nothing. It does nothing that was not asked for: people asked for these
     * erasures, and the rest only looks.
     */
    private static final JobSchedule.Repeated ERASING =
            new JobSchedule.Repeated(Duration.ofDays(1), Map.of("region", "all"), Duration.ofHours(1));

    @Bean(destroyMethod = "close")
    JobDesk jobDesk(
            Database control,
            ServedRegions regions,
            RunningPolicies policies,
            StoredPolicies stored,
            ServiceRules services,
            RecentScreenings pace,
            ServedEnds ends,
            AttestedRegions attested,
            AccountDirectory directory,
            PeopleMover mover,
            HomeRegionResolver resolver,
            RetroBanks banks,
            ServedExchanges exchanges,
            ExchangeHttp exchangeHttp,
            SearchIndexes indexes,
            SpreadJobs spread,
            RetentionRules retention,
            Erasures erasures,
            DsaDesk reports,
            DsaDesk.Givens reportGivens,
            ServedRecords recorded,
            Clock clock) {
        var cells = new ServedCells(regions, directory);
        var directories = new PolicyDirectories(policies, stored);
        var random = new SecureRandom();
        var jobs = new ArrayList<BatchJob>(Stream.of(
                        new RetroMatch(
                                cells,
                                banks,
                                directories,
                                new RecordedContents(policies, services, directory, clock),
                                clock),
                        new MoveEveryone(ends, mover, resolver, clock),
                        new SearchIndexJob(new ServedIndexes(regions, indexes)),
                        new ArchiveJob(cells, clock),
                        new RetentionJob(cells, retention, clock),
                        new OrphansJob(cells, clock),
                        new ErasureJob(new ServedErasures(cells, erasures, directory), services.zone(), clock),
                        new ReplayJob(cells, directories, new RecordedReplays(policies::active, clock), clock),
                        new QualityJob(cells, clock),
                        new SweepJob(ends, directory, clock))
                .map(task -> new RegionJob(task, cells, pace, random, clock))
                .toList());
        jobs.addAll(spread.jobs());
        jobs.add(new AttestationJob(attested, pace, random, clock));
        jobs.add(new HashExchangeJob(exchanges, exchanges.settings(), exchangeHttp, pace, random, clock));
        jobs.add(new TransparencyJob(
                reports, reportGivens, recorded, recorded.topology(), services.zone(), pace, random, clock));
        return JobDesk.open(control, jobs);
    }

    /** Beside the jobs, which fill it: whoever else makes reports keeps them there too. */
    @Bean
    ReportArchive reportArchive(Database control) {
        return new ReportArchive(control);
    }

    @Bean(destroyMethod = "close")
    ExchangeHttp exchangeHttp() {
        return new ExchangeHttp();
    }

    /** A process of role API looks at no schedule. */
    @Bean(destroyMethod = "close")
    JobSchedule jobSchedule(JobDesk desk, GatehouseProperties properties, Clock clock) {
        var schedule = new TreeMap<String, JobSchedule.Repeated>();
        if (properties.role() != GatehouseProperties.Role.API) {
            schedule.put(OrphansJob.NAME, TIDYING);
            schedule.put(ErasureJob.NAME, ERASING);
            properties.schedule().forEach((job, each) -> {
                if (each.isOff()) schedule.remove(job);
                else schedule.put(job, new JobSchedule.Repeated(each.every(), each.parameters()));
            });
        }
        return new JobSchedule(desk, schedule, clock);
    }

    @Bean
    @NotInWorkers
    ApplicationListener<ApplicationReadyEvent> startOfTheSchedule(JobSchedule schedule) {
        return _ -> schedule.start();
    }
}
