package io.gatehouse.service.webhook;

import io.gatehouse.service.configuration.GatehouseProperties;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How endpoints are reached. */
@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {
    @Bean
    WebhookPost webhookPost(GatehouseProperties properties) {
        var webhooks = properties.webhooks();
        return new WebhookPost(Set.copyOf(webhooks.allowedHosts()), webhooks.timeout());
    }
}
