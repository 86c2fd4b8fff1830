package io.gatehouse.residency.operator;

import io.gatehouse.residency.crossing.Reason;
import java.util.List;

/** What came of a wish to read. */
public sealed interface OperatorRuling {
    /** @param isTransfer whether the reader sits outside of the zone */
    record Permitted(boolean isTransfer) implements OperatorRuling {}

    /**
     * @param accessId under which the refusal stands in the region's log
     * @param index of that entry
     */
    record Refused(String accessId, long index, List<Reason> reasons) implements OperatorRuling {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }
}
