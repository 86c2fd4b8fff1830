package io.gatehouse.service.rights;

import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.rights.LegalHolds;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.account.AccountFinder;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.operator.OperatorDesk;
import io.gatehouse.service.operator.Wanted;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A person's copy of everything (GDPR Art. 15 and 20), and what a legal hold keeps, each streamed. */
@RestController
final class ExportController {
    /** Each reads and opens as fast as the client takes it, beside the screenings. */
    private static final int AT_ONCE = 4;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);
    private static final String REPORTS = "legal_duty_report";

    private final AccountDirectory directory;
    private final ServedRegions regions;
    private final EveryRegion every;
    private final OperatorDesk operators;
    private final ExportManifest manifest;
    private final HoldDesk holds;
    private final NewIds ids;
    private final Clock clock;
    private final Semaphore exports = new Semaphore(AT_ONCE);

    ExportController(
            AccountDirectory directory,
            ServedRegions regions,
            EveryRegion every,
            OperatorDesk operators,
            ExportManifest manifest,
            HoldDesk holds,
            NewIds ids,
            Clock clock) {
        this.directory = directory;
        this.regions = regions;
        this.every = every;
        this.operators = operators;
        this.manifest = manifest;
        this.holds = holds;
        this.ids = ids;
        this.clock = clock;
    }

    @GetMapping("/v1/accounts/{id}/export")
    void export(@PathVariable String id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        var faults = new Faults();
        String fault = AccountFinder.faultOfId(id);
        if (fault != null) faults.add("path:id", fault);
        faults.refuseAny();
        var account = directory.refOf(id);
        var home = directory
                .find(account)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such account."));
        var region = regions.orMisdirected(home.region());
        region.cell().reader().account(account).ifPresent(stored -> {
            if (stored.profile().length == 0)
                throw new ProblemException(ProblemType.ERASED, "The account is being erased, or was.");
        });
        var having = regionsOf(account);
        // Every cell that has something is asked for itself: each has a law of its own.
        for (var each : having.isEmpty() ? List.of(region) : having)
            operators.admit(request, Wanted.ofAccount(each.id(), account, DataKind.EXPORT));
        stream(response, having, account, id, true);
    }

    /** What a hold keeps, for a purpose that its basis names; each reading is an entry of the log before it begins. */
    @GetMapping("/v1/holds/{id}/material")
    void material(
            @PathVariable String id,
            @RequestParam("purpose") String purpose,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        var kept = holds.find(id);
        holds.refuseUse(kept, purpose);
        var account = kept.held().account();
        boolean isReport = purpose.equals(REPORTS);
        var kinds = isReport
                ? new DataKind[] {DataKind.CONTENT, DataKind.MEDIA}
                : new DataKind[] {DataKind.CONTENT, DataKind.MEDIA, DataKind.DECISION, DataKind.ACCOUNT};
        var having = regionsOf(account);
        for (var each : having) operators.admit(request, Wanted.ofAccount(each.id(), account, kinds));
        new LegalHolds(kept.region().cell())
                .recordUse(
                        kept.held(),
                        purpose,
                        Caller.of(request).keyId(),
                        ids.event(kept.region().id()),
                        clock.instant());
        stream(response, having, account, "hold " + id, !isReport);
    }

    private List<ServedRegion> regionsOf(AccountRef account) {
        return every.all().stream()
                .filter(region -> region.cell().person(account).isPresent())
                .toList();
    }

    private void stream(
            HttpServletResponse response, List<ServedRegion> having, AccountRef account, String about, boolean whole)
            throws IOException {
        if (!exports.tryAcquire())
            throw new ProblemException(Problem.of(
                            ProblemType.OVERLOADED,
                            "Too many copies are being written; at most " + AT_ONCE + " at once.")
                    .retryAfter(RETRY_AFTER));
        try {
            Instant now = clock.instant();
            Map<String, Object> about15 = manifest.of(
                    about, having.stream().map(region -> region.id().value()).toList(), now);
            response.setContentType("application/zip");
            response.setHeader("Content-Disposition", "attachment; filename=\"person-export.zip\"");
            new PersonExport(having, account).write(response.getOutputStream(), about15, whole, now);
        } finally {
            exports.release();
        }
    }
}
