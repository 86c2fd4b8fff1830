package io.gatehouse.service.perspective;

import io.gatehouse.service.problem.ForeignDoor;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What stands around the Perspective contract. */
@Configuration(proxyBeanMethods = false)
class PerspectiveConfiguration {
    @Bean
    FilterRegistrationBean<ForeignDoor> perspectiveDoor() {
        return ForeignDoor.at(new GoogleErrors(), AnalyzeController.PATH);
    }
}
