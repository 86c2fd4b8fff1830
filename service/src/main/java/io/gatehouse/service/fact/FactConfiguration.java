package io.gatehouse.service.fact;

import io.gatehouse.residency.key.SecretFile;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The store of counters that the configuration names. */
@Configuration(proxyBeanMethods = false)
class FactConfiguration {
    @Bean(destroyMethod = "close")
    FactStore factStore(GatehouseProperties properties) {
        var facts = properties.facts();
        return switch (facts.store()) {
            case PROCESS -> new InProcessFactStore();
            case VALKEY -> ValkeyFactStore.open(facts.url(), facts.timeout());
        };
    }

    @Bean
    FactDesk factDesk(FactStore store, GatehouseProperties properties, MeterRegistry metrics) {
        var secret = SecretFile.bytes(properties.data().resolve("secrets").resolve("facts.key"));
        return new FactDesk(store, new FactDigests(secret), metrics);
    }
}
