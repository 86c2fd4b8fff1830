package io.gatehouse.service.account;

import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.home.AccountProfile;
import io.gatehouse.residency.home.HomePeriod;
import io.gatehouse.residency.home.PersonFacts;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Users of other providers (DMA Art. 7). Nobody asks where they live: what they wrote to somebody lies where that person is at
 * home, under that home's law, in an account of its own for each region that holds a pseudonym and nothing else.
 */
@Component
public final class PartnerUsers {
    /** Begins every such account's id; no platform account has one. */
    public static final String PREFIX = "interop:";

    private final AccountDirectory directory;
    private final ServedRegions regions;
    private final AccountDesk accounts;
    private final Clock clock;

    PartnerUsers(AccountDirectory directory, ServedRegions regions, AccountDesk accounts, Clock clock) {
        this.directory = directory;
        this.regions = regions;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** The home of one of ours; empty when nobody knows the account. */
    public Optional<RegionId> homeOf(String accountId) {
        return directory.find(directory.refOf(accountId)).map(AccountHome::region);
    }

    /**
     * Makes sure that the account exists.
     *
     * @param pseudonym the partner's name for its user
     * @param local one of ours in that region, whose country's law holds for the conversation
     * @return the id of the account
     * @throws io.gatehouse.service.problem.ProblemException misdirected
     */
    public String admit(String partner, String pseudonym, RegionId region, String local) {
        ServedRegion here = regions.orMisdirected(region);
        String id = PREFIX + partner + ':' + region + ':' + pseudonym;
        var account = directory.refOf(id);
        var home = directory.find(account).orElseGet(() -> directory.claim(account, region));
        var stored = here.cell().reader().account(account);
        if (stored.isEmpty()) {
            var country = countryOf(here, local);
            accounts.ensure(new KnownAccount(
                    here,
                    new Author(
                            account, home.epoch(), profile(id, region, country).toJson()),
                    country));
        }
        return id;
    }

    private CountryCode countryOf(ServedRegion here, String local) {
        return here.cell()
                .reader()
                .account(directory.refOf(local))
                .filter(stored -> stored.profile().length > 0)
                .map(stored -> AccountProfile.ofJson(stored.profile()).country())
                .orElse(here.region().location());
    }

    private AccountProfile profile(String id, RegionId region, CountryCode country) {
        var now = clock.instant();
        return new AccountProfile(
                id,
                List.of(new AccountProfile.Told(PersonFacts.UNKNOWN, now)),
                List.of(),
                List.of(new HomePeriod(
                        region,
                        country,
                        now,
                        Optional.empty(),
                        HomePeriod.Cause.FIRST,
                        List.of("a user of another provider: kept where the local participant is at home"))),
                Optional.empty());
    }
}
