package io.gatehouse.service.account;

import io.gatehouse.residency.cell.Account;
import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.cell.NotesOutcome;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.service.operator.OperatorDesk;
import io.gatehouse.service.operator.Wanted;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds accounts that are known, where they live. */
@Component
public final class AccountFinder {
    private final AccountDirectory directory;
    private final HomeRegionGate gate;
    private final ServedRegions regions;
    private final OperatorDesk operators;

    AccountFinder(AccountDirectory directory, HomeRegionGate gate, ServedRegions regions, OperatorDesk operators) {
        this.directory = directory;
        this.gate = gate;
        this.regions = regions;
        this.operators = operators;
    }

    /**
     * Before somebody reads what is kept about an account: asks {@link OperatorDesk}, which knows where the account lives
     * by the directory alone.
     *
     * @throws ProblemException not found, misdirected, or refused with every reason
     */
    public void admit(HttpServletRequest request, String accountId, DataKind... data) {
        AccountRef account = directory.refOf(accountId);
        AccountHome home = directory.find(account).orElseThrow(AccountFinder::unknown);
        operators.admit(
                request, Wanted.ofAccount(regions.orMisdirected(home.region()).id(), account, data));
    }

    /** As {@link #admit}, before a write that answers with what was kept before; there is nothing to read of the unknown. */
    public void admitIfKnown(HttpServletRequest request, String accountId, DataKind... data) {
        if (directory.find(directory.refOf(accountId)).isPresent()) admit(request, accountId, data);
    }

    /** An account that is known, where it lives. */
    public record Found(ServedRegion home, Author author) {}

    /** @throws ProblemException not found, misdirected or erased */
    public Found require(String accountId) {
        AccountRef account = directory.refOf(accountId);
        AccountHome home = directory.find(account).orElseThrow(AccountFinder::unknown);
        ServedRegion region = regions.orMisdirected(home.region());
        Account stored = region.cell().reader().account(account).orElseThrow(AccountFinder::unknown);
        if (stored.state() == AccountState.ERASING || stored.state() == AccountState.ERASED)
            throw new ProblemException(ProblemType.ERASED, "The account is being erased, or was.");
        return new Found(region, new Author(account, home.epoch(), stored.profile()));
    }

    /** The problem of a write that came to a home that is no longer one; the directory is asked anew next time. */
    public ProblemException moved(Found found, NotesOutcome.StaleHome stale) {
        gate.forget(found.author().account());
        return new ProblemException(new StaleHome(found.author().account(), stale.state()).problem());
    }

    /** What is wrong with an account id; null when nothing is. */
    public static @Nullable String faultOfId(String id) {
        return AccountReader.faultOfId(id);
    }

    private static ProblemException unknown() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such account.");
    }
}
