package io.gatehouse.service.judging;

import io.gatehouse.moderation.classifier.ModelRefusedException;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.service.configuration.StartRefusedException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Loads the policy directory; with one fault in it the service does not start. */
@Configuration(proxyBeanMethods = false)
class JudgingConfiguration {
    @Bean
    Judging judging(NormsReading reading, Topology topology) {
        try {
            var ready = reading.ready();
            return new Judging(ready.moderator(), ready.norms().law(), topology.territories());
        } catch (NormsRejectedException | ModelRefusedException refused) {
            throw new StartRefusedException(String.valueOf(refused.getMessage()));
        }
    }
}
