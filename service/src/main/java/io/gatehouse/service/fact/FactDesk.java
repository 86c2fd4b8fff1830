package io.gatehouse.service.fact;

import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.FactSeries;
import io.gatehouse.moderation.fact.FactSeries.Member;
import io.gatehouse.moderation.fact.FactSeries.Subject;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.fact.Standing;
import io.gatehouse.moderation.judge.Counted;
import io.gatehouse.moderation.judge.Observation;
import io.gatehouse.residency.cell.CellReader;
import io.gatehouse.residency.cell.NotesTopic;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.fact.FactStore.Addition;
import io.gatehouse.service.fact.FactStore.Question;
import io.gatehouse.service.fact.FactStore.SetName;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Counts each content and tells what rules want to know about its author and conversation. A fact that cannot be told is
 * left out, never zero: the store is down, or the platform did not say what is needed. Thread-safe.
 */
public final class FactDesk {
    /** A content to more people than this is to a channel: who of them hears from how many is not counted. */
    static final int MAX_RECIPIENTS = 32;

    private final FactStore store;
    private final FactDigests digests;
    private final Counter unavailable;

    FactDesk(FactStore store, FactDigests digests, MeterRegistry metrics) {
        this.store = store;
        this.digests = digests;
        this.unavailable = Counter.builder("gatehouse.facts.unavailable")
                .description("contents whose counts or notes could not be told")
                .register(metrics);
    }

    /**
     * Who wrote what to whom.
     *
     * @param readers of the cells that hold notes about the author: their home, and where they are a guest; empty when
     *     these cannot be asked
     * @param content a name that is the same for a repeat
     * @param conversation null when the platform did not say
     * @param recipients null when the platform did not say
     */
    public record Sent(
            RegionId cell,
            List<CellReader> readers,
            AccountRef author,
            String content,
            @Nullable String conversation,
            @Nullable List<AccountRef> recipients) {}

    /** Counts the content once, however often it comes, and answers with itself included. */
    public Facts tell(Sent sent, Observation seen, Instant now) {
        var counts = counts(sent, seen, now);
        Facts facts = Facts.of(counts);
        if (!seen.wantsStanding()) return facts;
        var standing = standing(sent, now);
        return standing == null ? facts : facts.with(standing);
    }

    /**
     * Forgets an account's own counters, and the account where others' count it.
     *
     * @throws FactStoreUnavailableException when the store does not answer; repeating is safe
     */
    public void forget(RegionId cell, AccountRef account) {
        store.forget(cell, digests.setsOf(cell, account), digests.memberOf(account));
    }

    /** @throws FactStoreUnavailableException when the store does not answer */
    public boolean remembers(RegionId cell, AccountRef account) {
        return store.remembers(cell, digests.setsOf(cell, account), digests.memberOf(account));
    }

    private @Nullable Standing standing(Sent sent, Instant now) {
        if (sent.readers().isEmpty()) {
            unavailable.increment();
            return null;
        }
        try {
            var labels = new TreeSet<String>();
            double strikes = 0;
            for (var reader : sent.readers()) {
                byte[] notes = reader.notes(sent.author(), NotesTopic.MARKS);
                var standing = AuthorRecordJson.read(notes).asOf(now);
                labels.addAll(standing.labels());
                strikes += standing.strikes();
            }
            return new Standing(labels, strikes);
        } catch (DatabaseUnavailableException _) {
            unavailable.increment();
            return null;
        }
    }

    private Map<FactKey, Long> counts(Sent sent, Observation seen, Instant now) {
        Counted counted = seen.counted();
        if (counted.series().isEmpty()) return Map.of();
        var additions = new ArrayList<Addition>();
        var sets = new HashMap<FactSeries, List<SetName>>();
        var members = new HashMap<Member, List<Long>>();
        counted.series().forEach((series, longest) -> {
            var subjects = subjects(series.subject(), sent, counted);
            var added = members.computeIfAbsent(series.member(), kind -> members(kind, sent, counted));
            if (subjects == null || added == null) return;
            var names = new ArrayList<SetName>(subjects.size());
            for (byte[] subject : subjects) {
                SetName name = digests.set(sent.cell(), series, longest, subject);
                names.add(name);
                for (long member : added) additions.add(new Addition(name, member));
            }
            sets.put(series, names);
        });
        return ask(sent, seen, now, additions, sets);
    }

    private Map<FactKey, Long> ask(
            Sent sent, Observation seen, Instant now, List<Addition> additions, Map<FactSeries, List<SetName>> sets) {
        var questions = new ArrayList<Question>();
        var asked = new LinkedHashMap<FactKey, Asked>();
        for (FactKey key : seen.wantedFacts()) {
            FactSeries series = FactSeries.ofWireName(key.counter()).orElse(null);
            var names = series == null ? null : sets.get(series);
            boolean isKept = key.window().compareTo(FactSeries.LONGEST_WINDOW) <= 0;
            // Without its sets it cannot be told: the platform did not say what is needed.
            if (series == null || names == null || !isKept) continue;
            asked.put(key, new Asked(series, names.size()));
            for (SetName name : names) questions.add(new Question(name, key.window()));
        }
        try {
            var answers =
                    store.addAndCount(sent.cell(), additions, questions, now).iterator();
            var counts = new HashMap<FactKey, Long>();
            asked.forEach((key, what) -> {
                // No link, or a text too short for a fingerprint: nothing was counted, and that is known.
                var sizes = new long[what.sets];
                for (int i = 0; i < sizes.length; i++) sizes[i] = answers.next();
                counts.put(key, what.series.countOf(sizes));
            });
            return counts;
        } catch (FactStoreUnavailableException _) {
            unavailable.increment();
            return Map.of();
        }
    }

    private record Asked(FactSeries series, int sets) {}

    /** Whose sets; null when the platform did not say. */
    private static @Nullable List<byte[]> subjects(Subject subject, Sent sent, Counted counted) {
        return switch (subject) {
            case AUTHOR -> List.of(sent.author().digest());
            case RECIPIENT -> {
                var recipients = sent.recipients();
                yield recipients == null || recipients.size() > MAX_RECIPIENTS
                        ? null
                        : recipients.stream().map(AccountRef::digest).toList();
            }
            case CONVERSATION -> {
                String conversation = sent.conversation();
                yield conversation == null ? null : List.of(utf8(conversation));
            }
            case DOMAIN -> counted.domains().stream().map(FactDesk::utf8).toList();
            case TEXT -> {
                var keys = new ArrayList<byte[]>();
                for (long key : counted.text().keys())
                    keys.add(ByteBuffer.allocate(Long.BYTES).putLong(key).array());
                yield keys;
            }
        };
    }

    /** Null when the platform did not say. */
    private @Nullable List<Long> members(Member kind, Sent sent, Counted counted) {
        return switch (kind) {
            case SCREENINGS -> List.of(digests.member("content", utf8(sent.content())));
            case AUTHORS -> List.of(digests.member("account", sent.author().digest()));
            case RECIPIENTS -> {
                var recipients = sent.recipients();
                yield recipients == null
                        ? null
                        : recipients.stream()
                                .map(account -> digests.member("account", account.digest()))
                                .toList();
            }
            case CONVERSATIONS -> {
                String conversation = sent.conversation();
                yield conversation == null ? null : List.of(digests.member("conversation", utf8(conversation)));
            }
            case DOMAINS ->
                counted.domains().stream()
                        .map(domain -> digests.member("domain", utf8(domain)))
                        .toList();
            case TEXTS ->
                counted.text().exact() == 0 ? List.of() : List.of(counted.text().exact());
        };
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
