package io.gatehouse.service.operator;

import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.operator.AccessGrant;
import io.gatehouse.residency.operator.AccessGrant.Act;
import io.gatehouse.residency.operator.BasisJson;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.access.Role;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.json.JsonBody;
import io.gatehouse.service.json.StrictJson;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.GrantBooks;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegions;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Grants: asked for by who sits elsewhere, approved by a second person, revoked. */
@RestController
final class GrantsController {
    private static final int MAX_BODY_BYTES = 16 * 1024;
    /** Older grants have long ended. */
    private static final int MOST_LISTED = 200;

    private final GrantBooks books;
    private final ServedRegions regions;
    private final AccountDirectory directory;
    private final NewIds ids;
    private final Clock clock;

    GrantsController(GrantBooks books, ServedRegions regions, AccountDirectory directory, NewIds ids, Clock clock) {
        this.books = books;
        this.regions = regions;
        this.directory = directory;
        this.ids = ids;
        this.clock = clock;
    }

    @PostMapping("/v1/grants")
    @ResponseStatus(HttpStatus.CREATED)
    Map<String, Object> request(HttpServletRequest request) throws IOException {
        var caller = Caller.of(request);
        var faults = new Faults();
        var now = clock.instant();
        var wish = GrantReader.read(StrictJson.parse(JsonBody.read(request, MAX_BODY_BYTES)), now, faults);
        faults.refuseAny();
        if (wish == null) throw new IllegalStateException("a body was refused without a fault");
        if (caller.holder().isEmpty())
            throw new ProblemException(
                    ProblemType.COUNTRY_NEEDED, "A grant says from which country is read: this key has none.");
        AccountRef account = wish.account() == null ? null : directory.refOf(wish.account());
        RegionId region = regionOf(wish, account);
        var grant = new AccessGrant(
                ids.grant(region),
                region,
                caller.keyId(),
                wish.purpose(),
                wish.data(),
                account,
                wish.recordId(),
                wish.basis(),
                wish.reason(),
                wish.subjects(),
                now,
                wish.until(),
                null,
                null);
        books.of(region).request(grant);
        return describe(grant);
    }

    private RegionId regionOf(GrantReader.Wish wish, @Nullable AccountRef account) {
        if (account != null)
            return regions.orMisdirected(directory
                            .find(account)
                            .orElseThrow(() -> new ProblemException(ProblemType.NOT_FOUND, "There is no such account."))
                            .region())
                    .id();
        if (wish.recordId() != null) {
            char kind = wish.recordId().contains(".s.") ? 's' : 'd';
            return regions.ofId(wish.recordId(), kind).id();
        }
        return regions.named(String.valueOf(wish.region())).id();
    }

    /** Those of the caller; whoever approves or audits sees all. Newest first. */
    @GetMapping("/v1/grants")
    Map<String, Object> list(@RequestParam(required = false) @Nullable String region, HttpServletRequest request) {
        var caller = Caller.of(request);
        Optional<RegionId> only = region == null
                ? Optional.empty()
                : Optional.of(regions.named(region).id());
        List<Map<String, Object>> grants = books.newest(only, MOST_LISTED).stream()
                .filter(grant -> seesAll(caller) || grant.forKey().equals(caller.keyId()))
                .map(this::describe)
                .toList();
        return Map.of("grants", grants);
    }

    /** @throws ProblemException when the caller asked for it themselves, or it is not waiting */
    @PostMapping("/v1/grants/{id}:approve")
    Map<String, Object> approve(@PathVariable String id, HttpServletRequest request) {
        var caller = Caller.of(request);
        var grant = found(id);
        if (grant.forKey().equals(caller.keyId()))
            throw new ProblemException(
                    ProblemType.GRANT_APPROVAL_REFUSED, "Nobody approves their own grant: a second person must.");
        return describe(books.of(grant.region())
                .approve(id, new Act(caller.keyId(), clock.instant()))
                .orElseThrow(() -> new ProblemException(
                        ProblemType.GRANT_NOT_OPEN,
                        "The grant is " + found(id).stateAt(clock.instant()).wireName() + ".")));
    }

    /** Whoever asked gives it back; whoever approves takes it back. */
    @DeleteMapping("/v1/grants/{id}")
    Map<String, Object> revoke(@PathVariable String id, HttpServletRequest request) {
        var caller = Caller.of(request);
        var grant = found(id);
        if (!grant.forKey().equals(caller.keyId()) && !approves(caller)) throw nothing();
        return describe(books.of(grant.region())
                .revoke(id, new Act(caller.keyId(), clock.instant()))
                .orElseThrow(() -> new ProblemException(ProblemType.GRANT_NOT_OPEN, "The grant has ended already.")));
    }

    private AccessGrant found(String id) {
        var region = regions.ofId(id, 'g').id();
        return books.of(region).find(id).orElseThrow(GrantsController::nothing);
    }

    private static ProblemException nothing() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is nothing of this id.");
    }

    private static boolean approves(Caller caller) {
        return caller.roles().contains(Role.PRIVACY) || caller.roles().contains(Role.ADMIN);
    }

    private static boolean seesAll(Caller caller) {
        return approves(caller) || caller.roles().contains(Role.AUDITOR);
    }

    /** Never whose data: the account that a grant names is told as a scope. */
    private Map<String, Object> describe(AccessGrant grant) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", grant.id());
        fields.put("state", grant.stateAt(clock.instant()).wireName());
        fields.put("for", grant.forKey());
        fields.put("region", grant.region().value());
        fields.put("scope", grant.account() != null ? "account" : grant.recordId() != null ? "record" : "region");
        fields.put("record", grant.recordId());
        fields.put("purpose", grant.purpose().name());
        fields.put(
                "data", grant.data().stream().map(DataKind::wireName).sorted().toList());
        fields.put("basis", BasisJson.kindOf(grant.basis()));
        fields.put("reason", grant.reason());
        fields.put("subjects", grant.mostSubjects());
        fields.put("requested_at", grant.requestedAt().toString());
        fields.put("until", grant.until().toString());
        fields.put("approved_by", grant.approved().map(Act::byKey).orElse(null));
        fields.put("revoked_by", grant.revoked().map(Act::byKey).orElse(null));
        return fields;
    }
}
