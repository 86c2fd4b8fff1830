package io.gatehouse.residency.purpose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.purpose.ConsentEvent.Kind;
import io.gatehouse.residency.purpose.Consents.State;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConsentsTest {
    private static final Purpose ADS = new Purpose("ads");
    private static final Instant NOON = Instant.parse("2025-03-10T12:00:00Z");

    private static ConsentEvent event(Kind kind, Instant at) {
        return new ConsentEvent(kind, at, "screen:7", "k1");
    }

    @Test
    void theLastAnswerCountsAsOfAnyMoment() {
        var consents = Consents.NONE
                .with(ADS, event(Kind.ASKED, NOON))
                .with(ADS, event(Kind.GRANTED, NOON.plusSeconds(10)))
                .with(ADS, event(Kind.WITHDRAWN, NOON.plusSeconds(20)));
        assertThat(consents.stateAt(ADS, NOON.plusSeconds(9))).isEqualTo(State.UNANSWERED);
        assertThat(consents.stateAt(ADS, NOON.plusSeconds(10))).isEqualTo(State.GRANTED);
        assertThat(consents.stateAt(ADS, NOON.plusSeconds(20))).isEqualTo(State.WITHDRAWN);
        assertThat(consents.stateAt(new Purpose("other"), NOON.plusSeconds(20))).isEqualTo(State.UNANSWERED);
    }

    @Test
    void theSameAnswerAgainChangesNothingButBeingAskedAlwaysCounts() {
        var once = Consents.NONE.with(ADS, event(Kind.GRANTED, NOON));
        assertThat(once.with(ADS, event(Kind.GRANTED, NOON.plusSeconds(5)))).isSameAs(once);
        var asked = once.with(ADS, event(Kind.ASKED, NOON)).with(ADS, event(Kind.ASKED, NOON));
        assertThat(asked.events().get(ADS)).hasSize(3);
    }

    @Test
    void anEntryNeverLiesBeforeTheLastOne() {
        var once = Consents.NONE.with(ADS, event(Kind.GRANTED, NOON));
        assertThatThrownBy(() -> once.with(ADS, event(Kind.REFUSED, NOON.minusSeconds(1))))
                .hasMessageContaining("2025-03-10T12:00:00Z");
    }

    @Test
    void onlyTheFirstOfItsKindInAMonthCountsAPerson() {
        var consents = Consents.NONE.with(ADS, event(Kind.GRANTED, NOON)).with(ADS, event(Kind.WITHDRAWN, NOON));
        assertThat(Consents.NONE.isFirstInMonth(ADS, event(Kind.GRANTED, NOON))).isTrue();
        assertThat(consents.isFirstInMonth(ADS, event(Kind.GRANTED, NOON.plusSeconds(1))))
                .isFalse();
        assertThat(consents.isFirstInMonth(ADS, event(Kind.REFUSED, NOON.plusSeconds(1))))
                .isTrue();
        assertThat(consents.isFirstInMonth(new Purpose("other"), event(Kind.GRANTED, NOON)))
                .isTrue();
        assertThat(consents.isFirstInMonth(ADS, event(Kind.GRANTED, Instant.parse("2025-04-01T00:00:00Z"))))
                .isTrue();
    }

    @Test
    void aLedgerThatMayHaveForgottenCountsNobody() {
        var consents = Consents.NONE.with(ADS, event(Kind.GRANTED, NOON));
        for (int i = 0; i < Consents.MOST_EVENTS; i++)
            consents = consents.with(ADS, event(Kind.ASKED, NOON.plusSeconds(i)));
        assertThat(consents.isFirstInMonth(ADS, event(Kind.GRANTED, NOON.plusSeconds(900))))
                .isFalse();
        assertThat(consents.isFirstInMonth(ADS, event(Kind.GRANTED, Instant.parse("2025-04-01T00:00:00Z"))))
                .isTrue();
    }

    @Test
    void theLedgerOfOnePurposeIsBoundedAndKeepsTheNewest() {
        var consents = Consents.NONE;
        for (int i = 0; i <= Consents.MOST_EVENTS; i++)
            consents = consents.with(ADS, event(Kind.ASKED, NOON.plusSeconds(i)));
        assertThat(consents.events().get(ADS)).hasSize(Consents.MOST_EVENTS);
        assertThat(consents.events().get(ADS).getFirst().at()).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void evidenceIsAnIdAndNoText() {
        assertThatThrownBy(() -> new ConsentEvent(Kind.GRANTED, NOON, "she said so", "k1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Regulation (EEC, Euratom) No 1182/71: the day of the event does not count, the last day counts to its end. */
    @ParameterizedTest
    @CsvSource({
        "REFUSED,   2025-03-10T12:00:00Z, UTC,           2026-03-11T00:00:00Z",
        "WITHDRAWN, 2025-03-10T00:00:00Z, UTC,           2026-03-11T00:00:00Z",
        "REFUSED,   2024-02-29T12:00:00Z, UTC,           2025-03-01T00:00:00Z",
        "REFUSED,   2023-02-28T12:00:00Z, UTC,           2024-02-29T00:00:00Z",
        "REFUSED,   2025-06-30T23:30:00Z, Europe/Dublin, 2026-07-01T23:00:00Z",
        "REFUSED,   2025-12-31T23:30:00Z, Europe/Dublin, 2027-01-01T00:00:00Z",
    })
    void aNoClosesTheDoorForAYear(Kind kind, Instant no, String zone, Instant opens) {
        var again = new AskingAgain(ZoneId.of(zone));
        var consents = Consents.NONE.with(ADS, event(kind, no));
        assertThat(again.closedUntil(consents, ADS, no)).contains(opens);
        assertThat(again.closedUntil(consents, ADS, opens.minusNanos(1))).contains(opens);
        assertThat(again.closedUntil(consents, ADS, opens)).isEmpty();
    }

    @Test
    void aConsentGivenSinceDoesNotOpenTheDoorAndOtherPurposesStayOpen() {
        var again = new AskingAgain(ZoneOffset.UTC);
        var consents =
                Consents.NONE.with(ADS, event(Kind.REFUSED, NOON)).with(ADS, event(Kind.GRANTED, NOON.plusSeconds(60)));
        assertThat(again.closedUntil(consents, ADS, NOON.plusSeconds(61))).isPresent();
        assertThat(again.closedUntil(consents, new Purpose("other"), NOON.plusSeconds(61)))
                .isEmpty();
        var asked = Consents.NONE.with(ADS, event(Kind.ASKED, NOON));
        assertThat(again.closedUntil(asked, ADS, NOON.plusSeconds(1))).isEmpty();
    }
}
