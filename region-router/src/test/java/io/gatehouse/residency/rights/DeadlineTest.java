package io.gatehouse.residency.rights;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeadlineTest {
    private static final Deadline DUBLIN = new Deadline(ZoneId.of("Europe/Dublin"));

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T10:00:00Z, 2026-12-22, 2027-02-22",
        "2026-01-31T10:00:00Z, 2026-02-28, 2026-04-30",
        "2028-01-31T10:00:00Z, 2028-02-29, 2028-04-30",
        "2026-11-30T23:30:00Z, 2026-12-30, 2027-02-28",
        // Half past midnight in Dublin, where it is summer: received on the first of July.
        "2026-06-30T23:30:00Z, 2026-08-01, 2026-10-01",
        "2026-12-31T12:00:00Z, 2027-01-31, 2027-03-31",
    })
    void isOneMonthInTheControllersDaysAndThreeWhenExtended(Instant received, LocalDate due, LocalDate extended) {
        assertThat(DUBLIN.dueOn(received)).isEqualTo(due);
        assertThat(DUBLIN.extendedDueOn(received)).isEqualTo(extended);
    }

    @Test
    void theLastDayCountsToItsEndAndExtendingEndsWithIt() {
        var received = Instant.parse("2026-06-01T12:00:00Z");
        assertThat(DUBLIN.mayExtend(received, Instant.parse("2026-07-01T22:59:59Z")))
                .isTrue();
        assertThat(DUBLIN.mayExtend(received, Instant.parse("2026-07-01T23:00:00Z")))
                .isFalse();
    }
}
