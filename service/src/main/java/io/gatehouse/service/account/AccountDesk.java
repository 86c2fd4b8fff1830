package io.gatehouse.service.account;

import io.gatehouse.residency.cell.Account;
import io.gatehouse.residency.cell.AccountOutcome;
import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.AccountWrite;
import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.home.ResidenceEvidence;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Keeps what is known about where people live, in the region where they live. */
@Component
public final class AccountDesk {
    private final AccountDirectory directory;
    private final HomeRegionGate gate;
    private final ServedRegions regions;
    private final NewIds ids;
    private final Clock clock;

    AccountDesk(AccountDirectory directory, HomeRegionGate gate, ServedRegions regions, NewIds ids, Clock clock) {
        this.directory = directory;
        this.gate = gate;
        this.regions = regions;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Replaces the evidence about an account, creating it when it is not known. An account that has a home keeps it,
     * whatever the evidence says: moving a person is another act.
     *
     * @return the account as JSON fields
     * @throws ProblemException misdirected or unresolved
     */
    Map<String, Object> put(String accountId, List<ResidenceEvidence> residence) {
        var account = directory.refOf(accountId);
        var known = directory.find(account);
        var resolved = gate.resolve(residence);
        var region = regions.orMisdirected(known.map(AccountHome::region).orElse(resolved.region()));
        var home = known.orElseGet(() -> directory.claim(account, region.id()));
        var cell = regions.orMisdirected(home.region());
        var profile = AccountProfile.of(accountId, residence, resolved);
        write(cell, new Author(account, home.epoch(), profile.toJson()));
        gate.forget(account);
        return describe(cell, profile);
    }

    /** Makes sure that the account's row exists in its cell, for what hangs on it. */
    public void ensure(KnownAccount known) {
        if (known.home().cell().reader().account(known.author().account()).isEmpty())
            write(known.home(), known.author());
    }

    /** @throws ProblemException not found, misdirected or erased */
    Map<String, Object> get(String accountId) {
        var account = directory.refOf(accountId);
        var home = directory.find(account).orElseThrow(AccountDesk::unknown);
        var region = regions.orMisdirected(home.region());
        Account stored = region.cell().reader().account(account).orElseThrow(AccountDesk::unknown);
        if (stored.state() == AccountState.ERASING || stored.state() == AccountState.ERASED)
            throw new ProblemException(ProblemType.ERASED, "The account is being erased, or was.");
        return describe(region, AccountProfile.ofJson(stored.profile()));
    }

    private void write(ServedRegion region, Author author) {
        var outcome = region.cell().writer().put(new AccountWrite(ids.event(region.id()), author, clock.instant()));
        switch (outcome) {
            case AccountOutcome.Created _, AccountOutcome.Updated _, AccountOutcome.Unchanged _ -> {}
            case AccountOutcome.StaleHome(long _, var state) -> {
                gate.forget(author.account());
                throw new ProblemException(new StaleHome(author.account(), state).problem());
            }
        }
    }

    private static Map<String, Object> describe(ServedRegion home, AccountProfile profile) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", profile.accountId());
        fields.put("home_region", home.id().value());
        fields.put("jurisdiction", home.region().jurisdiction().id());
        fields.putAll(profile.toTree());
        return fields;
    }

    private static ProblemException unknown() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such account.");
    }
}
