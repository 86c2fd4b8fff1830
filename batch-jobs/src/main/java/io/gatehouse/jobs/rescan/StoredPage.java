package io.gatehouse.jobs.rescan;

import io.gatehouse.residency.cell.StoredDecision;
import java.util.List;

/** Standing decisions of some contents that follow each other; may be empty. */
record StoredPage(List<StoredDecision> decisions) {
    StoredPage {
        decisions = List.copyOf(decisions);
    }
}
