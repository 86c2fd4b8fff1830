package io.gatehouse.service.account;

import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemType;
import java.time.Duration;

/** A cell refused a write because the person's home is another by now. Nothing was written; ask the gate again. */
public final class StaleHome extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A person is moved in seconds, and the directory knows it at once. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final transient AccountRef account;
    private final AccountState state;

    public StaleHome(AccountRef account, AccountState state) {
        super("the home of an account is " + state, null, false, false);
        this.account = account;
        this.state = state;
    }

    public AccountRef account() {
        return account;
    }

    /** What the client is told when asking again did not help. */
    public Problem problem() {
        return switch (state) {
            case ERASING -> Problem.of(ProblemType.ERASED, "The account is being erased.");
            case ERASED -> Problem.of(ProblemType.ERASED, "The account was erased.");
            case ACTIVE, MOVING, MOVED ->
                Problem.of(ProblemType.REGION_UNAVAILABLE, "The account is being moved to another region.")
                        .retryAfter(RETRY_AFTER);
        };
    }
}
