package io.gatehouse.residency.log;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What verifying a log found.
 *
 * @param size entries that the checkpoint promises
 * @param rootHash of the checkpoint, hex
 * @param countsByKind entries read and found right, by kind
 * @param remarks oddities that prove nothing wrong, for example a clock that went back
 * @param firstFault null when everything is right; otherwise one sentence that names the entry, tile or line
 */
public record LogReport(
        String origin,
        long size,
        String rootHash,
        Map<String, Long> countsByKind,
        List<String> remarks,
        @Nullable String firstFault) {
    public LogReport {
        countsByKind = Map.copyOf(countsByKind);
        remarks = List.copyOf(remarks);
    }

    public boolean verified() {
        return firstFault == null;
    }

    public Optional<String> fault() {
        return Optional.ofNullable(firstFault);
    }
}
