package io.gatehouse.service.report;

import io.gatehouse.jobs.report.AttestationReport;
import io.gatehouse.jobs.report.ConsentReport;
import io.gatehouse.jobs.report.DeadlinesReport;
import io.gatehouse.jobs.report.DsaDesk;
import io.gatehouse.jobs.report.DsaReports.Given;
import io.gatehouse.jobs.report.FlaggersReport;
import io.gatehouse.jobs.report.PrivateMessagesReport;
import io.gatehouse.jobs.report.QualityReport;
import io.gatehouse.jobs.report.ReportArchive;
import io.gatehouse.jobs.report.ReportWords;
import io.gatehouse.jobs.report.StatementsReport;
import io.gatehouse.jobs.report.TableReport;
import io.gatehouse.jobs.report.TableReports;
import io.gatehouse.jobs.report.TerroristReport;
import io.gatehouse.jobs.report.TransfersReport;
import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.service.audit.AttestedRegions;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.register.Registers;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The desk that makes transparency reports, and the reports of tables. */
@Configuration(proxyBeanMethods = false)
class ReportConfiguration {
    /** Later than any record. */
    private static final Instant FOR_EVER = Instant.parse("9999-01-01T00:00:00Z");

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

    /** @param others that other packages have */
    @Bean
    TableReports tableReports(
            ServedRecords cells,
            AttestedRegions attested,
            Registers registers,
            ServiceRules services,
            List<TableReport> others,
            Clock clock) {
        var all = new ArrayList<TableReport>(others);
        all.add(new AttestationReport(attested));
        all.add(new TransfersReport(cells));
        all.add(new ConsentReport(cells));
        all.add(new TerroristReport(cells));
        all.add(new PrivateMessagesReport(cells));
        all.add(new StatementsReport(cells));
        all.add(new QualityReport(cells));
        all.add(new FlaggersReport(cells));
        all.add(new DeadlinesReport(cells, dues(registers, services.zone()), services.zone()));
        return new TableReports(all, clock);
    }

    private static List<DeadlinesReport.Due> dues(Registers registers, ZoneId zone) {
        return registers.deadlines().stream()
                .map(due -> new DeadlinesReport.Due(
                        due.work(),
                        due.within(),
                        due.span().from() == null
                                ? Instant.EPOCH
                                : due.span().from().atStartOfDay(zone).toInstant(),
                        due.span().to() == null
                                ? FOR_EVER
                                : due.span().to().plusDays(1).atStartOfDay(zone).toInstant(),
                        due.source()))
                .toList();
    }
}
