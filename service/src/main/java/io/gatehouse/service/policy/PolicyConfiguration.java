package io.gatehouse.service.policy;

import io.gatehouse.moderation.classifier.ModelRefusedException;
import io.gatehouse.residency.cell.CellWriter;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.configuration.NotInWorkers;
import io.gatehouse.service.configuration.GatehouseProperties.PolicySource;
import io.gatehouse.service.configuration.StartRefusedException;
import io.gatehouse.service.judging.LanguageModels;
import io.gatehouse.service.judging.NormsReading;
import io.gatehouse.service.judging.NormsRejectedException;
import io.gatehouse.service.judging.RuleCounts;
import io.gatehouse.service.judging.RunningPolicies;
import io.gatehouse.service.judging.StoredPolicies;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Wires the life of policies, and starts what follows it. */
@Configuration(proxyBeanMethods = false)
class PolicyConfiguration {
    /** Four looks a second, at one row: a change is seen everywhere within a quarter of it. */
    static final Duration LOOKS_EVERY = Duration.ofMillis(250);

    /** Counts of a second are what a quota may be overrun by. */
    private static final Duration TURNS_EVERY = Duration.ofSeconds(1);

    /** What is kept for days is not missed an hour later. */
    private static final Duration PRUNES_EVERY = Duration.ofHours(1);

    @Bean
    PolicyStore policyStore(Database control) {
        return new PolicyStore(control);
    }

    @Bean
    PolicyLibrary policyLibrary(
            PolicyStore store,
            GatehouseProperties properties,
            LanguageModels languages,
            Topology topology,
            NormsReading reading,
            Clock clock) {
        return new PolicyLibrary(
                store,
                properties.data().resolve("policies"),
                NormsReading.lawOf(properties),
                languages,
                topology.territories(),
                clock,
                reading.parts());
    }

    @Bean
    StoredPolicies storedPolicies(PolicyStore store, PolicyLibrary library) {
        return name -> {
            // A few letters begin many a digest.
            var found = name.length() < PolicyNames.SHORTEST ? List.<StoredVersion>of() : store.named(name);
            return found.size() == 1
                    ? Optional.of(
                            library.stored(found.getFirst().digest()).judging().moderator())
                    : Optional.empty();
        };
    }

    @Bean
    PolicyLife policyLife(PolicyStore store, PolicyLibrary library, GatehouseProperties properties, Clock clock) {
        return new PolicyLife(
                store,
                library,
                clock,
                properties.policy().approvals(),
                properties.policy().source() == PolicySource.FILES);
    }

    @Bean
    DirectoryWatch directoryWatch(GatehouseProperties properties, PolicyLibrary library, PolicyLife life) {
        return new DirectoryWatch(properties.policies(), library, life);
    }

    @Bean
    PolicyNode policyNode(
            PolicyStore store,
            PolicyLibrary library,
            PolicyLife life,
            NormsReading reading,
            DirectoryWatch directory,
            GatehouseProperties properties,
            Clock clock) {
        try {
            new PolicyStart(store, library, life, reading, directory, properties).run();
            return new PolicyNode(store, library, new NodeRows(store, NodeId.of(properties.data()), clock), clock);
        } catch (NormsRejectedException | ModelRefusedException | PolicyLibrary.UnusableVersionException refused) {
            throw new StartRefusedException(String.valueOf(refused.getMessage()));
        } catch (IOException unreadable) {
            throw new StartRefusedException("the policies cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    @Bean
    RunningPolicies runningPolicies(PolicyNode node) {
        return node.policies();
    }

    /** A worker follows what is held back, and keeps nothing else. */
    @Bean(name = "workerPolicyThreads", destroyMethod = "close")
    @ConditionalOnProperty(name = "gatehouse.role", havingValue = "worker")
    PolicyThreads workerPolicyThreads(PolicyNode node) {
        var threads = new PolicyThreads();
        threads.every(LOOKS_EVERY, "follower", node::follow);
        return threads;
    }

    @Bean(destroyMethod = "close")
    @NotInWorkers
    PolicyThreads policyThreads(
            PolicyStore store,
            PolicyLife life,
            PolicyNode node,
            DirectoryWatch directory,
            RuleCounts counts,
            ServedRegions regions,
            GatehouseProperties properties,
            MeterRegistry metrics,
            Clock clock) {
        var cells = new TreeMap<RegionId, CellWriter>();
        regions.all().forEach(region -> cells.put(region.id(), region.cell().writer()));
        var watch = new PolicyWatch(store, life, counts, node.policies(), clock);
        var evidence = new PolicyEvidence(store, cells, metrics);
        var threads = new PolicyThreads();
        threads.every(LOOKS_EVERY, "follower", node::follow);
        threads.every(TURNS_EVERY, "watch", () -> {
            watch.turn();
            node.report();
        });
        threads.every(TURNS_EVERY, "evidence", evidence::copy);
        var retention = new ShadowRetention(
                regions.all().stream().map(ServedRegion::cell).toList(),
                Duration.ofDays(properties.policy().shadowDays()),
                clock);
        threads.every(PRUNES_EVERY, "shadow-retention", retention::prune);
        threads.every(LOOKS_EVERY, "directory", () -> {
            if (PolicyStart.directoryRules(store, properties)) directory.look();
        });
        return threads;
    }
}
