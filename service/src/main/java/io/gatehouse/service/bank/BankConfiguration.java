package io.gatehouse.service.bank;

import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.media.FileEyes;
import io.gatehouse.service.media.MediaFetcher;
import io.gatehouse.service.media.MediaWatch;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Hash banks of the regions served here. */
@Configuration(proxyBeanMethods = false)
class BankConfiguration {
    @Bean(destroyMethod = "close")
    HashFollower hashFollower(ServedRegions regions, GatehouseProperties properties, Clock clock) {
        return new HashFollower(regions, properties.data().resolve("hashes"), clock);
    }

    @Bean
    HashBankDesk hashBankDesk(HashFollower follower, NewIds ids, MeterRegistry meters, Clock clock) {
        return new HashBankDesk(follower, ids, meters, clock, HashBankDesk.FLOOD);
    }

    @Bean
    HashAlerts hashAlerts(ServedRegions regions, HashBankDesk desk, Clock clock) {
        return new HashAlerts(regions, desk, clock);
    }

    @Bean
    RetroBanks retroBanks(ServedRegions regions, HashBankDesk desk, Clock clock) {
        return new RetroBanks(regions, desk, clock);
    }

    @Bean
    MediaBanks mediaBanks(HashBankDesk desk, MediaWatch watch) {
        return new MediaBanks(desk, watch);
    }

    @Bean(destroyMethod = "close")
    MediaFetcher hmaFetcher(GatehouseProperties properties) {
        var hma = properties.hma();
        return new MediaFetcher(
                new MediaFetcher.Origins("gatehouse.hma.fetch-origins", hma.fetchOrigins(), hma.fetchPrivate()));
    }

    @Bean
    FilterRegistrationBean<MatcherDoor> matcherDoor() {
        var registration = new FilterRegistrationBean<>(new MatcherDoor());
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.addUrlPatterns(MatcherDoor.PATHS);
        return registration;
    }

    @Bean
    MatcherSignals matcherSignals(FileEyes eyes, @Qualifier("hmaFetcher") MediaFetcher fetcher) {
        return new MatcherSignals(eyes, fetcher);
    }
}
