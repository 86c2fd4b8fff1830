package io.gatehouse.benchmarks.home;

import io.gatehouse.residency.home.CurrentHome;
import io.gatehouse.residency.home.PersonFacts;
import io.gatehouse.residency.home.ResidenceEvidence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one made account.
 *
 * @param home null for somebody who has none yet
 */
record Life(
        Kind kind,
        List<ResidenceEvidence> evidence,
        PersonFacts facts,
        @Nullable CurrentHome home) {
    /** Sorts of accounts, and how many of a thousand there are of each. */
    enum Kind {
        /** Lives where the home is; a handful of observations. */
        SETTLED(700),
        /** At home, and seen elsewhere for weeks. */
        TRAVELLING(120),
        /** New; all evidence agrees. */
        NEW(60),
        /** New; evidence conflicts and involves the EEA. */
        CONFLICTING(30),
        /** Says that they moved, and it does not hold long enough yet. */
        MOVING(40),
        /** Moved, and nobody has carried it out. */
        MOVED(20),
        /** A business. */
        BUSINESS(20),
        /** As many observations as are kept. */
        FULL(10);

        final int ofThousand;

        Kind(int ofThousand) {
            this.ofThousand = ofThousand;
        }
    }
}
