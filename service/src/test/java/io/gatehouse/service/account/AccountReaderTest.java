package io.gatehouse.service.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.home.EvidenceKind;
import io.gatehouse.residency.home.ResidenceEvidence;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.service.json.Faults;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountReaderTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @Test
    void readsResidenceFromAHeader() {
        var faults = new Faults();
        var claims =
                AccountReader.residenceHeader("declared=IE;observed_at=2026-01-01T00:00:00Z, ip=PT-20", faults, NOW);
        assertThat(faults.found()).isEmpty();
        assertThat(claims)
                .containsExactly(
                        claim(EvidenceKind.DECLARED, "IE", Instant.parse("2026-01-01T00:00:00Z")),
                        claim(EvidenceKind.IP, "PT-20", NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "IE",
                "declared",
                "declared=",
                "rumour=IE",
                "citizenship=IE",
                "declared=IE;since=2026",
                "declared=Ireland",
                "declared=IE;observed_at=soon",
                "declared=IE;observed_at=2027-01-01T00:00:00Z",
                "declared=IE,,"
            })
    void refusesAHeaderItCannotRead(String header) {
        var faults = new Faults();
        assertThat(AccountReader.residenceHeader(header, faults, NOW)).isEmpty();
        assertThat(faults.found()).hasSize(1);
    }

    @Test
    void headerAndBodyAgreeByKindAndPlace() {
        var header = List.of(claim(EvidenceKind.DECLARED, "IE", NOW));
        assertThat(AccountReader.agree(header, List.of(claim(EvidenceKind.DECLARED, "IE", NOW.minusSeconds(9)))))
                .isTrue();
        assertThat(AccountReader.agree(header, List.of(claim(EvidenceKind.DECLARED, "FR", NOW))))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", " u", "u ", "a\nb", "\ud800"})
    void refusesIdsThatCannotTravel(String id) {
        assertThat(AccountReader.faultOfId(id)).isNotNull();
    }

    private static ResidenceEvidence claim(EvidenceKind kind, String country, Instant at) {
        return new ResidenceEvidence(kind, new CountryCode(country), at, NOW);
    }
}
