package io.gatehouse.service.report;

import io.gatehouse.jobs.report.DsaDesk;
import io.gatehouse.jobs.report.DsaReports.Given;
import io.gatehouse.jobs.report.ReportArchive;
import io.gatehouse.jobs.report.ReportWords;
import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.register.Registers;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The desk that makes reports, and where they are kept. */
@Configuration(proxyBeanMethods = false)
class ReportConfiguration {
    @Bean
    ReportArchive reportArchive(Database control) {
        return new ReportArchive(control);
    }

    /** Template and words are read for each report: words are written while the service runs. */
    @Bean
    DsaDesk.Givens reportGivens(GatehouseProperties properties, Registers registers) {
        return day -> {
            var words = ReportWords.load(properties.policies());
            var template = ReportTemplate.load(properties.policies());
            return new Given(
                    template, words, RegisteredPeople.on(day, registers, template.withGreece(words.greece())));
        };
    }

    @Bean
    DsaDesk dsaDesk(
            ReportArchive archive, ServedRecords cells, DsaDesk.Givens givens, ServiceRules services, Clock clock) {
        return new DsaDesk(archive, cells, givens, services.zone(), new SecureRandom(), clock);
    }
}
