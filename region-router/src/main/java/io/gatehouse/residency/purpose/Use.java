package io.gatehouse.residency.purpose;

import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Purpose;
import java.time.Instant;
import java.util.Set;

/**
 * A wish of one service to use what another service, or it itself, holds about a person.
 *
 * @param of the service whose data they are
 * @param by the service that would use them
 */
public record Use(Purpose purpose, Set<DataKind> data, ServiceId of, ServiceId by, Instant at) {
    public Use {
        data = Set.copyOf(data);
        if (data.isEmpty()) throw new IllegalArgumentException("a use names the kinds of data");
    }
}
