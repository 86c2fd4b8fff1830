package io.gatehouse.service.bank;

import io.gatehouse.moderation.bank.BankMatch;
import io.gatehouse.moderation.bank.BankRules;
import io.gatehouse.moderation.bank.KnownHash;
import io.gatehouse.moderation.hash.HashedPicture;
import io.gatehouse.moderation.hash.NearHash;
import io.gatehouse.moderation.hash.NearHashes;
import io.gatehouse.moderation.hash.PdqHash;
import io.gatehouse.residency.bank.Act;
import io.gatehouse.residency.bank.BankRow;
import io.gatehouse.residency.bank.EntryRow;
import io.gatehouse.residency.bank.HashBankStore;
import io.gatehouse.residency.bank.MatchedRow;
import io.gatehouse.residency.bank.NewEntry;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people and programs do with hash banks: every change is in the cell, and found by this node, when it returns. */
final class HashBankDesk {
    private static final Logger LOG = LoggerFactory.getLogger(HashBankDesk.class);

    /** In this time so many matches of one hash are a wrong hash, or an event that people should see. */
    static final Duration FLOOD_WINDOW = Duration.ofHours(1);

    static final int FLOOD = 1_000;

    private static final BinaryOperator<BankRules.Near> NEARER =
            BinaryOperator.minBy(Comparator.comparingInt(BankRules.Near::distance));

    private final HashFollower follower;
    private final NewIds ids;
    private final MeterRegistry meters;
    private final Clock clock;
    private final int flood;

    HashBankDesk(HashFollower follower, NewIds ids, MeterRegistry meters, Clock clock, int flood) {
        this.follower = follower;
        this.ids = ids;
        this.meters = meters;
        this.clock = clock;
        this.flood = flood;
    }

    /**
     * How banks are asked.
     *
     * @param content what stays the same when the content comes again; empty to take each picture's own hash
     * @param everyBank also those that are asked for a share of contents only
     * @param banks that may be asked
     */
    record Question(Optional<String> content, boolean everyBank, Predicate<BankRow> banks) {
        Question(Optional<String> content, boolean everyBank) {
            this(content, everyBank, _ -> true);
        }
    }

    /** @param matchId empty when nothing follows from it: it is suppressed, or innocent */
    record Matched(int question, Optional<String> matchId, BankMatch match, EntryRow entry, BankRow bank) {}

    /** @param truncated that more known hashes are near than were looked at */
    record Answer(List<Matched> matches, boolean truncated) {}

    HashBankStore store(ServedRegion region) {
        return new HashBankStore(region.cell());
    }

    /** @return false when a bank of this name is there already, or, to be replaced, is not */
    boolean put(ServedRegion region, BankRow bank, boolean replace, String byKey) {
        return store(region).put(bank, replace, act(region, byKey));
    }

    /** @return how many were new; empty when there is no such bank */
    Optional<Integer> add(ServedRegion region, String bank, List<NewEntry> entries, String byKey) {
        var added = store(region).add(bank, entries, act(region, byKey));
        follower.of(region.id()).follow();
        return added;
    }

    boolean remove(ServedRegion region, String bank, long entry, String byKey) {
        boolean removed = store(region).remove(bank, entry, act(region, byKey));
        follower.of(region.id()).follow();
        return removed;
    }

    /** @return false when the bank has no such entry */
    boolean disable(ServedRegion region, String bank, long entry, Optional<Instant> until, String byKey) {
        return store(region).disable(bank, entry, until, act(region, byKey));
    }

    /**
     * From now on the bank matches nothing. Of a large one entries are left for the upkeep, which takes them out by and by.
     *
     * @return how many entries it had; empty when there is no such bank
     */
    Optional<Long> removeBank(ServedRegion region, String bank, String byKey) {
        var removed = store(region).removeBank(bank, act(region, byKey));
        if (removed.isPresent()) follower.of(region.id()).removeLeft();
        return removed;
    }

    boolean say(ServedRegion region, String matchId, boolean confirmed, String byKey) {
        return store(region).say(matchId, confirmed, act(region, byKey));
    }

    private Act act(ServedRegion region, String byKey) {
        return new Act(ids.event(region.id()), byKey, clock.instant());
    }

    /** Finds what is near and judges it by its banks. */
    Answer match(ServedRegion region, List<HashedPicture> pictures, Question question, String byKey) {
        var answer = judge(region, new AskedMedium(pictures, Set.of(), Set.of()), question);
        keep(region, rows(answer.matches()), byKey);
        return answer;
    }

    /**
     * As {@link #match}, of forms and frames of one medium: an entry that several of them are near has matched once, at its
     * nearest.
     */
    OfMedium matchMedium(ServedRegion region, AskedMedium medium, String content, String byKey) {
        return matchMedium(region, medium, new Question(Optional.of(content), false), byKey);
    }

    /** As {@link #matchMedium(ServedRegion, AskedMedium, String, String)}, of some banks. */
    OfMedium matchMedium(ServedRegion region, AskedMedium medium, Question question, String byKey) {
        var answer = judgeMedium(region, medium, question);
        keep(region, rows(answer.matches()), byKey);
        return answer;
    }

    /** As {@link #matchMedium(ServedRegion, AskedMedium, String, String)}, and nothing is kept. */
    OfMedium judgeMedium(ServedRegion region, AskedMedium medium, String content) {
        return judgeMedium(region, medium, new Question(Optional.of(content), false));
    }

    private OfMedium judgeMedium(ServedRegion region, AskedMedium medium, Question question) {
        var answer = judge(region, medium, question);
        var nearest = answer.matches().stream()
                .filter(it -> it.matchId().isPresent())
                .collect(Collectors.toMap(
                        it -> it.entry().id(),
                        Function.identity(),
                        BinaryOperator.minBy(
                                Comparator.comparingInt(it -> it.match().distance()))))
                .values();
        var everywhere =
                answer.matches().stream().filter(it -> it.matchId().isPresent()).toList();
        return new OfMedium(List.copyOf(nearest), everywhere, answer.truncated());
    }

    /**
     * @param matches one for each entry, at its nearest
     * @param everywhere each form and frame that an entry is near
     */
    record OfMedium(List<Matched> matches, List<Matched> everywhere, boolean truncated) {}

    /** That the banks of a region are known to hold nothing. */
    boolean isEmpty(ServedRegion region) {
        return follower.of(region.id()).isEmpty();
    }

    /** Entries that this node finds in a region; empty until they are loaded. */
    Optional<Long> size(ServedRegion region) {
        return follower.of(region.id()).size();
    }

    /** Brings this node to what the region's cell has. */
    void follow(ServedRegion region) {
        follower.of(region.id()).follow();
    }

    private Answer judge(ServedRegion region, AskedMedium medium, Question question) {
        var now = clock.instant();
        var store = store(region);
        var pictures = medium.hashes();
        var near = pictures.stream().map(it -> near(region, it.hash())).toList();
        var ids = near.stream()
                .flatMap(it -> it.found().stream())
                .map(NearHash::owner)
                .distinct()
                .toList();
        if (ids.isEmpty()) return new Answer(List.of(), false);
        var entries = store.entries(ids).stream().collect(Collectors.toMap(EntryRow::id, Function.identity()));
        var banks = store.banks().stream()
                .filter(question.banks())
                .collect(Collectors.toMap(BankRow::name, Function.identity()));
        var matching = new ArrayList<List<BankRules.Near>>();
        var innocent = new HashMap<Object, BankRules.Near>();
        for (int i = 0; i < pictures.size(); i++) {
            var picture = pictures.get(i);
            var candidates = near.get(i).found().stream()
                    .flatMap(it -> known(it.owner(), entries, banks, question.everyBank())
                            .map(known -> new BankRules.Near(known, it.distance())))
                    .toList();
            String seed = question.content().orElse(picture.hash().toHex());
            var found = BankRules.matching(candidates, picture.quality(), seed, now);
            matching.add(found);
            BankRules.innocent(found).ifPresent(it -> innocent.merge(medium.shown(picture), it, NEARER));
        }
        var matched = new ArrayList<Matched>();
        for (int i = 0; i < pictures.size(); i++) {
            var speaks = Stream.of(medium.shown(pictures.get(i)), AskedMedium.FILE)
                    .flatMap(it -> Optional.ofNullable(innocent.get(it)).stream())
                    .reduce(NEARER);
            for (var match : BankRules.judge(matching.get(i), speaks))
                matched.add(matched(region, i, match, entries, banks));
        }
        return new Answer(matched, near.stream().anyMatch(NearHashes::truncated));
    }

    /** Whatever is within 31 bits, of whatever bank. */
    NearHashes near(ServedRegion region, PdqHash hash) {
        return follower.of(region.id())
                .find(hash)
                .orElseThrow(() -> new ProblemException(
                        ProblemType.REGION_UNAVAILABLE, "The hash banks of " + region.id() + " are being loaded."));
    }

    private static Stream<KnownHash> known(
            long id, Map<Long, EntryRow> entries, Map<String, BankRow> banks, boolean everyBank) {
        // Removed since the index found it, or of a bank that is not asked.
        var entry = entries.get(id);
        var bank = entry == null ? null : banks.get(entry.bank());
        if (entry == null || bank == null) return Stream.empty();
        var disabled = Stream.of(bank.disableUntil(), entry.entry().disableUntil())
                .flatMap(Optional::stream)
                .max(Instant::compareTo);
        return Stream.of(new KnownHash(
                id,
                bank.name(),
                bank.negative(),
                everyBank ? 1 : bank.enableRatio(),
                disabled,
                // A file is the known one or it is not.
                entry.entry().digest().isPresent() ? 0 : bank.distance(),
                bank.quality(),
                entry.disputed() || entry.quarantinedAt().isPresent()));
    }

    private Matched matched(
            ServedRegion region,
            int question,
            BankMatch match,
            Map<Long, EntryRow> entries,
            Map<String, BankRow> banks) {
        Optional<String> id = switch (match.effect()) {
            case BankMatch.Effect.Match(), BankMatch.Effect.Review() -> Optional.of(ids.match(region.id()));
            case BankMatch.Effect.Suppressed _, BankMatch.Effect.Innocent() -> Optional.empty();
        };
        var entry = entries.get(match.known().entryId());
        var bank = banks.get(match.known().bank());
        if (entry == null || bank == null) throw new IllegalStateException("a match of nothing");
        return new Matched(question, id, match, entry, bank);
    }

    private static List<MatchedRow> rows(List<Matched> matched) {
        return matched.stream()
                .flatMap(it -> it.matchId().stream()
                        .map(id ->
                                new MatchedRow(id, it.entry().id(), it.match().distance())))
                .toList();
    }

    /** Keeps matches, and tells when one of them made a flood. */
    void keep(ServedRegion region, List<MatchedRow> rows, String byKey) {
        if (rows.isEmpty()) return;
        for (long entry : store(region).matched(rows, clock.instant(), FLOOD_WINDOW, flood, act(region, byKey))) {
            LOG.warn("hash entry {} of {} matched a flood: people look at its matches from now on", entry, region.id());
            meters.counter("gatehouse.hashes.quarantined", "region", region.id().value())
                    .increment();
        }
    }
}
