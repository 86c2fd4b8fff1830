package io.gatehouse.service.account;

import io.gatehouse.residency.cell.Account;
import io.gatehouse.residency.cell.AccountOutcome;
import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.AccountWrite;
import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.cell.ProfileChange;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.home.AccountProfile;
import io.gatehouse.residency.home.HomeRegion;
import io.gatehouse.residency.home.HomeRegionResolver;
import io.gatehouse.residency.home.PersonFacts;
import io.gatehouse.residency.home.ResidenceEvidence;
import io.gatehouse.residency.home.Standing;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Keeps what is known about where people live, in the region where they live. */
@Component
public final class AccountDesk {
    private final AccountDirectory directory;
    private final HomeRegionGate gate;
    private final HomeRegionResolver resolver;
    private final ServedRegions regions;
    private final NewIds ids;
    private final Clock clock;

    AccountDesk(
            AccountDirectory directory,
            HomeRegionGate gate,
            HomeRegionResolver resolver,
            ServedRegions regions,
            NewIds ids,
            Clock clock) {
        this.directory = directory;
        this.gate = gate;
        this.resolver = resolver;
        this.regions = regions;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Adds evidence about an account, creating it when it is not known. An account that has a home keeps it, whatever the
     * evidence says: the answer tells when a move is due, and moving is another act. Another country of the same region
     * takes effect at once, because no data move.
     *
     * @return the account as JSON fields
     * @throws ProblemException misdirected, erased, or unresolved, which only somebody without a home can be
     */
    Map<String, Object> put(String accountId, List<ResidenceEvidence> residence, HolderFacts holder) {
        Instant now = clock.instant();
        var account = directory.refOf(accountId);
        var known = directory.find(account);
        HomeRegion.Resolved first =
                known.isPresent() ? null : gate.resolve(residence, holder.over(PersonFacts.UNKNOWN));
        if (first != null) regions.orMisdirected(first.region());
        AccountHome home = first == null ? known.orElseThrow() : directory.claim(account, first.region());
        var cell = regions.orMisdirected(home.region());
        var author = author(account, home, cell, accountId, residence, holder, first, now);
        var after = new AtomicReference<@Nullable AccountProfile>();
        write(cell, author, before -> {
            var profile = withNews(AccountProfile.ofJson(before), residence, holder, now);
            after.set(profile);
            return profile.toJson();
        });
        gate.forget(account);
        var profile =
                after.get() == null ? AccountProfile.ofJson(author.profile()) : Objects.requireNonNull(after.get());
        return describe(cell, profile, now);
    }

    private Author author(
            AccountRef account,
            AccountHome home,
            ServedRegion cell,
            String accountId,
            List<ResidenceEvidence> residence,
            HolderFacts holder,
            HomeRegion.@Nullable Resolved first,
            Instant now) {
        var stored = cell.cell().reader().account(account);
        if (stored.isPresent() && isErased(stored.get())) throw erased();
        if (stored.isPresent() && stored.get().profile().length > 0)
            return new Author(account, home.epoch(), stored.get().profile());
        // The directory may know the home though the first write to the cell was never made: evidence is needed again.
        var facts = holder.over(PersonFacts.UNKNOWN);
        var resolved = first == null ? gate.resolve(residence, facts) : first;
        var profile = AccountProfile.first(accountId, facts, residence, resolved, home.region(), now);
        return new Author(account, home.epoch(), profile.toJson());
    }

    private AccountProfile withNews(
            AccountProfile before, List<ResidenceEvidence> residence, HolderFacts holder, Instant now) {
        var told = before.with(residence).with(holder.over(before.person()), now);
        return told.resolve(resolver, now) instanceof HomeRegion.Resolved resolved
                        && resolved.standing() instanceof Standing.CountryChange
                ? told.movedTo(resolved, now)
                : told;
    }

    /** Makes sure that the account's row exists in its cell, for what hangs on it. */
    public void ensure(KnownAccount known) {
        if (known.home().cell().reader().account(known.author().account()).isEmpty())
            write(known.home(), known.author(), before -> before);
    }

    /** @throws ProblemException not found, misdirected or erased */
    Map<String, Object> get(String accountId) {
        var found = find(accountId);
        return describe(found.home(), found.profile(), clock.instant());
    }

    /**
     * Where the account was at home at the end of a day, and what the rules said then, by what was known then.
     *
     * @param date today or a day that has passed
     * @throws ProblemException not found, misdirected or erased
     */
    Map<String, Object> getAsOf(String accountId, LocalDate date) {
        var profile = find(accountId).profile();
        Instant now = clock.instant();
        Instant end = HomeRegionResolver.endOf(date);
        Instant asOf = end.isAfter(now) ? now : end;
        return AccountJson.past(
                profile, date, profile.homeAt(asOf), profile.personAt(asOf), profile.resolve(resolver, asOf));
    }

    private record Found(ServedRegion home, AccountProfile profile) {}

    private Found find(String accountId) {
        var account = directory.refOf(accountId);
        var home = directory.find(account).orElseThrow(AccountDesk::unknown);
        var region = regions.orMisdirected(home.region());
        Account stored = region.cell().reader().account(account).orElseThrow(AccountDesk::unknown);
        if (isErased(stored)) throw erased();
        return new Found(region, AccountProfile.ofJson(stored.profile()));
    }

    private void write(ServedRegion region, Author author, ProfileChange change) {
        var outcome =
                region.cell().writer().put(new AccountWrite(ids.event(region.id()), author, change, clock.instant()));
        switch (outcome) {
            case AccountOutcome.Created _, AccountOutcome.Updated _, AccountOutcome.Unchanged _ -> {}
            case AccountOutcome.StaleHome(long _, var state) -> {
                gate.forget(author.account());
                throw new ProblemException(new StaleHome(author.account(), state).problem());
            }
        }
    }

    private Map<String, Object> describe(ServedRegion home, AccountProfile profile, Instant now) {
        return AccountJson.present(profile, home.region(), profile.resolve(resolver, now));
    }

    private static boolean isErased(Account account) {
        return account.state() == AccountState.ERASING || account.state() == AccountState.ERASED;
    }

    private static ProblemException erased() {
        return new ProblemException(ProblemType.ERASED, "The account is being erased, or was.");
    }

    private static ProblemException unknown() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such account.");
    }
}
