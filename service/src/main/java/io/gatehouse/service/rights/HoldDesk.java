package io.gatehouse.service.rights;

import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.rights.Deadline;
import io.gatehouse.residency.rights.HoldRules;
import io.gatehouse.residency.rights.LegalHold;
import io.gatehouse.residency.rights.LegalHolds;
import io.gatehouse.residency.rights.LegalHolds.OfAccount;
import io.gatehouse.residency.rights.PersonRequests;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Places and lifts what keeps a person's data from being erased. */
@Component
final class HoldDesk {
    /** In one listing of one region. */
    private static final int LISTED = 1_000;
    /** Homes that one request looks at: nobody moves twice within one. */
    private static final int LOOKED_FOR = 3;

    private final HoldRules rules;
    private final AccountDirectory directory;
    private final ServedRegions regions;
    private final EveryRegion every;
    private final ErasureWorker worker;
    private final NewIds ids;
    private final Deadline deadline;
    private final Clock clock;

    HoldDesk(
            HoldRules rules,
            AccountDirectory directory,
            ServedRegions regions,
            EveryRegion every,
            ErasureWorker worker,
            NewIds ids,
            Deadline deadline,
            Clock clock) {
        this.rules = rules;
        this.directory = directory;
        this.regions = regions;
        this.every = every;
        this.worker = worker;
        this.ids = ids;
        this.deadline = deadline;
        this.clock = clock;
    }

    /** A hold and the region that keeps it. */
    record Kept(ServedRegion region, OfAccount held) {}

    /**
     * @param until null for as long as the basis allows
     * @throws ProblemException not found, misdirected, no such basis, too long, or nothing left to hold
     */
    Map<String, Object> place(
            String accountId, String basisId, String reference, @Nullable Instant until, String keyId) {
        Instant now = clock.instant();
        var basis = rules.basis(basisId, today(now))
                .orElseThrow(() -> new ProblemException(
                        ProblemType.UNKNOWN_BASIS,
                        "No row of law/holds.yaml is this basis today; known are "
                                + String.join(
                                        ", ",
                                        rules.bases().stream()
                                                .map(HoldRules.Basis::id)
                                                .toList())
                                + '.'));
        var latest = basis.latestEnd(now, deadline.zone());
        if (until != null && latest.isPresent() && until.isAfter(latest.get()))
            throw new ProblemException(
                    ProblemType.INVALID_REQUEST,
                    "A hold on this basis ends at " + latest.get() + " at the latest (" + basis.source() + ").");
        var account = directory.refOf(accountId);
        var end = until == null ? latest : Optional.of(until);
        // Who moves meanwhile is looked for again: the old home takes no hold any more once the person has left it.
        for (int i = 0; i < LOOKED_FOR; i++) {
            var region = Optional.ofNullable(directory.findNow(List.of(account)).get(account))
                    .map(home -> regions.orMisdirected(home.region()))
                    .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such account."));
            var hold = new LegalHold(ids.hold(region.id()), basis.id(), now, end, keyId, Optional.empty());
            switch (new LegalHolds(region.cell()).place(hold, account, reference)) {
                case LegalHolds.Placing.Placed _ -> {
                    return describe(region, hold, reference);
                }
                case LegalHolds.Placing.Elsewhere() -> {}
                case LegalHolds.Placing.NothingToHold() ->
                    throw new ProblemException(
                            ProblemType.ERASED,
                            "Nothing of the account is here, or its erasure can no longer be stopped.");
            }
        }
        throw new ProblemException(
                ProblemType.REGION_UNAVAILABLE,
                "The account is moving to another region; nothing is held yet. Repeat it.");
    }

    List<Map<String, Object>> all() {
        Instant now = clock.instant();
        return every.all().stream()
                .flatMap(region -> new LegalHolds(region.cell())
                        .holding(now, LISTED).stream().map(held -> describe(region, held.hold(), null)))
                .toList();
    }

    /** @throws ProblemException not found when it is no such id, or misdirected */
    RegionId regionOf(String holdId) {
        return regions.ofId(holdId, 'h').id();
    }

    /** @throws ProblemException not found, or misdirected */
    Kept find(String holdId) {
        var born = regions.ofId(holdId, 'h');
        var region = born.cell()
                .departures()
                .movedTo(holdId)
                .map(regions::orMisdirected)
                .orElse(born);
        return new LegalHolds(region.cell())
                .find(holdId)
                .map(held -> new Kept(region, held))
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such hold."));
    }

    /** With the reference of the case, which is about the person. */
    Map<String, Object> show(Kept kept) {
        return describe(
                kept.region(), kept.held().hold(), new LegalHolds(kept.region().cell()).reference(kept.held()));
    }

    /** Ends a hold; an erasure that waited only for it goes on. */
    Map<String, Object> lift(String holdId, String keyId) {
        var kept = find(holdId);
        var region = kept.region();
        new LegalHolds(region.cell()).lift(holdId, keyId, clock.instant());
        var described = describe(region, find(holdId).held().hold(), null);
        new PersonRequests(region.cell())
                .erasureOf(kept.held().account())
                .ifPresent(erasure -> worker.hurry(region.id(), erasure.id()));
        return described;
    }

    /** Why, if so, what is held may be read for a purpose: never when the hold has ended, or the basis does not name it. */
    void refuseUse(Kept kept, String purpose) {
        var hold = kept.held().hold();
        if (!hold.holdsAt(clock.instant()))
            throw new ProblemException(ProblemType.REQUEST_ENDED, "The hold has ended; nothing may be read under it.");
        var purposes = rules.bases().stream()
                .filter(basis -> basis.id().equals(hold.basis()))
                .findFirst()
                .map(HoldRules.Basis::purposes)
                .orElse(java.util.Set.of());
        if (!purposes.contains(purpose))
            throw new ProblemException(
                    ProblemType.ROLE_NEEDED,
                    "What is held on this basis may be read for: "
                            + String.join(", ", purposes.stream().sorted().toList()) + '.');
    }

    private LocalDate today(Instant now) {
        return now.atZone(deadline.zone()).toLocalDate();
    }

    private Map<String, Object> describe(ServedRegion region, LegalHold hold, @Nullable String reference) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", hold.id());
        fields.put("basis", hold.basis());
        fields.put("home_region", region.id().value());
        fields.put("placed_at", hold.placedAt().toString());
        fields.put("until", hold.until().map(Instant::toString).orElse(null));
        fields.put("placed_by", hold.placedBy());
        hold.liftedAt().ifPresent(at -> fields.put("lifted_at", at.toString()));
        fields.put("holds", hold.holdsAt(clock.instant()));
        if (reference != null) fields.put("reference", reference);
        rules.bases().stream()
                .filter(basis -> basis.id().equals(hold.basis()))
                .findFirst()
                .ifPresent(basis -> {
                    fields.put("source", basis.source());
                    fields.put("verified", basis.verified());
                    fields.put("purposes", basis.purposes().stream().sorted().toList());
                });
        return fields;
    }
}
