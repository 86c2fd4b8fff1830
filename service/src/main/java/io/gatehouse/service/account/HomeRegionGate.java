package io.gatehouse.service.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.home.EvidenceKind;
import io.gatehouse.residency.home.HomeRegion;
import io.gatehouse.residency.home.HomeRegionResolver;
import io.gatehouse.residency.home.ResidenceEvidence;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Finds an author's home region before anything of theirs is written. There is no default: what cannot be resolved is
 * refused, what lives elsewhere is sent there.
 */
@Component
public final class HomeRegionGate {
    /** The authors of a busy minute on one node; an entry takes some hundred bytes. */
    private static final int MAX_CACHED = 200_000;

    /** How long a country changed through another node may still be the old one here. The home itself is checked by its epoch at the commit. */
    private static final Duration BELIEVED_FOR = Duration.ofSeconds(60);

    private final AccountDirectory directory;
    private final HomeRegionResolver resolver;
    private final ServedRegions regions;
    private final Clock clock;
    private final Cache<AccountRef, KnownAccount> known = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(BELIEVED_FOR)
            .build();

    HomeRegionGate(AccountDirectory directory, HomeRegionResolver resolver, ServedRegions regions, Clock clock) {
        this.directory = directory;
        this.resolver = resolver;
        this.regions = regions;
        this.clock = clock;
    }

    /**
     * Looks before the body is read: refuses an author who cannot be at home here, and writes nothing.
     *
     * @throws ProblemException misdirected or unresolved
     */
    public void look(String accountId, List<ResidenceEvidence> residence) {
        var account = directory.refOf(accountId);
        if (known.getIfPresent(account) != null) return;
        var home = directory.find(account);
        if (home.isPresent()) {
            var _ = regions.orMisdirected(home.get().region());
        } else if (!residence.isEmpty()) {
            var _ = regions.orMisdirected(resolve(residence).region());
        }
        // Neither known nor claimed in the headers: the body may tell, and is kept in memory until it has.
    }

    /**
     * The author at home here; one who is not known yet gets the home that the evidence says. Evidence about a known
     * author moves nobody and changes nothing.
     *
     * @throws ProblemException misdirected or unresolved
     */
    public KnownAccount admit(String accountId, List<ResidenceEvidence> residence) {
        var account = directory.refOf(accountId);
        var cached = known.getIfPresent(account);
        if (cached != null) return cached;
        Optional<AccountHome> home = directory.find(account);
        KnownAccount admitted = home.isPresent()
                ? recall(account, home.get(), accountId, residence)
                : welcome(account, accountId, residence);
        known.put(account, admitted);
        return admitted;
    }

    /** To be called when a cell says that a home is stale, or an account's evidence changed. */
    public void forget(AccountRef account) {
        known.invalidate(account);
        directory.forget(account);
    }

    HomeRegion.Resolved resolve(List<ResidenceEvidence> residence) {
        return switch (resolver.resolve(residence, clock.instant())) {
            case HomeRegion.Resolved resolved -> resolved;
            case HomeRegion.Unresolved unresolved -> throw new ProblemException(describe(unresolved));
        };
    }

    private KnownAccount recall(
            AccountRef account, AccountHome home, String accountId, List<ResidenceEvidence> residence) {
        var region = regions.orMisdirected(home.region());
        var stored = region.cell().reader().account(account);
        if (stored.isPresent() && stored.get().profile().length > 0) {
            var profile = AccountProfile.ofJson(stored.get().profile());
            return new KnownAccount(
                    region, new Author(account, home.epoch(), stored.get().profile()), profile.country());
        }
        // The directory knows the home, but the first write to the cell was never made: evidence is needed again.
        return enter(region, account, home, AccountProfile.of(accountId, residence, resolve(residence)));
    }

    private KnownAccount welcome(AccountRef account, String accountId, List<ResidenceEvidence> residence) {
        var resolved = resolve(residence);
        // Asked before the directory is told: a region that lives elsewhere claims its people itself.
        var _ = regions.orMisdirected(resolved.region());
        var home = directory.claim(account, resolved.region());
        // Another request may have claimed another home in the meantime; the first claim stands.
        var region = regions.orMisdirected(home.region());
        return enter(region, account, home, AccountProfile.of(accountId, residence, resolved));
    }

    private static KnownAccount enter(
            ServedRegion region, AccountRef account, AccountHome home, AccountProfile profile) {
        CountryCode country = profile.country();
        return new KnownAccount(region, new Author(account, home.epoch(), profile.toJson()), country);
    }

    private static Problem describe(HomeRegion.Unresolved unresolved) {
        String detail = switch (unresolved.reason()) {
            case NO_EVIDENCE -> "Nothing is known about where the author lives.";
            case NETWORK_LOCATION_ALONE -> "A network location alone does not say where the author lives.";
            case CONTRADICTORY_EVIDENCE -> "The evidence names countries of different regions.";
            case COUNTRY_WITHOUT_HOME -> "No region is home to people of that country.";
        };
        return Problem.of(ProblemType.UNRESOLVED_HOME_REGION, detail)
                .with("reason", unresolved.reason().wireName())
                .with(
                        "missing",
                        unresolved.missing().stream()
                                .map(EvidenceKind::wireName)
                                .toList());
    }
}
