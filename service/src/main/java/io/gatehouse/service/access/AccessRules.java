package io.gatehouse.service.access;

import static io.gatehouse.service.access.Role.ADMIN;
import static io.gatehouse.service.access.Role.AUDITOR;
import static io.gatehouse.service.access.Role.PLATFORM;
import static io.gatehouse.service.access.Role.POLICY_AUTHOR;
import static io.gatehouse.service.access.Role.PRIVACY;
import static io.gatehouse.service.access.Role.RECIPIENT;
import static io.gatehouse.service.access.Role.REVIEWER;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Which roles may use which route. What is not named here needs a key with the role admin: nothing is open by accident. */
public final class AccessRules {
    private static final Set<Role> SCREENS = Set.of(PLATFORM);
    private static final Set<Role> READS_DECISIONS = Set.of(PLATFORM, REVIEWER, AUDITOR, PRIVACY);
    private static final Set<Role> READS_ACCOUNTS = Set.of(PLATFORM, PRIVACY);
    private static final Set<Role> MOVES_ACCOUNTS = Set.of(PLATFORM, PRIVACY, ADMIN);
    private static final Set<Role> READS_MIGRATIONS = Set.of(PLATFORM, PRIVACY, AUDITOR, ADMIN);
    private static final Set<Role> RECEIVES = Set.of(PLATFORM, PRIVACY, RECIPIENT);
    private static final Set<Role> LABELS_ACCOUNTS = Set.of(PLATFORM, REVIEWER);
    private static final Set<Role> RECORDS_CONSENTS = Set.of(PLATFORM, PRIVACY);
    private static final Set<Role> READS_LABELS = Set.of(PLATFORM, REVIEWER, PRIVACY);
    private static final Set<Role> KEEPS_HOLDS = Set.of(PRIVACY);
    private static final Set<Role> ANSWERS_PEOPLE = Set.of(PRIVACY);
    private static final Set<Role> READS_EVIDENCE = Set.of(AUDITOR, ADMIN);
    private static final Set<Role> READS_POLICIES = Set.of(POLICY_AUTHOR, AUDITOR);
    private static final Set<Role> AUTHORS_POLICIES = Set.of(POLICY_AUTHOR);
    private static final Set<Role> WATCHES_POLICIES = Set.of(POLICY_AUTHOR, AUDITOR, ADMIN);
    private static final Set<Role> ASKS_THE_GATE = Set.of(PLATFORM, PRIVACY, ADMIN);
    private static final Set<Role> READS_TRANSFERS = Set.of(PRIVACY, AUDITOR, ADMIN);
    private static final Set<Role> READS_INTEROP = Set.of(PLATFORM, AUDITOR, ADMIN);
    private static final Set<Role> ASKS_FOR_GRANTS = Set.of(PLATFORM, REVIEWER, AUDITOR, PRIVACY, ADMIN);
    private static final Set<Role> APPROVES_GRANTS = Set.of(PRIVACY, ADMIN);
    private static final Set<Role> READS_BANKS = Set.of(POLICY_AUTHOR, AUDITOR, REVIEWER);
    private static final Set<Role> KEEPS_BANKS = Set.of(POLICY_AUTHOR);
    private static final Set<Role> ASKS_BANKS = Set.of(PLATFORM, REVIEWER);
    private static final Set<Role> HURRIES_MEDIA = Set.of(PLATFORM, REVIEWER);
    private static final Set<Role> SAYS_OF_MATCHES = Set.of(REVIEWER);
    private static final Set<Role> SENDS_NOTICES = Set.of(PLATFORM);
    private static final Set<Role> READS_NOTICES = Set.of(PLATFORM, REVIEWER, AUDITOR, PRIVACY);
    private static final Set<Role> FORGETS_NOTIFIERS = Set.of(PRIVACY);
    private static final Set<Role> READS_CASES = Set.of(REVIEWER, AUDITOR);
    private static final Set<Role> DECIDES = Set.of(REVIEWER);
    private static final Set<Role> READS_APPEALS = Set.of(PLATFORM, REVIEWER, AUDITOR);
    private static final Set<Role> TAKES_ORDERS = Set.of(PLATFORM, REVIEWER, PRIVACY);
    private static final Set<Role> READS_ORDERS = Set.of(PLATFORM, REVIEWER, AUDITOR, PRIVACY);
    private static final Set<Role> KEEPS_DISPUTES = Set.of(PLATFORM, REVIEWER);
    private static final Set<Role> READS_REGISTERS = Set.of(REVIEWER, AUDITOR, ADMIN);
    private static final Set<Role> KEEPS_WEBHOOKS = Set.of(PLATFORM, ADMIN);
    private static final Set<Role> SEARCHES = Set.of(REVIEWER, AUDITOR, PRIVACY);
    private static final Set<Role> SEARCHES_CONTENTS = Set.of(REVIEWER, PRIVACY);
    private static final Set<Role> ADMINISTERS = Set.of(ADMIN);
    /** Whoever works with the service; third parties are told nothing but what people let them have. */
    private static final Set<Role> ANY = Set.copyOf(EnumSet.complementOf(EnumSet.of(RECIPIENT)));

    private AccessRules() {}

    /** The roles of which a caller needs one; empty when the route is open to everyone. */
    public static Optional<Set<Role>> neededFor(String method, String path) {
        if (path.startsWith("/v1/")) return Optional.of(api(method, path));
        if (path.equals("/v1alpha1/comments:analyze")) return Optional.of(SCREENS);
        if (isIn(path, "/console")) return console(method, path);
        if (path.startsWith("/hma/")) return Optional.of(matcher(method, path));
        if (path.equals("/openapi.json") || path.equals("/actuator/health") || path.startsWith("/actuator/health/"))
            return Optional.empty();
        if (path.equals("/actuator/info") || path.equals("/actuator/prometheus")) return Optional.of(READS_EVIDENCE);
        return Optional.of(ADMINISTERS);
    }

    /** Pages ask for what the API asks for where they show or do the same. */
    private static Optional<Set<Role>> console(String method, String path) {
        if (path.equals("/console/sign-in") || path.startsWith("/console/files/")) return Optional.empty();
        if (path.equals("/console") || path.equals("/console/sign-out")) return Optional.of(ANY);
        return Optional.of(api(method, "/v1" + path.substring("/console".length())));
    }

    /** Whether these roles open the route. */
    public static boolean mayUse(Set<Role> roles, String method, String path) {
        return neededFor(method, path)
                .map(needed -> roles.stream().anyMatch(needed::contains))
                .orElse(true);
    }

    /** The hash-matching API of review tools, under a region: {@code /hma/{region}/c/...} keeps banks, the rest asks. */
    private static Set<Role> matcher(String method, String path) {
        String[] segments = path.split("/", 5);
        if (segments.length < 5 || !segments[3].equals("c")) return ASKS_BANKS;
        return method.equals("GET") || method.equals("HEAD") ? READS_BANKS : KEEPS_BANKS;
    }

    private static Set<Role> api(String method, String path) {
        boolean reads = method.equals("GET") || method.equals("HEAD");
        if (path.equals("/v1/screenings") || path.equals("/v1/screenings:batch")) return SCREENS;
        if (path.startsWith("/v1/contents/")) return SCREENS;
        if (path.equals("/v1/banks") || path.startsWith("/v1/banks/")) return reads ? READS_BANKS : KEEPS_BANKS;
        if (path.equals("/v1/exchanges")) return READS_BANKS;
        if (path.equals("/v1/media:match")) return ASKS_BANKS;
        if (path.startsWith("/v1/media/") && path.endsWith(":hurry")) return HURRIES_MEDIA;
        if (path.equals("/v1/uploads") || path.startsWith("/v1/uploads/")) return SCREENS;
        if (path.startsWith("/v1/matches/")) return SAYS_OF_MATCHES;
        if (path.equals("/v1/media") || path.equals("/v1/moderations")) return SCREENS;
        var casework = casework(path, reads);
        if (casework.isPresent()) return casework.get();
        if (path.startsWith("/v1/screenings/") || path.startsWith("/v1/decisions/")) return READS_DECISIONS;
        if (isAbout(path, "portability")) return RECEIVES;
        if (isAbout(path, "portability-authorisations")) return reads ? READS_ACCOUNTS : RECORDS_CONSENTS;
        if (isAbout(path, "business-opt-ins")) return reads ? READS_ACCOUNTS : RECORDS_CONSENTS;
        if (isAbout(path, "business-data")) return READS_ACCOUNTS;
        if (isAbout(path, "consents")) return reads ? READS_ACCOUNTS : RECORDS_CONSENTS;
        if (isAbout(path, "labels")) return reads ? READS_LABELS : LABELS_ACCOUNTS;
        if (isAbout(path, "migrations")) return reads ? READS_MIGRATIONS : MOVES_ACCOUNTS;
        if (path.startsWith("/v1/migrations/")) return READS_MIGRATIONS;
        if (path.equals("/v1/misplacements")) return READS_TRANSFERS;
        if (isAbout(path, "export")) return READS_ACCOUNTS;
        if (path.startsWith("/v1/accounts/") && method.equals("DELETE")) return READS_ACCOUNTS;
        if (path.startsWith("/v1/erasures/")) return READS_ACCOUNTS;
        if (path.equals("/v1/holds") || path.startsWith("/v1/holds/")) return KEEPS_HOLDS;
        if (path.equals("/v1/requests") || path.startsWith("/v1/requests/")) return ANSWERS_PEOPLE;
        if (path.startsWith("/v1/accounts/")) return reads ? READS_ACCOUNTS : SCREENS;
        if (path.equals("/v1/jobs") || path.startsWith("/v1/jobs/")) return reads ? READS_EVIDENCE : ADMINISTERS;
        if (path.equals("/v1/policies/nodes") || path.equals("/v1/alerts")) return WATCHES_POLICIES;
        if (path.equals("/v1/policies:rollback")) return AUTHORS_POLICIES;
        if (path.equals("/v1/policies") || path.startsWith("/v1/policies/"))
            return reads ? READS_POLICIES : AUTHORS_POLICIES;
        if (path.equals("/v1/transfers:evaluate")) return ASKS_THE_GATE;
        if (path.equals("/v1/transfers") || path.equals("/v1/operator-accesses")) return READS_TRANSFERS;
        if (path.equals("/v1/grants") || path.startsWith("/v1/grants/"))
            return path.endsWith(":approve") ? APPROVES_GRANTS : ASKS_FOR_GRANTS;
        if (path.equals("/v1/interop/messages")) return SCREENS;
        if (path.equals("/v1/interop")) return READS_INTEROP;
        if (path.equals("/v1/reports/profiling-register")) return READS_TRANSFERS;
        if (path.equals("/v1/reports/processing-record")) return READS_TRANSFERS;
        if (isIn(path, "/v1/reports")) return READS_TRANSFERS;
        if (path.equals("/v1/webhooks") || path.startsWith("/v1/webhooks/")) return KEEPS_WEBHOOKS;
        if (path.equals("/v1/search/contents")) return SEARCHES_CONTENTS;
        if (isIn(path, "/v1/search")) return SEARCHES;
        if (path.equals("/v1/regions")) return ANY;
        if (path.startsWith("/v1/regions/")) return READS_EVIDENCE;
        return ADMINISTERS;
    }

    /** What people report, decide, appeal and order. */
    private static Optional<Set<Role>> casework(String path, boolean reads) {
        if (path.equals("/v1/notices:erase")) return Optional.of(FORGETS_NOTIFIERS);
        if (isIn(path, "/v1/notices")) return Optional.of(reads ? READS_NOTICES : SENDS_NOTICES);
        if (isIn(path, "/v1/cases")) return Optional.of(reads ? READS_CASES : DECIDES);
        if (path.startsWith("/v1/decisions/") && path.endsWith("/appeals")) return Optional.of(SENDS_NOTICES);
        if (isIn(path, "/v1/appeals")) return Optional.of(READS_APPEALS);
        if (isIn(path, "/v1/orders")) return Optional.of(reads ? READS_ORDERS : TAKES_ORDERS);
        if (isIn(path, "/v1/life-threats")) return Optional.of(reads ? READS_ORDERS : TAKES_ORDERS);
        if (isIn(path, "/v1/disputes")) return Optional.of(reads ? READS_APPEALS : KEEPS_DISPUTES);
        if (path.startsWith("/v1/registers/")) return Optional.of(READS_REGISTERS);
        return Optional.empty();
    }

    private static boolean isIn(String path, String route) {
        return path.equals(route) || path.startsWith(route + "/");
    }

    /** For example {@code /v1/accounts/{id}/labels} and below. An id holds no slash. */
    private static boolean isAbout(String path, String part) {
        String[] segments = path.split("/", 6);
        return segments.length > 4 && path.startsWith("/v1/accounts/") && segments[4].equals(part);
    }
}
