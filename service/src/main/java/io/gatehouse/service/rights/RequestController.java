package io.gatehouse.service.rights;

import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.rights.Deadline;
import io.gatehouse.residency.rights.PersonRequest;
import io.gatehouse.residency.rights.PersonRequests;
import io.gatehouse.residency.rights.RequestKind;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.account.AccountFinder;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.JsonObjectReader;
import io.gatehouse.service.json.JsonPointer;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What people asked for, when it is due, and what became of it (GDPR Art. 12(3)). */
@RestController
final class RequestController {
    private static final int MAX_BODY_BYTES = 4 * 1024;
    private static final int MAX_ACCOUNT_BYTES = 256;
    private static final int MAX_WORD_BYTES = 40;
    /** Of each region, in one listing. */
    private static final int LISTED = 1_000;
    /** An id or a code, for example the template of the letter: free text would be personal data in plain sight. */
    private static final Pattern REASON = Pattern.compile("[A-Za-z0-9._:/#-]{1,100}");

    private final AccountDirectory directory;
    private final ServedRegions regions;
    private final EveryRegion every;
    private final NewIds ids;
    private final Deadline deadline;
    private final Clock clock;

    RequestController(
            AccountDirectory directory,
            ServedRegions regions,
            EveryRegion every,
            NewIds ids,
            Deadline deadline,
            Clock clock) {
        this.directory = directory;
        this.regions = regions;
        this.every = every;
        this.ids = ids;
        this.deadline = deadline;
        this.clock = clock;
    }

    /** @param all ended ones too, newest first; otherwise open ones, the most urgent first */
    @GetMapping("/v1/requests")
    Map<String, Object> list(@RequestParam(name = "all", defaultValue = "false") boolean all) {
        Instant now = clock.instant();
        var requests = every.all().stream()
                .flatMap(region -> {
                    var kept = new PersonRequests(region.cell());
                    return (all ? kept.recent(LISTED) : kept.open(LISTED))
                            .stream().map(request -> describe(region, request, now));
                })
                .toList();
        return Map.of("requests", requests);
    }

    @GetMapping("/v1/requests/{id}")
    Map<String, Object> get(@PathVariable String id) {
        var region = regions.ofId(id, 'r');
        return describe(region, find(region, id), clock.instant());
    }

    /** Writes down a request that people will answer, so that its deadline is watched. */
    @PostMapping("/v1/requests")
    ResponseEntity<Map<String, Object>> add(HttpServletRequest request) throws IOException {
        var faults = new Faults();
        var reader = body(request, faults);
        String account = reader == null ? null : reader.requiredText("account", MAX_ACCOUNT_BYTES);
        String word = reader == null ? null : reader.requiredText("kind", MAX_WORD_BYTES);
        Instant told = reader == null ? null : reader.optionalTime("received_at");
        RequestKind kind = word == null ? null : RequestKind.ofWireName(word).orElse(null);
        Instant now = clock.instant();
        if (reader != null) {
            String fault = account == null ? null : AccountFinder.faultOfId(account);
            if (fault != null) reader.fault("account", fault);
            if (word != null && (kind == null || kind == RequestKind.ERASURE))
                reader.fault(
                        "kind",
                        "must be one of: access, rectification, restriction, objection; an erasure begins with DELETE"
                                + " /v1/accounts/{id}");
            if (told != null && told.isAfter(now)) reader.fault("received_at", "must not lie in the future");
            reader.refuseUnknown();
        }
        faults.refuseAny();
        if (account == null || kind == null) throw new IllegalStateException("a body was refused without a fault");
        var ref = directory.refOf(account);
        var home = directory
                .find(ref)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such account."));
        var region = regions.orMisdirected(home.region());
        Instant received = told == null ? now : told;
        var added = new PersonRequest(
                ids.request(region.id()),
                kind,
                PersonRequest.State.RUNNING,
                Optional.of(ref),
                home.epoch(),
                Optional.empty(),
                "{}",
                received,
                deadline.dueOn(received),
                Optional.empty(),
                Caller.of(request).keyId(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        new PersonRequests(region.cell()).add(added);
        return ResponseEntity.created(URI.create("/v1/requests/" + added.id())).body(describe(region, added, now));
    }

    /** Two months more, once, told to the person within the first. */
    @PostMapping("/v1/requests/{id}/extension")
    Map<String, Object> extend(@PathVariable String id, HttpServletRequest request) throws IOException {
        var region = regions.ofId(id, 'r');
        var faults = new Faults();
        var reader = body(request, faults);
        String reason = reader == null ? null : reader.requiredText("reason", MAX_BODY_BYTES);
        Instant told = reader == null ? null : reader.optionalTime("person_told_at");
        Instant now = clock.instant();
        if (reader != null) {
            if (reason != null && !REASON.matcher(reason).matches())
                reader.fault("reason", "must be an id: letters, digits and ._:/#- , at most 100; no free text");
            if (reader.node("person_told_at") == null)
                reader.fault("person_told_at", "is missing: the person is told within the first month");
            if (told != null && told.isAfter(now)) reader.fault("person_told_at", "must not lie in the future");
            reader.refuseUnknown();
        }
        faults.refuseAny();
        if (reason == null || told == null) throw new IllegalStateException("a body was refused without a fault");
        var found = find(region, id);
        boolean isInTime = deadline.mayExtend(found.receivedAt(), told);
        if (!isInTime
                || !new PersonRequests(region.cell()).extend(id, deadline.extendedDueOn(found.receivedAt()), reason))
            throw new ProblemException(
                    ProblemType.REQUEST_ENDED,
                    isInTime
                            ? "The request has ended, or was extended before."
                            : "The person was told after the first month, which ended with " + found.dueOn() + ".");
        return describe(region, find(region, id), now);
    }

    /** Ends a request that people answered. */
    @PostMapping("/v1/requests/{id}/answer")
    Map<String, Object> answer(@PathVariable String id, HttpServletRequest request) throws IOException {
        var region = regions.ofId(id, 'r');
        var faults = new Faults();
        var reader = body(request, faults);
        String state = reader == null ? null : reader.requiredText("state", MAX_WORD_BYTES);
        if (reader != null) {
            if (state != null && !state.equals("done") && !state.equals("refused"))
                reader.fault("state", "must be one of: done, refused");
            reader.refuseUnknown();
        }
        faults.refuseAny();
        var end = "done".equals(state) ? PersonRequest.State.DONE : PersonRequest.State.REFUSED;
        var _ = find(region, id);
        if (!new PersonRequests(region.cell()).close(id, end, clock.instant()))
            throw new ProblemException(
                    ProblemType.REQUEST_ENDED, "The request has ended, or is an erasure, which ends by itself.");
        return describe(region, find(region, id), clock.instant());
    }

    private static @Nullable JsonObjectReader body(HttpServletRequest request, Faults faults) throws IOException {
        return JsonObjectReader.of(StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)), JsonPointer.ROOT, faults);
    }

    private static PersonRequest find(ServedRegion region, String id) {
        return new PersonRequests(region.cell())
                .find(id)
                .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such request."));
    }

    private Map<String, Object> describe(ServedRegion region, PersonRequest request, Instant now) {
        return RequestJson.describe(request, region.id().value(), deadline, now);
    }
}
