package io.gatehouse.service.rights;

import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.rights.Deadline;
import io.gatehouse.residency.rights.ErasureLedger;
import io.gatehouse.residency.rights.ErasureSite;
import io.gatehouse.residency.rights.Erasures;
import io.gatehouse.residency.rights.HoldRules;
import io.gatehouse.residency.rights.PersonalMemory;
import io.gatehouse.residency.rights.RetentionRules;
import io.gatehouse.residency.rights.StepWatch;
import io.gatehouse.service.account.HomeRegionGate;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.fact.FactDesk;
import io.gatehouse.service.placement.PlacementDesk;
import io.gatehouse.service.search.SearchIndexes;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Everything that may remember a person, and what erases it. */
@Configuration(proxyBeanMethods = false)
class RightsConfiguration {
    private static final Logger LOG = LoggerFactory.getLogger(RightsConfiguration.class);

    private static Set<RegionId> guestsOf(EveryRegion regions, AccountRef account) {
        return regions.all().stream()
                .flatMap(region -> region.cell().reader().account(account).stream())
                .flatMap(known -> known.guests().stream())
                .collect(Collectors.toSet());
    }

    private record Memory(
            String name, boolean isCounter, Consumer<AccountRef> forgetting, Predicate<AccountRef> remembering)
            implements PersonalMemory {
        @Override
        public void forget(AccountRef account) {
            forgetting.accept(account);
        }

        @Override
        public boolean remembers(AccountRef account) {
            return remembering.test(account);
        }
    }

    @Bean
    PersonalMemory directoryMemory(AccountDirectory directory) {
        return new Memory("homes of accounts", false, directory::forget, directory::remembers);
    }

    @Bean
    PersonalMemory guestMemory(PlacementDesk placements) {
        return new Memory("guests that were registered", false, placements::forget, placements::remembers);
    }

    @Bean
    PersonalMemory knownAccountsMemory(HomeRegionGate gate) {
        return new Memory("known accounts", false, gate::forget, gate::remembers);
    }

    @Bean
    PersonalMemory keyRingMemory(EveryRegion regions) {
        return new Memory(
                "unwrapped keys",
                false,
                account -> regions.all().forEach(region -> region.cell().forgetKeyOf(account)),
                account ->
                        regions.all().stream().anyMatch(region -> region.cell().remembersKeyOf(account)));
    }

    @Bean
    PersonalMemory counterMemory(EveryRegion regions, FactDesk facts) {
        return new Memory(
                "counters of what was seen lately",
                true,
                account -> regions.all().forEach(region -> facts.forget(region.id(), account)),
                account -> regions.all().stream().anyMatch(region -> facts.remembers(region.id(), account)));
    }

    @Bean
    PersonalMemory searchMemory(SearchIndexes indexes) {
        return new PersonalMemory() {
            @Override
            public String name() {
                return "search indexes";
            }

            @Override
            public boolean isCounter() {
                return false;
            }

            @Override
            public void forget(AccountRef account) {
                indexes.forget(account);
            }

            @Override
            public void purge(AccountRef account) {
                indexes.purge(account);
            }

            @Override
            public boolean remembers(AccountRef account) {
                return indexes.remembers(account);
            }
        };
    }

    @Bean
    HoldRules holdRules(GatehouseProperties properties) {
        return HoldRules.load(properties.policies().resolve("law"));
    }

    @Bean
    RetentionRules retentionRules(GatehouseProperties properties) {
        return RetentionRules.load(properties.policies().resolve("law"));
    }

    @Bean
    Deadline deadline(ServiceRules services) {
        return new Deadline(services.zone());
    }

    @Bean
    Erasures erasures(EveryRegion regions, AccountDirectory directory, List<PersonalMemory> memories, Clock clock) {
        var sites = regions.all().stream()
                .map(region -> new ErasureSite(region.cell(), region.store()))
                .toList();
        // The cells forgot again whom their ledgers name, when they were opened; now the directory.
        for (var site : sites) {
            int again = new ErasureLedger(site).reapply(directory, clock.instant());
            if (again > 0) LOG.warn("{}: {} erasures of before left the directory again", site.region(), again);
        }
        // No other process serves these cells, so none has anything to forget: the data directory is locked. Every cell
        // served is looked through for the person; one that is not, and that the home's row names, keeps it waiting.
        return new Erasures(sites, directory, memories, account -> guestsOf(regions, account), clock, StepWatch.NONE);
    }
}
