package io.gatehouse.service.job;

import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.Spread;
import io.gatehouse.jobs.backtest.Backtest;
import io.gatehouse.jobs.rescan.Rescan;
import io.gatehouse.jobs.spread.PartTopics;
import io.gatehouse.jobs.spread.PartWorker;
import io.gatehouse.jobs.spread.SpreadParts;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.configuration.StartRefusedException;
import io.gatehouse.service.judging.RunningPolicies;
import io.gatehouse.service.judging.StoredPolicies;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import io.gatehouse.service.submission.RecentScreenings;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** Jobs that can be spread over processes: what starts them, and what works on their parts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(KafkaProperties.class)
class SpreadConfiguration {
    @Bean(destroyMethod = "close")
    @ConditionalOnExpression("!'${gatehouse.kafka.servers:}'.isEmpty()")
    SpreadParts spreadParts(Database control, KafkaProperties kafka) {
        return SpreadParts.open(control, new PartTopics(kafka.servers(), kafka.settings()));
    }

    @Bean
    SpreadJobs spreadJobs(
            ServedRegions regions,
            RunningPolicies policies,
            StoredPolicies stored,
            ServiceRules services,
            RecentScreenings pace,
            AccountDirectory directory,
            Optional<SpreadParts> spread,
            Clock clock) {
        var cells = new ServedCells(regions, directory);
        var directories = new PolicyDirectories(policies, stored);
        var random = new SecureRandom();
        return new SpreadJobs(Stream.of(
                        new Rescan(
                                cells, directories, new RecordedContents(policies, services, directory, clock), clock),
                        new Backtest(cells, directories, new RecordedJudgements(policies::active, clock)))
                .map(task -> new RegionJob(task, cells, pace, random, clock, spread.map(Spread.class::cast)))
                .toList());
    }

    /** Of a process that was started to work, and not to serve. */
    @Bean(destroyMethod = "close")
    @ConditionalOnProperty(name = "gatehouse.role", havingValue = "worker")
    @DependsOn("workerPolicyThreads")
    PartWorker partWorker(
            Database control,
            ServedRegions regions,
            SpreadJobs jobs,
            KafkaProperties kafka,
            GatehouseProperties properties) {
        if (properties.regions().isEmpty())
            throw new StartRefusedException("a worker is for named regions: --regions eu-west-1,...");
        if (kafka.servers().isEmpty())
            throw new StartRefusedException("a worker hears of work over Kafka: --kafka host:port");
        return PartWorker.start(
                UUID.randomUUID().toString(),
                regions.all().stream().map(ServedRegion::id).toList(),
                jobs.jobs(),
                control,
                new PartTopics(kafka.servers(), kafka.settings()),
                kafka.partsAtOnce());
    }
}
