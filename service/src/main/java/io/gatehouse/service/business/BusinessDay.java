package io.gatehouse.service.business;

import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.PastDecision;
import io.gatehouse.residency.cell.PastTraffic;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.StoredDecision;
import io.gatehouse.residency.cell.StoredMedia;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.service.consent.BusinessOptIns;
import io.gatehouse.service.decision.StoredContent;
import io.gatehouse.service.portability.PortableRecords;
import io.gatehouse.service.portability.PortableRecords.Portable;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.region.ServedRegion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One day (UTC) of one business user in one region: what end users at home there wrote with the business user among the
 * participants. Goes through the day's contents inside the region; nothing about anybody leaves but what is returned.
 */
@Component
final class BusinessDay {
    /** Fewer people, and a count tells about one of them. */
    static final int SMALLEST_GROUP = 10;

    /** Contents looked at in one query. */
    private static final int PAGE = 2_000;

    /** Contents that show one medium, of which the newest are looked at: who posts the same more often is no conversation. */
    private static final int MOST_SHOWING = 100;

    /** Decisions reach the log a moment after they are made. */
    private static final Duration SLACK = Duration.ofMinutes(5);

    /** A file that somebody loads as a whole: some hundred MiB. */
    static final int MOST_RECORDS = 100_000;

    private final PortableRecords records;

    BusinessDay(PortableRecords records) {
        this.records = records;
    }

    /**
     * How many contents of how many people, by surface and country of the people; groups of fewer than {@link #SMALLEST_GROUP}
     * are left out, and no total is told from which they could be computed.
     */
    List<Map<String, Object>> counts(ServedRegion region, String business, LocalDate day) {
        var groups = new TreeMap<String, Group>();
        each(
                region,
                business,
                day,
                (decision, content) -> groups.computeIfAbsent(
                                decision.report().surface()
                                        + '\n'
                                        + content.path("country").asString(""),
                                _ -> new Group())
                        .add(decision.account()));
        var rows = new ArrayList<Map<String, Object>>();
        groups.forEach((key, group) -> {
            if (group.people.size() < SMALLEST_GROUP) return;
            var row = new LinkedHashMap<String, Object>();
            row.put("surface", key.substring(0, key.indexOf('\n')));
            row.put("country", key.substring(key.indexOf('\n') + 1));
            row.put("contents", group.contents);
            row.put("people", group.people.size());
            rows.add(row);
        });
        return rows;
    }

    private static final class Group {
        private long contents;
        private final Set<AccountRef> people = new HashSet<>();

        private void add(AccountRef person) {
            contents++;
            people.add(person);
        }
    }

    /** Contents of one person under the business user's own pseudonym for them. */
    record Shared(String person, Portable content) {}

    /**
     * Single contents of people who let this business user have them when they wrote, and still do.
     *
     * @throws ProblemException too many items, when there are more than {@link #MOST_RECORDS}
     */
    List<Shared> contents(ServedRegion region, String business, Purpose line, LocalDate day, Instant now) {
        var shared = new ArrayList<Shared>();
        var stillIn = new HashMap<AccountRef, Boolean>();
        CellReader reader = region.cell().reader();
        each(region, business, day, (decision, content) -> {
            var person = decision.account();
            boolean isIn = stillIn.computeIfAbsent(person, each -> BusinessOptIns.holds(reader, each, line, now));
            if (!isIn || !heldWhenWritten(reader, line, decision.decisionId())) return;
            if (shared.size() == MOST_RECORDS)
                throw new IllegalStateException("more than " + MOST_RECORDS + " records");
            shared.add(new Shared(
                    pseudonym(line, person),
                    records.content(
                            region.id().value() + '/' + decision.contentIndex(),
                            decision.report().surface(),
                            content)));
        });
        return shared;
    }

    /**
     * Media that a content shows which this business user may have, on whatever day: the person let it have them when they wrote,
     * and still does.
     */
    Optional<StoredMedia> media(ServedRegion region, String business, Purpose line, String mediaId, Instant now) {
        CellReader reader = region.cell().reader();
        boolean isShared = reader.showing(mediaId, MOST_SHOWING).stream()
                .filter(decision -> isWith(business, decision))
                .filter(decision -> shows(mediaId, decision))
                .anyMatch(decision -> BusinessOptIns.holds(reader, decision.account(), line, now)
                        && heldWhenWritten(reader, line, decision));
        return isShared ? reader.media(mediaId) : Optional.empty();
    }

    private static boolean heldWhenWritten(CellReader reader, Purpose line, String decisionId) {
        return reader.decision(decisionId)
                .filter(decision -> heldWhenWritten(reader, line, decision))
                .isPresent();
    }

    /** Whether the person had opted in when they wrote it as it stands: judging it again later, by a rescan or a look, is no writing. */
    private static boolean heldWhenWritten(CellReader reader, Purpose line, StoredDecision standing) {
        var first = standing;
        while (first.supersedesId() != null) {
            var before = reader.decision(first.supersedesId());
            if (before.isEmpty() || before.get().revision() != standing.revision()) break;
            first = before.get();
        }
        return BusinessOptIns.holds(
                reader, standing.account(), line, first.report().decidedAt());
    }

    private static boolean isWith(String business, StoredDecision decision) {
        return decision.payload()
                .filter(payload -> payload.content().length > 0)
                .map(payload -> isWith(business, JsonMapper.shared().readTree(payload.content())))
                .orElse(false);
    }

    /** As it stands: what an edit took away is in no record any more. */
    private static boolean shows(String mediaId, StoredDecision decision) {
        return StoredContent.mediaOf(decision.payload().orElseThrow().content()).contains(mediaId);
    }

    /** The same person has another name with every business user. */
    private static String pseudonym(Purpose line, AccountRef person) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(line.name().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest(person.digest()), 0, 12);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private static void each(
            ServedRegion region, String business, LocalDate day, BiConsumer<PastDecision, JsonNode> consumer) {
        var traffic = region.cell().traffic();
        Instant from = day.atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant to = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        var wanted = new PastTraffic(from, to, 1, 0);
        long end = Math.min(traffic.nextIndex(), traffic.indexBefore(to.plus(SLACK), Duration.ZERO) + 1);
        for (long at = traffic.indexBefore(from, SLACK); at < end; at += PAGE)
            for (var decision : traffic.past(wanted, at, Math.min(end, at + PAGE))) {
                Payload payload = decision.payload();
                if (payload == null) continue;
                JsonNode content = JsonMapper.shared().readTree(payload.content());
                if (isWith(business, content)) consumer.accept(decision, content);
            }
    }

    private static boolean isWith(String business, JsonNode content) {
        for (JsonNode participant : content.path("participants").values())
            if (participant.asString("").equals(business)) return true;
        return false;
    }
}
