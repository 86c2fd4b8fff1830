package io.gatehouse.service.migration;

import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.home.AccountProfile;
import io.gatehouse.residency.home.HomePeriod;
import io.gatehouse.residency.home.HomeRegionResolver;
import io.gatehouse.residency.migration.PeopleMover;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.account.HomeRegionGate;
import io.gatehouse.service.fact.AuthorRecordJson;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Moving people, and carrying on with it. */
@Configuration(proxyBeanMethods = false)
class MigrationConfiguration {
    /** How long a migration that a process left behind waits at most, beyond the time that its lease lasts. */
    private static final Duration LOOKS_EVERY = Duration.ofSeconds(15);

    @Bean
    PeopleMover peopleMover(
            AccountDirectory directory, HomeRegionResolver resolver, OtherShelters shelters, Clock clock) {
        return new PeopleMover(
                directory,
                (region, profile, at) -> movedTo(region, AccountProfile.ofJson(profile), resolver, at)
                        .toJson(),
                AuthorRecordJson::adding,
                shelters,
                UUID.randomUUID().toString(),
                clock,
                (_, _) -> {});
    }

    /** What the resolver says, or, when it says something else by now, that the home changed all the same. */
    private static AccountProfile movedTo(
            RegionId region, AccountProfile profile, HomeRegionResolver resolver, Instant at) {
        var due = profile.moveDue(resolver, LocalDate.ofInstant(at, ZoneOffset.UTC))
                .filter(resolved -> resolved.region().equals(region));
        return due.isPresent()
                ? profile.movedTo(due.get(), at)
                : profile.movedTo(
                        region,
                        profile.country(),
                        HomePeriod.Cause.HOMES_CHANGED,
                        List.of("The data were moved to " + region + "."),
                        at);
    }

    @Bean
    MigrationDesk migrationDesk(
            AccountDirectory directory,
            ServedRegions regions,
            HomeRegionResolver resolver,
            HomeRegionGate homes,
            MoveGate gate,
            PeopleMover mover,
            NewIds ids,
            Clock clock) {
        return new MigrationDesk(directory, regions, resolver, homes, gate, mover, ids, clock);
    }

    @Bean(destroyMethod = "close")
    MigrationThread migrationThread(MigrationDesk desk) {
        return MigrationThread.start(desk::resume, LOOKS_EVERY);
    }
}
