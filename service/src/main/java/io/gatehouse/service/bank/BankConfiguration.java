package io.gatehouse.service.bank;

import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.media.MediaWatch;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Hash banks of the regions served here. */
@Configuration(proxyBeanMethods = false)
class BankConfiguration {
    @Bean(destroyMethod = "close")
    HashFollower hashFollower(ServedRegions regions, GatehouseProperties properties) {
        return new HashFollower(regions, properties.data().resolve("hashes"));
    }

    @Bean
    HashBankDesk hashBankDesk(HashFollower follower, NewIds ids, Clock clock) {
        return new HashBankDesk(follower, ids, clock, HashBankDesk.FLOOD);
    }

    @Bean
    MediaBanks mediaBanks(HashBankDesk desk, MediaWatch watch) {
        return new MediaBanks(desk, watch);
    }
}
