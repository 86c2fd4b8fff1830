package io.gatehouse.residency.operator;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One region's grants. Every change leaves an entry in the region's log, durable when it returns. Thread-safe. */
public interface GrantBook {
    void request(AccessGrant grant);

    /** Newest first, at most {@code limit}. */
    List<AccessGrant> all(int limit);

    Optional<AccessGrant> find(String id);

    /** Those of a key that were approved and have neither ended nor been revoked. */
    List<AccessGrant> standing(String forKey, Instant at);

    /** @return the grant as it is now; empty when it is not waiting for approval any more */
    Optional<AccessGrant> approve(String id, AccessGrant.Act act);

    /** @return the grant as it is now; empty when it ended before */
    Optional<AccessGrant> revoke(String id, AccessGrant.Act act);
}
