package io.gatehouse.service.submission;

import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.CellHealth;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds a client's content where it lies, which its name does not tell: each cell is asked for a digest of the name that says
 * nothing outside of it. What is found is handed out with its own region, and with no other.
 */
@Component
public final class ContentFinder {
    private final ServedRegions regions;
    private final CellHealth health;

    ContentFinder(ServedRegions regions, CellHealth health) {
        this.regions = regions;
        this.health = health;
    }

    /** Where it lies, and the decision that stands on it. */
    public record Found(ServedRegion region, StoredDecision standing) {}

    /** @throws ProblemException not found, or 503 when a cell that may have it does not answer */
    public Found find(ContentName name) {
        ServedRegion away = null;
        for (ServedRegion region : regions.all()) {
            if (health.isDown(region.id())) {
                away = region;
                continue;
            }
            try {
                var found = in(region, name);
                if (found != null) return found;
            } catch (DatabaseUnavailableException _) {
                // It may lie in another: only when it does not, somebody has to wait for this one.
                away = region;
            }
        }
        if (away == null)
            throw new ProblemException(ProblemType.NOT_FOUND, "This client has no content of this id here.");
        throw new ProblemException(health.problem(
                away.id(),
                "The content may lie in " + away.id() + ", whose cell does not answer. Nothing was changed; send the"
                        + " same again, with the same Idempotency-Key."));
    }

    @Nullable
    Found in(ServedRegion region, ContentName name) {
        var standing = region.cell().reader().content(name);
        return standing.isPresent() ? new Found(region, standing.get()) : null;
    }
}
