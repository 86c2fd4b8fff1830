package io.gatehouse.service.problem;

/** Ends a request with a problem, from wherever it was found. Thrown only by the door, never by the libraries. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        // No stack trace and no suppression: a refusal is an ordinary answer, and may be many a second.
        super(problem.type().uri(), null, false, false);
        this.problem = problem;
    }

    public ProblemException(ProblemType type, String detail) {
        this(Problem.of(type, detail));
    }

    public Problem problem() {
        return problem;
    }
}
