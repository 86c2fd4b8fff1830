package io.gatehouse.residency.purpose;

import io.gatehouse.residency.crossing.Reason;
import java.util.List;

/** What the law on file and the person's own word say to a {@link Use}. */
public sealed interface UseRuling {
    /**
     * @param basis {@code consent}, {@code same_service} or {@code legal_basis}
     * @param source article, row and evidence, to be shown
     * @param conditions what must be looked after, for example a row that counsel has not confirmed
     */
    record Permitted(String basis, String source, List<String> conditions) implements UseRuling {}

    /** @param reasons all of them */
    record Refused(List<Reason> reasons) implements UseRuling {}
}
