package io.gatehouse.moderation.scenario;

import io.gatehouse.moderation.fact.AuthorRecord;
import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.FactSeries;
import io.gatehouse.moderation.fact.FactSeries.Member;
import io.gatehouse.moderation.fact.FactSeries.Subject;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.fact.Mark;
import io.gatehouse.moderation.fact.Standing;
import io.gatehouse.moderation.judge.Observation;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counters and notes of one scenario: as plain as can be, for thousands of messages at most. */
final class FactMemory {
    private record SetName(FactSeries series, String subject) {}

    private final Map<SetName, Map<String, Instant>> sets = new HashMap<>();
    private final Map<String, AuthorRecord> records = new HashMap<>();

    /** @param recipients empty when the platform did not say */
    record Sent(String author, String content, @Nullable String conversation, List<String> recipients) {}

    Facts tell(Sent sent, Observation seen, Instant now) {
        for (FactSeries series : seen.counted().series().keySet())
            for (String subject : subjects(series.subject(), sent, seen))
                for (String member : members(series.member(), sent, seen))
                    sets.computeIfAbsent(new SetName(series, subject), _ -> new HashMap<>())
                            .put(member, now);
        var counts = new HashMap<FactKey, Long>();
        for (FactKey key : seen.wantedFacts()) {
            var series = FactSeries.ofWireName(key.counter());
            if (series.isEmpty() || !isSaid(series.get(), sent)) continue;
            var sizes = subjects(series.get().subject(), sent, seen).stream()
                    .mapToLong(subject -> count(new SetName(series.get(), subject), now.minus(key.window())))
                    .toArray();
            counts.put(key, series.get().countOf(sizes));
        }
        return Facts.of(counts).at(now);
    }

    private long count(SetName name, Instant since) {
        long within = sets.getOrDefault(name, Map.of()).values().stream()
                .filter(at -> at.isAfter(since))
                .count();
        return Math.min(within, FactSeries.MOST);
    }

    Facts nothing(Instant now) {
        return Facts.NONE.at(now);
    }

    Facts with(Facts facts, Observation seen, String author, int strikes) {
        Instant now = facts.asOf();
        if (!seen.wantsStanding() || now == null) return facts;
        var standing = records.getOrDefault(author, AuthorRecord.EMPTY).asOf(now);
        return facts.with(new Standing(standing.labels(), standing.strikes() + strikes));
    }

    void note(String author, String decision, List<Mark> marks, Instant now) {
        records.merge(
                author,
                AuthorRecord.EMPTY.noted(decision, marks, now),
                (before, _) -> before.noted(decision, marks, now));
    }

    private static boolean isSaid(FactSeries series, Sent sent) {
        boolean needsRecipients = series.subject() == Subject.RECIPIENT || series.member() == Member.RECIPIENTS;
        boolean needsConversation = series.subject() == Subject.CONVERSATION || series.member() == Member.CONVERSATIONS;
        return (!needsRecipients || !sent.recipients().isEmpty())
                && (!needsConversation || sent.conversation() != null);
    }

    private static List<String> subjects(Subject subject, Sent sent, Observation seen) {
        String conversation = sent.conversation();
        return switch (subject) {
            case AUTHOR -> List.of(sent.author());
            case RECIPIENT -> sent.recipients();
            case CONVERSATION -> conversation == null ? List.of() : List.of(conversation);
            case DOMAIN -> List.copyOf(seen.counted().domains());
            case TEXT ->
                Arrays.stream(seen.counted().text().keys())
                        .mapToObj(Long::toString)
                        .toList();
        };
    }

    private static List<String> members(Member member, Sent sent, Observation seen) {
        String conversation = sent.conversation();
        return switch (member) {
            case SCREENINGS -> List.of(sent.content());
            case AUTHORS -> List.of(sent.author());
            case RECIPIENTS -> sent.recipients();
            case CONVERSATIONS -> conversation == null ? List.of() : List.of(conversation);
            case DOMAINS -> List.copyOf(seen.counted().domains());
            case TEXTS -> {
                long exact = seen.counted().text().exact();
                yield exact == 0 ? List.of() : List.of(Long.toString(exact));
            }
        };
    }
}
