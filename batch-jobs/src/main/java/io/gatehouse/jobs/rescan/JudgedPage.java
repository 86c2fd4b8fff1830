package io.gatehouse.jobs.rescan;

import java.util.List;

/**
 * What judging a page again came to.
 *
 * @param counted of those that are done with; what changes is counted when it is written
 * @param changes on which another verdict must stand
 */
record JudgedPage(RescanTally counted, List<Rejudged> changes) {
    JudgedPage {
        changes = List.copyOf(changes);
    }
}
