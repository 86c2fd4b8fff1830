package io.gatehouse.residency.crossing;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import java.time.LocalDate;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Who may receive what from where, when and on which basis: the published cases. */
class TransferVectorsTest {
    private static final TransferJudge JUDGE = new TransferJudge(TestRules.TOPOLOGY, TestRules.rules());

    /** @param expected the legal basis of a permission, or a code among the reasons of the refusal */
    @ParameterizedTest
    @CsvFileSource(resources = "vectors.csv", commentCharacter = '#')
    void theRulingIsAsPublished(
            String from,
            String country,
            String recipient,
            LocalDate date,
            String purpose,
            String data,
            String basis,
            String expected) {
        var region = new RegionId(from);
        var at = TestRules.noon(date);
        var ruling = JUDGE.rule(new Crossing(
                new Purpose(purpose),
                Set.of(DataKind.ofWireName(data).orElseThrow()),
                region,
                new Destination.ToCountry(new CountryCode(country), new Recipient(recipient)),
                TestRules.atHome(region),
                claim(basis),
                1,
                "second",
                at,
                at.plusSeconds(3600)));
        switch (ruling) {
            case Ruling.Permitted permitted ->
                assertThat(permitted.legalBasis().wireName()).isEqualTo(expected);
            case Ruling.Refused(var reasons) -> {
                assertThat(reasons).extracting(Reason::code).contains(expected);
                assertThat(reasons)
                        .allSatisfy(reason -> assertThat(reason.sentence()).endsWith("."));
            }
        }
    }

    private static LegalBasisClaim claim(String basis) {
        String rest = basis.substring(basis.indexOf(':') + 1);
        return switch (basis.split(":", 2)[0]) {
            case "instrument" -> new LegalBasisClaim.Instrument(rest);
            case "derogation" -> new LegalBasisClaim.Derogation(rest, "a claim before a court of that place", "");
            case "order" -> new LegalBasisClaim.ForeignOrder("order 1");
            default -> new LegalBasisClaim.Territory();
        };
    }
}
