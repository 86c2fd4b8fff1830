package io.gatehouse.service.account;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountHome;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.home.AccountProfile;
import io.gatehouse.residency.home.EvidenceKind;
import io.gatehouse.residency.home.HomeRegion;
import io.gatehouse.residency.home.HomeRegionResolver;
import io.gatehouse.residency.home.PersonFacts;
import io.gatehouse.residency.home.ResidenceEvidence;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.CellHealth;
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
    private final CellHealth health;
    private final Clock clock;
    private final Cache<AccountRef, KnownAccount> known = Caffeine.newBuilder()
            .maximumSize(MAX_CACHED)
            .expireAfterWrite(BELIEVED_FOR)
            .build();

    HomeRegionGate(
            AccountDirectory directory,
            HomeRegionResolver resolver,
            ServedRegions regions,
            CellHealth health,
            Clock clock) {
        this.directory = directory;
        this.resolver = resolver;
        this.regions = regions;
        this.health = health;
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
        } else if (!residence.isEmpty()
                && residence.stream().noneMatch(each -> each.kind() == EvidenceKind.ESTABLISHMENT)) {
            var _ = regions.orMisdirected(
                    resolve(residence, PersonFacts.UNKNOWN).region());
        }
        // Neither known nor claimed in the headers, or perhaps a business: the body may tell, and is kept in memory
        // until it has.
    }

    /**
     * The author at home here; one who is not known yet gets the home that the evidence says. Evidence about a known
     * author moves nobody and changes nothing.
     *
     * @throws ProblemException misdirected or unresolved
     */
    public KnownAccount admit(String accountId, List<ResidenceEvidence> residence) {
        return admit(accountId, residence, HolderFacts.NONE);
    }

    /** As {@link #admit(String, List)}, with what is asserted about an author who is not known yet. */
    public KnownAccount admit(String accountId, List<ResidenceEvidence> residence, HolderFacts holder) {
        var account = directory.refOf(accountId);
        var cached = known.getIfPresent(account);
        if (cached != null) return cached;
        var claimed = new Claimed(account, accountId, residence, holder.over(PersonFacts.UNKNOWN));
        Optional<AccountHome> home = directory.find(account);
        KnownAccount admitted = home.isPresent() ? recall(claimed, home.get()) : welcome(claimed);
        // What only the request says is not remembered beyond the outage.
        if (!health.isDown(admitted.home().id())) known.put(account, admitted);
        return admitted;
    }

    /** Whether this process has the account in memory. */
    public boolean remembers(AccountRef account) {
        return known.getIfPresent(account) != null;
    }

    /** What a request says about an author. */
    private record Claimed(
            AccountRef account, String accountId, List<ResidenceEvidence> residence, PersonFacts facts) {}

    /** To be called when a cell says that a home is stale, or an account's evidence changed. */
    public void forget(AccountRef account) {
        known.invalidate(account);
        directory.forget(account);
    }

    /**
     * The first home of somebody.
     *
     * @throws ProblemException unresolved
     */
    HomeRegion.Resolved resolve(List<ResidenceEvidence> residence, PersonFacts facts) {
        return switch (resolver.resolve(residence, facts, clock.instant())) {
            case HomeRegion.Resolved resolved -> resolved;
            case HomeRegion.Unresolved unresolved -> throw new ProblemException(describe(unresolved));
        };
    }

    private KnownAccount recall(Claimed claimed, AccountHome home) {
        var region = regions.orMisdirected(home.region());
        if (health.isDown(region.id())) return unseen(claimed, region, home);
        var stored = region.cell().reader().account(claimed.account());
        if (stored.isPresent() && isClosed(stored.get().state()))
            throw new ProblemException(
                    new StaleHome(claimed.account(), stored.get().state()).problem());
        if (stored.isPresent() && stored.get().profile().length > 0) {
            byte[] profile = stored.get().profile();
            return new KnownAccount(
                    region,
                    new Author(claimed.account(), home.epoch(), profile),
                    AccountProfile.ofJson(profile).country());
        }
        // The directory knows the home, but the first write to the cell was never made: evidence is needed again.
        return enter(claimed, region, home, resolve(claimed.residence(), claimed.facts()));
    }

    /** Whoever is being erased is told so: more evidence would not help. */
    private static boolean isClosed(AccountState state) {
        return switch (state) {
            case ERASING, ERASED -> true;
            case ACTIVE, MOVING, MOVED, GUEST -> false;
        };
    }

    /** While the home is down: the request itself must say where the author lives, and agree with the directory. */
    private KnownAccount unseen(Claimed claimed, ServedRegion region, AccountHome home) {
        if (claimed.residence().isEmpty()) throw unavailable(region);
        var resolved = resolve(claimed.residence(), claimed.facts());
        if (!resolved.region().equals(home.region())) throw unavailable(region);
        return enter(claimed, region, home, resolved);
    }

    private ProblemException unavailable(ServedRegion region) {
        return new ProblemException(health.problem(
                region.id(),
                "The cell of the home region " + region.id()
                        + " does not answer, and the request does not say where the"
                        + " author lives. Nothing was stored; send the same again."));
    }

    private KnownAccount welcome(Claimed claimed) {
        var resolved = resolve(claimed.residence(), claimed.facts());
        // Asked before the directory is told: a region that lives elsewhere claims its people itself.
        var _ = regions.orMisdirected(resolved.region());
        var home = directory.claim(claimed.account(), resolved.region());
        // Another request may have claimed another home in the meantime; the first claim stands.
        return enter(claimed, regions.orMisdirected(home.region()), home, resolved);
    }

    private KnownAccount enter(Claimed claimed, ServedRegion region, AccountHome home, HomeRegion.Resolved resolved) {
        var profile = AccountProfile.first(
                claimed.accountId(), claimed.facts(), claimed.residence(), resolved, home.region(), clock.instant());
        return new KnownAccount(
                region, new Author(claimed.account(), home.epoch(), profile.toJson()), profile.country());
    }

    private static Problem describe(HomeRegion.Unresolved unresolved) {
        String detail = switch (unresolved.reason()) {
            case NO_EVIDENCE -> "Nothing is known about where the author lives.";
            case NETWORK_LOCATION_ALONE -> "A network location alone does not say where the author lives.";
            case NO_ESTABLISHMENT -> "Nothing says where the business is established, and nothing else decides for it.";
            case INSUFFICIENT_EVIDENCE -> "What is known about where the author lives is too weak or too old.";
            case CONTRADICTORY_EVIDENCE -> "The evidence names countries of different regions.";
            case COUNTRY_WITHOUT_HOME -> "No region is home to people of that country.";
            case NO_RULES_ON_DATE -> "evidence.yaml has no rules for today.";
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
