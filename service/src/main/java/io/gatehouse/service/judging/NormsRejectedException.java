package io.gatehouse.service.judging;

import io.gatehouse.moderation.policy.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A policy directory has faults; nothing is judged by it. A retry helps only after its author mended them. */
public final class NormsRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // Never serialized.
    private final List<Problem> problems;

    NormsRejectedException(Path directory, List<Problem> problems) {
        super(problems.size() + (problems.size() == 1 ? " fault" : " faults") + " in the policies of " + directory
                + ":\n"
                + problems.stream().sorted().map(problem -> "  " + problem).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** Never empty. */
    public List<Problem> problems() {
        return problems;
    }
}
