package io.gatehouse.service.migration;

import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.migration.PeopleMover;
import io.gatehouse.service.account.DueMoves;
import io.gatehouse.service.account.HomeRegionGate;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Moving people, and carrying on with it. */
@Configuration(proxyBeanMethods = false)
class MigrationConfiguration {
    /** How long a migration that a process left behind waits at most, beyond the time that its lease lasts. */
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(15);

    @Bean
    PeopleMover peopleMover(AccountDirectory directory, Clock clock) {
        return new PeopleMover(directory, UUID.randomUUID().toString(), clock, (_, _) -> {});
    }

    @Bean
    MigrationDesk migrationDesk(
            AccountDirectory directory,
            ServedRegions regions,
            DueMoves due,
            HomeRegionGate homes,
            MoveGate gate,
            PeopleMover mover,
            NewIds ids,
            Clock clock) {
        return new MigrationDesk(directory, regions, due, homes, gate, mover, ids, clock);
    }

    @Bean(destroyMethod = "close")
    MigrationThread migrationThread(MigrationDesk desk) {
        return MigrationThread.start(desk::resume, LOOKS_EVERY);
    }
}
