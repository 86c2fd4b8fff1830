package io.gatehouse.service.policy;

import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import org.springframework.stereotype.Component;

/** Finds the version that somebody means: by digest, by four or more of its digits, or by its own name. */
@Component
final class PolicyNames {
    /** Fewer digits are no name yet. */
    static final int SHORTEST = 4;

    private final PolicyStore store;

    PolicyNames(PolicyStore store) {
        this.store = store;
    }

    /** @throws ProblemException when there is none, or more than one */
    StoredVersion version(String name) {
        var found = name.length() < SHORTEST ? java.util.List.<StoredVersion>of() : store.named(name);
        if (found.isEmpty()) throw new ProblemException(ProblemType.NOT_FOUND, "No policy version is called so.");
        if (found.size() > 1)
            throw new ProblemException(
                    ProblemType.UNCLEAR_VERSION, "Name the version by its digest; this may be several.");
        return found.getFirst();
    }
}
