package io.gatehouse.service.portability;

import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.service.access.Caller;
import io.gatehouse.service.access.Role;
import io.gatehouse.service.account.AccountFinder;
import io.gatehouse.service.account.AccountFinder.Found;
import io.gatehouse.service.json.Faults;
import io.gatehouse.service.portability.Feed.Cursor;
import io.gatehouse.service.portability.Feed.Page;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The feed of portable records, as NDJSON: for the person by way of the platform, and for third parties that the person authorised. */
@RestController
final class FeedController {
    static final Purpose PORTABILITY = new Purpose("portability");

    private static final MediaType NDJSON = MediaType.parseMediaType("application/x-ndjson");
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Proxies give up on what is silent for half a minute. */
    private static final int LONGEST_WAIT_MS = 20_000;

    /** A look costs one short query; a record is told within this after its commit. */
    private static final Duration LOOKS_EVERY = Duration.ofMillis(250);

    /** Each looks four times a second: together a few hundred short queries, a small part of what a cell answers. */
    static final int MOST_WAITING = 100;

    /** Some reader's wait ends within this. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final Semaphore waiting = new Semaphore(MOST_WAITING);

    private final AccountFinder accounts;
    private final AuthorisationDesk authorisations;
    private final Feed feed;
    private final Delivery delivery;

    FeedController(AccountFinder accounts, AuthorisationDesk authorisations, Feed feed, Delivery delivery) {
        this.accounts = accounts;
        this.authorisations = authorisations;
        this.feed = feed;
        this.delivery = delivery;
    }

    @GetMapping("/v1/accounts/{id}/portability")
    ResponseEntity<byte[]> feed(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(name = "wait_ms", defaultValue = "0") int waitMs,
            HttpServletRequest request)
            throws InterruptedException {
        var faults = new Faults();
        String fault = AccountFinder.faultOfId(id);
        if (fault != null) faults.add("path:id", fault);
        Cursor cursor = cursor(after, faults);
        if (waitMs < 0 || waitMs > LONGEST_WAIT_MS) faults.add("query:wait_ms", "must be 0 to " + LONGEST_WAIT_MS);
        faults.refuseAny();
        var caller = Caller.of(request);
        if (isThirdParty(caller)) return toThirdParty(caller, id, cursor, waitMs);
        accounts.admit(request, id, DataKind.ACCOUNT, DataKind.CONTENT, DataKind.DECISION);
        return ndjson(await(accounts.require(id), cursor, EnumSet.allOf(PortableKind.class), waitMs));
    }

    static boolean isThirdParty(Caller caller) {
        return caller.roles().stream().noneMatch(role -> role == Role.PLATFORM || role == Role.PRIVACY);
    }

    private ResponseEntity<byte[]> toThirdParty(Caller caller, String id, Cursor cursor, int waitMs)
            throws InterruptedException {
        var found = accounts.require(id);
        // Whoever is not authorised does not learn whether there is such a person.
        var authorised = authorisations.standing(found, caller.client()).orElseThrow(FeedController::nothing);
        var data = authorised.scope().stream().map(PortableKind::data).collect(Collectors.toSet());
        delivery.mayBegin(caller, found.home().id(), PORTABILITY, data);
        var page = await(found, cursor, authorised.scope(), waitMs);
        // It may have been revoked while this waited.
        if (authorisations.standing(found, caller.client()).isEmpty()) throw nothing();
        if (!page.records().isEmpty()) delivery.deliver(caller, found.home().id(), PORTABILITY, data, 1);
        return ndjson(page);
    }

    static ProblemException nothing() {
        return new ProblemException(ProblemType.NOT_FOUND, "There is no such account.");
    }

    private Page await(Found found, Cursor cursor, Set<PortableKind> scope, int waitMs) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofMillis(waitMs).toNanos();
        var now = feed.after(found, cursor, scope);
        if (hasSomething(now) || waitMs == 0) return now;
        if (!waiting.tryAcquire())
            throw new ProblemException(Problem.of(
                            ProblemType.OVERLOADED,
                            "There is nothing new, and " + MOST_WAITING
                                    + " readers wait for something new already; ask again, or without wait_ms.")
                    .retryAfter(RETRY_AFTER));
        try {
            while (true) {
                // In a virtual thread, for as long as the reader asked; nothing tells of a commit of another node.
                Thread.sleep(LOOKS_EVERY);
                var page = feed.after(found, cursor, scope);
                if (hasSomething(page) || System.nanoTime() >= end) return page;
            }
        } finally {
            waiting.release();
        }
    }

    private static boolean hasSomething(Page page) {
        return !page.records().isEmpty() || page.more();
    }

    private static Cursor cursor(@Nullable String after, Faults faults) {
        if (after == null || after.isEmpty()) return Cursor.begin("");
        try {
            return Cursor.parse(after);
        } catch (IllegalArgumentException _) {
            faults.add("query:after", "must be a cursor from the last line of an answer");
            return Cursor.begin("");
        }
    }

    /** One record a line; the last line is the cursor. */
    private static ResponseEntity<byte[]> ndjson(Page page) {
        var out = new ByteArrayOutputStream();
        page.records().forEach(record -> line(out, record.toTree()));
        var last = new LinkedHashMap<String, Object>();
        last.put("type", "cursor");
        last.put("cursor", page.next().toString());
        last.put("more", page.more());
        line(out, last);
        return ResponseEntity.ok().contentType(NDJSON).body(out.toByteArray());
    }

    private static void line(ByteArrayOutputStream out, Map<String, Object> tree) {
        out.writeBytes((JSON.writeValueAsString(tree) + "\n").getBytes(StandardCharsets.UTF_8));
    }
}
