package io.gatehouse.residency.purpose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.purpose.ConsentEvent.Kind;
import io.gatehouse.residency.region.ConfigurationRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped services.yaml. */
class UseJudgeTest {
    private static final Path SHIPPED =
            Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies/residency");
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
    private static final Purpose ADS = new Purpose("advertising_across_services");

    private final ServiceRules rules = ServiceRules.load(SHIPPED);
    private final UseJudge judge = new UseJudge(rules);

    private static Use use(String purpose, DataKind data, String of, String by) {
        return new Use(new Purpose(purpose), Set.of(data), new ServiceId(of), new ServiceId(by), NOW);
    }

    private static Consents said(Kind... kinds) {
        var consents = Consents.NONE;
        for (int i = 0; i < kinds.length; i++)
            consents = consents.with(ADS, new ConsentEvent(kinds[i], NOW.minusSeconds(100 - i), "screen:1", "k"));
        return consents;
    }

    private static List<String> codes(UseRuling ruling) {
        return ruling instanceof UseRuling.Refused(var reasons)
                ? reasons.stream().map(reason -> reason.code()).toList()
                : List.of();
    }

    @Test
    void combiningAcrossServicesNeedsTheConsentThatStands() {
        var use = use(ADS.name(), DataKind.CONTENT, "messages", "ads");
        assertThat(codes(judge.rule(use, Consents.NONE))).containsExactly("consent_missing");
        assertThat(codes(judge.rule(use, said(Kind.ASKED)))).containsExactly("consent_missing");
        assertThat(codes(judge.rule(use, said(Kind.REFUSED)))).containsExactly("consent_refused");
        assertThat(codes(judge.rule(use, said(Kind.GRANTED, Kind.WITHDRAWN)))).containsExactly("consent_withdrawn");
        var permitted = (UseRuling.Permitted) judge.rule(use, said(Kind.REFUSED, Kind.GRANTED));
        assertThat(permitted.basis()).isEqualTo("consent");
        assertThat(permitted.source()).contains("5(2)").contains("2026-11-24");
        assertThat(permitted.conditions()).singleElement().asString().contains("unconfirmed");
    }

    /** Whatever the person says: what safety work made of them feeds nothing else. */
    @ParameterizedTest
    @CsvSource({
        "advertising_across_services, decision, messages, ads",
        "advertising_across_services, notes,    video,    ads",
        "ranking_across_services,     report,   video,    messages",
        "advertising,                 decision, video,    video",
        "ranking,                     notes,    safety,   safety",
    })
    void moderationDataAreBoundToTheirPurpose(String purpose, String data, String of, String by) {
        var use = use(purpose, DataKind.ofWireName(data).orElseThrow(), of, by);
        assertThat(codes(judge.rule(use, said(Kind.GRANTED)))).containsExactly("purpose_bound");
    }

    @Test
    void safetyRestsOnLawAndNotOnConsent() {
        var ruling = judge.rule(use("safety", DataKind.DECISION, "messages", "safety"), said(Kind.REFUSED));
        assertThat(((UseRuling.Permitted) ruling).basis()).isEqualTo("legal_basis");
    }

    @Test
    void aServiceUsesItsOwnDataAndOthersNeedARow() {
        assertThat(judge.rule(use("anything", DataKind.CONTENT, "video", "video"), Consents.NONE))
                .isInstanceOf(UseRuling.Permitted.class);
        assertThat(codes(judge.rule(use("anything", DataKind.CONTENT, "video", "ads"), said(Kind.GRANTED))))
                .containsExactly("no_rule");
        assertThat(codes(judge.rule(use("anything", DataKind.CONTENT, "maps", "bank"), Consents.NONE)))
                .containsExactly("unknown_service", "unknown_service");
    }

    @Test
    void everySurfaceHasOneServiceToday() {
        var surfaces = new HashSet<String>();
        for (var service : rules.services())
            for (var surface : service.surfaces())
                assertThat(surfaces.add(surface)).as(surface).isTrue();
        assertThat(rules.ofSurface("direct_message", LocalDate.of(2026, 11, 24))
                        .orElseThrow()
                        .id())
                .isEqualTo(new ServiceId("messages"));
    }

    @Test
    void everyFaultOfTheFileIsNamedWithItsLine(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("services.yaml"), """
                time_zone: Mars/Olympus
                services:
                  - { id: video, name: v, surfaces: [comment], source: s, verified: true }
                  - { id: other, name: o, surfaces: [comment], source: s, colour: red, verified: true }
                refused_purposes: [ { id: ads, reason: no } ]
                legal_uses:
                  - { purpose: ads, of: [all], by: [maps], data: [gossip], source: s, verified: true }
                consent_purposes:
                  - { id: xx, question: q, of: [video], by: [], data: [content], from: 2026-02-01, to: 2026-01-01, source: s, verified: true }
                  - { id: yy, question: q, of: [video], by: [other], data: [content], source: s, verified: true }
                  - { id: yy, question: q, of: [video], by: [other], data: [content], source: s, verified: true }
                """);
        assertThatThrownBy(() -> ServiceRules.load(directory))
                .isInstanceOfSatisfying(
                        ConfigurationRejectedException.class,
                        rejected -> assertThat(rejected.faults())
                                .extracting(fault -> fault.line() + ": " + fault.message())
                                .containsExactlyInAnyOrder(
                                        "1: 'time_zone' is wrong: Unknown time-zone ID: Mars/Olympus",
                                        "4: unknown field 'colour'",
                                        "4: 'comment' belongs to 'video' in the same days",
                                        "7: no such service: 'maps'",
                                        "7: no kind of data: 'gossip'",
                                        "7: 'ads' is refused above",
                                        "9: 'by' names no service",
                                        "9: 'to' is before 'from'",
                                        "11: 'yy' appears twice for the same days"));
    }
}
