package io.gatehouse.residency.purpose;

import io.gatehouse.residency.crossing.Purpose;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When a person may be asked again (DMA Art. 5(2), second subparagraph): a refusal or withdrawal closes the door for one
 * year. The year is counted as Regulation (EEC, Euratom) No 1182/71 Art. 3 counts: without the day of the event, to the end of
 * the day of the same date, or of the month's last day when that year has no such date.
 */
public final class AskingAgain {
    private final ZoneId zone;

    /** @param zone whose days count: the controller's */
    public AskingAgain(ZoneId zone) {
        this.zone = zone;
    }

    /** The first moment at which asking is allowed; empty when nothing stands in the way at the moment given. */
    public Optional<Instant> closedUntil(Consents consents, Purpose purpose, Instant at) {
        return consents.last(
                        purpose, event -> event.kind().isNo() && !event.at().isAfter(at))
                .map(event -> opens(event.at()))
                .filter(at::isBefore);
    }

    private Instant opens(Instant no) {
        // 29 February plus a year is 28 February: the period ends with that day.
        LocalDate last = LocalDate.ofInstant(no, zone).plusYears(1);
        return last.plusDays(1).atStartOfDay(zone).toInstant();
    }
}
