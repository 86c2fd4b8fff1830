package io.gatehouse.service.moderation;

import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.media.MediaFetcher;
import io.gatehouse.service.problem.ForeignDoor;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What stands around the OpenAI contract. */
@Configuration(proxyBeanMethods = false)
class ModerationConfiguration {
    @Bean
    FilterRegistrationBean<ForeignDoor> openAiDoor() {
        return ForeignDoor.at(new OpenAiErrors(), ModerationController.PATH);
    }

    @Bean(destroyMethod = "close")
    MediaFetcher moderationFetcher(GatehouseProperties properties) {
        var moderations = properties.moderations();
        return new MediaFetcher(new MediaFetcher.Origins(
                "gatehouse.moderations.fetch-origins", moderations.fetchOrigins(), moderations.fetchPrivate()));
    }
}
