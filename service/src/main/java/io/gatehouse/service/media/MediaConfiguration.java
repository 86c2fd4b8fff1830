package io.gatehouse.service.media;

import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegions;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What looks at pictures and videos. */
@Configuration(proxyBeanMethods = false)
class MediaConfiguration {
    @Bean(destroyMethod = "close")
    MediaWatch mediaWatch(
            ServedRegions regions, GatehouseProperties properties, NewIds ids, Clock clock, MeterRegistry meters) {
        return new MediaWatch(regions, properties, ids, clock, meters);
    }

    @Bean(destroyMethod = "close")
    FileEyes fileEyes(GatehouseProperties properties) {
        return new FileEyes(properties.media());
    }
}
