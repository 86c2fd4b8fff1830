package io.gatehouse.service.register;

import io.gatehouse.service.configuration.GatehouseProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Reads the registers at the start; a wrong one stops it, with every fault and its line. */
@Configuration(proxyBeanMethods = false)
class RegisterConfiguration {
    @Bean
    Registers registers(GatehouseProperties properties) {
        return RegisterFiles.load(properties.policies());
    }
}
