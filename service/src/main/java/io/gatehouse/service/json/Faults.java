package io.gatehouse.service.json;

import io.gatehouse.service.problem.Fault;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one request. Not thread-safe. */
public final class Faults {
    /** A body of nothing but faults must not answer with more than it sent. */
    static final int MAX_REPORTED = 100;

    private final List<Fault> found = new ArrayList<>();

    public void add(JsonPointer where, String detail) {
        if (found.size() < MAX_REPORTED) found.add(new Fault(where.toString(), detail));
    }

    public void add(String where, String detail) {
        if (found.size() < MAX_REPORTED) found.add(new Fault(where, detail));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public List<Fault> found() {
        return List.copyOf(found);
    }

    /** @throws ProblemException naming every fault, when there is one */
    public void refuseAny() {
        if (!found.isEmpty()) throw new ProblemException(Problem.invalid(ProblemType.INVALID_REQUEST, found));
    }
}
