package io.gatehouse.residency.crossing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.region.ConfigurationRejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TransferRulesTest {
    @Test
    void theShippedFileIsSoundAndNamesNobody() {
        var rules = TransferRules.load(TestRules.SHIPPED, TestRules.TOPOLOGY);
        assertThat(rules.recipients()).isEmpty();
        assertThat(rules.instruments()).isEmpty();
        assertThat(rules.origins()).extracting(TransferRules.Origin::id).containsExactly("eea", "uk", "ch", "us", "sg");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    passage_hours: 72 | passage_hours: 0 | must be 1
                    passage_hours: 72 | passage_hours: many | is wrong
                    recipient: acme | recipient: nobody | no such recipient
                    origins: [eea] | origins: [mars] | no such origin
                    to: 2028-04-14 | to: 2020-04-14 | is before
                    letter: d | letter: z | no letter of Art. 49
                    letter: d | letter: e | appears twice
                    id: audit, | id: advertising, | both a purpose and refused
                    data: [decision], purposes: [audit] | data: [gossip], purposes: [audit] | no kind of data
                    purposes: [legal_claims] | purposes: [fun] | no such purpose
                    country: CA, sector | country: Q1, sector | not a country code
                    assessment: tia-1 | assesment: tia-1 | unknown field
                    revoked_on: 2026-06-01 | revoked_on: soon | is wrong
                    scoped: | skoped: | unknown field
                    operators_in: [US] | regions: [mars] | no such region
                    """)
    void everyFaultIsNamedWithItsLine(String good, String bad, String message) {
        var text = TestRules.text();
        assertThat(text).contains(good);
        assertThatThrownBy(() -> TestRules.rules(text.replace(good, bad)))
                .isInstanceOf(ConfigurationRejectedException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("transfers.yaml:");
    }
}
