package io.gatehouse.service.casework;

import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.rights.Deadline;
import io.gatehouse.residency.rights.HoldRules;
import io.gatehouse.residency.rights.LegalHold;
import io.gatehouse.residency.rights.LegalHolds;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Keeps what an order removes: a legal hold on the author's data, at the author's home (Regulation (EU) 2021/784 Art. 6). */
@Component
final class Preservation {
    private static final String BASIS = "terrorist_content";
    private static final String KEPT_BY = "order";
    /** Homes that are looked at: nobody moves twice within one request. */
    private static final int LOOKED_FOR = 3;

    private final HoldRules rules;
    private final AccountDirectory directory;
    private final ServedRegions regions;
    private final Deadline deadline;
    private final Clock clock;

    Preservation(HoldRules rules, AccountDirectory directory, ServedRegions regions, Deadline deadline, Clock clock) {
        this.rules = rules;
        this.directory = directory;
        this.regions = regions;
        this.deadline = deadline;
        this.clock = clock;
    }

    /**
     * Places the hold, once.
     *
     * @return why it cannot be placed, a code; null when it is there
     */
    @Nullable
    String keep(String holdId, AccountRef account, String reference) {
        Instant now = clock.instant();
        var basis = rules.basis(BASIS, LocalDate.ofInstant(now, deadline.zone()));
        if (basis.isEmpty()) return "no_hold_basis";
        for (int i = 0; i < LOOKED_FOR; i++) {
            var home = directory.findNow(List.of(account)).get(account);
            if (home == null) return "no_home";
            var holds = new LegalHolds(regions.orMisdirected(home.region()).cell());
            if (holds.find(holdId).isPresent()) return null;
            var hold = new LegalHold(
                    holdId, BASIS, now, basis.get().latestEnd(now, deadline.zone()), KEPT_BY, Optional.empty());
            switch (holds.place(hold, account, reference)) {
                case LegalHolds.Placing.Placed _ -> {
                    return null;
                }
                case LegalHolds.Placing.NothingToHold() -> {
                    return "nothing_to_hold";
                }
                case LegalHolds.Placing.Elsewhere() -> {}
            }
        }
        return "moving";
    }
}
