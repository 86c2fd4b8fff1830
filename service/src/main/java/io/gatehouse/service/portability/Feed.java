package io.gatehouse.service.portability;

import io.gatehouse.residency.cell.Account;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.purpose.Consents;
import io.gatehouse.service.account.AccountFinder.Found;
import io.gatehouse.service.consent.ConsentDesk;
import io.gatehouse.service.portability.PortableRecords.Portable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One person's records from a cursor on. What changes as a whole (account, consents) comes again when it changed. */
@Component
final class Feed {
    /** Some hundred KiB of messages: one answer, or one delivery. */
    static final int PAGE = 200;

    private final PortableRecords records;
    private final ConsentDesk consents;

    Feed(PortableRecords records, ConsentDesk consents) {
        this.records = records;
        this.consents = consents;
    }

    /**
     * Where a reader is.
     *
     * @param region the home when the cursor was given: after a move the feed begins anew, and stable ids tell what is known
     * @param index of the last decision told; -1 for none
     * @param state digest of the account and consents told; empty for none
     */
    record Cursor(String region, long index, String state) {
        static Cursor begin(String region) {
            return new Cursor(region, -1, "");
        }

        /** @throws IllegalArgumentException when it is none of ours */
        static Cursor parse(String text) {
            String[] parts = text.split("~", -1);
            if (parts.length != 3) throw new IllegalArgumentException("not a cursor");
            long index = Long.parseLong(parts[1]);
            if (index < -1 || !parts[2].matches("[0-9a-f]{0,16}")) throw new IllegalArgumentException("not a cursor");
            return new Cursor(parts[0], index, parts[2]);
        }

        @Override
        public String toString() {
            return region + "~" + index + "~" + state;
        }
    }

    /** @param more whether to ask again at once */
    record Page(List<Portable> records, Cursor next, boolean more) {}

    Page after(Found found, Cursor cursor, Set<PortableKind> scope) {
        String home = found.home().id().value();
        var from = cursor.region().equals(home) ? cursor : Cursor.begin(home);
        var told = new ArrayList<Portable>();
        String state = state(found, from, scope, told);
        var decisions = found.home().cell().reader().history(found.author().account(), from.index(), PAGE + 1);
        long last = from.index();
        for (var decision : decisions.subList(0, Math.min(PAGE, decisions.size()))) {
            add(decision, scope, told);
            last = decision.index();
        }
        return new Page(told, new Cursor(home, last, state), decisions.size() > PAGE);
    }

    private void add(StoredDecision decision, Set<PortableKind> scope, List<Portable> told) {
        // A newer record of the same id replaces the older: so an edit is told.
        boolean isNew = decision.index() == decision.contentIndex() || decision.revision() > 1;
        if (isNew && scope.contains(PortableKind.CONTENT))
            records.content(decision).ifPresent(told::add);
        if (scope.contains(PortableKind.DECISION)) records.decision(decision).ifPresent(told::add);
    }

    private String state(Found found, Cursor from, Set<PortableKind> scope, List<Portable> told) {
        var now = new ArrayList<Portable>();
        if (scope.contains(PortableKind.ACCOUNT))
            found.home().cell().reader().account(found.author().account()).ifPresent(a -> now.add(account(found, a)));
        if (scope.contains(PortableKind.CONSENTS)) consents(consents.consents(found), now);
        if (now.isEmpty()) return from.state();
        String digest = digest(now);
        if (!digest.equals(from.state())) told.addAll(now);
        return digest;
    }

    private static Portable account(Found found, Account account) {
        JsonNode profile = JsonMapper.shared().readTree(account.profile());
        var data = new LinkedHashMap<String, Object>();
        data.put("account_id", profile.path("id"));
        data.put("residence", profile.path("residence"));
        data.put("country", profile.path("country"));
        data.put("home_region", found.home().id().value());
        return new Portable(
                PortableKind.ACCOUNT, "account", true, account.createdAt().toString(), data);
    }

    private static void consents(Consents consents, List<Portable> told) {
        consents.events().forEach((purpose, events) -> {
            var data = new LinkedHashMap<String, Object>();
            data.put("purpose", purpose.name());
            data.put(
                    "history",
                    events.stream()
                            .map(event -> Map.of(
                                    "kind", event.kind().wireName(),
                                    "at", event.at().toString()))
                            .toList());
            var at = events.isEmpty() ? Instant.EPOCH : events.getLast().at();
            told.add(new Portable(PortableKind.CONSENTS, "consents/" + purpose.name(), true, at.toString(), data));
        });
    }

    private static String digest(List<Portable> records) {
        try {
            byte[] json = JsonMapper.shared()
                    .writeValueAsString(records.stream().map(Portable::toTree).toList())
                    .getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
