package io.gatehouse.residency.rights;

import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.LogEvent;
import io.gatehouse.residency.cell.PersonRemoval.Ending;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.log.SignedStatement;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.rights.ErasureProgress.Stock;
import io.gatehouse.residency.rights.PersonRequest.State;
import io.gatehouse.residency.rights.StepWatch.Boundary;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * Erases people: everything of theirs in every cell, store and memory, and then the keys under which anything that might be
 * left was sealed. {@link #begin} closes the account and is durable; {@link #advance} carries on, from wherever it was cut
 * short, until the erasure is done or has to wait. Thread-safe.
 */
public final class Erasures {
    /** Up to here a hold still keeps everything; from here on nothing keeps the erasure from its end. */
    static final ErasureStep FIRST_WITHOUT_RETURN = ErasureStep.WRITE_LEDGER;

    private final Map<RegionId, ErasureSite> sites;
    private final AccountDirectory directory;
    private final List<PersonalMemory> memories;
    private final Function<AccountRef, Set<RegionId>> alsoIn;
    private final Clock clock;
    private final StepWatch watch;
    private final Map<String, Turn> working = new ConcurrentHashMap<>();

    /**
     * @param sites every region that this process serves
     * @param alsoIn regions other than the home that a person is known to have data in
     */
    public Erasures(
            Collection<ErasureSite> sites,
            AccountDirectory directory,
            List<PersonalMemory> memories,
            Function<AccountRef, Set<RegionId>> alsoIn,
            Clock clock,
            StepWatch watch) {
        this.sites = new LinkedHashMap<>();
        for (var site : sites) this.sites.put(site.region(), site);
        this.directory = directory;
        this.memories = List.copyOf(memories);
        this.alsoIn = alsoIn;
        this.clock = clock;
        this.watch = watch;
    }

    /** What became of asking for an erasure. */
    public sealed interface Beginning {
        /** The account is closed; what was asked for before is answered again. */
        record Begun(PersonRequest request) implements Beginning {}

        /** The account is on its way to another region; ask again in a few seconds. The refusal is in the log. */
        record Moving() implements Beginning {}
    }

    /** How far an erasure came. */
    public sealed interface Progress {
        record Done(PersonRequest request) implements Progress {}

        /** @param holds that forbid it now; it goes on by itself when the last has ended */
        record Held(List<LegalHold> holds) implements Progress {}

        /** @param why in words for whoever waits */
        record Waiting(String why) implements Progress {}
    }

    /** Closes the account: from its commit on nothing of the person is written or shown. */
    public Beginning begin(PersonRequest request, RegionId home) {
        var account = request.account().orElseThrow();
        var site = site(home);
        Optional<String> id = site.cell().transact(transaction -> {
            var running = new PersonRequests(site.cell()).erasureOf(transaction.connection(), account);
            if (running.isPresent()) return Optional.of(running.get().id());
            var state = transaction.stateOf(account);
            if (state.isPresent() && state.get() == AccountState.MOVING) {
                transaction.append(
                        event(request.id(), "erasure-refused", Map.of("by", request.askedBy(), "reason", "moving")),
                        account);
                return Optional.empty();
            }
            transaction.append(event(request.id(), "erasure-requested", Map.of("by", request.askedBy())), account);
            transaction.close(request.id(), account, request.homeEpoch(), clock.instant());
            PersonRequests.insert(transaction.connection(), request);
            return Optional.of(request.id());
        });
        for (var memory : memories) if (!memory.isCounter()) memory.forget(account);
        return id.<Beginning>map(found -> new Beginning.Begun(
                        new PersonRequests(site.cell()).find(found).orElseThrow()))
                .orElseGet(Beginning.Moving::new);
    }

    /** Who works on one erasure, and how many wait for that: kept until the last of them has gone. */
    private static final class Turn {
        private final ReentrantLock lock = new ReentrantLock();
        private int comers;
    }

    /**
     * Carries an erasure on. One thread of this process at a time works on each, and no other process serves the cell; one that did
     * would only repeat what was done.
     *
     * @throws RuntimeException when a store or database is away; the next call goes on from there
     * @throws IllegalArgumentException when there is no such erasure
     */
    public Progress advance(RegionId home, String erasureId) {
        var site = site(home);
        var turn = Objects.requireNonNull(working.compute(erasureId, (_, there) -> {
            var it = there == null ? new Turn() : there;
            it.comers++;
            return it;
        }));
        turn.lock.lock();
        try {
            return new Work(site, erasureId).run();
        } finally {
            turn.lock.unlock();
            // Not before the last has gone: whoever came then would find no lock, and work beside who waited.
            working.computeIfPresent(erasureId, (_, it) -> --it.comers == 0 ? null : it);
        }
    }

    /**
     * What {@link #advance} would come to, as far as that can be told without doing anything: {@link Progress.Done}, with the request
     * as it is now, when nothing is in its way.
     *
     * @throws RuntimeException when a cell or store of those that it needs does not answer
     * @throws IllegalArgumentException when there is no such erasure
     */
    public Progress foresee(RegionId home, String erasureId) {
        return new Work(site(home), erasureId).foresee();
    }

    /** Regions that this process serves, and an erasure looks through. */
    public List<ErasureSite> sites() {
        return List.copyOf(sites.values());
    }

    private ErasureSite site(RegionId region) {
        var site = sites.get(region);
        if (site == null) throw new IllegalArgumentException("not served here: " + region);
        return site;
    }

    private LogEvent event(String erasureId, String kind, Map<String, ?> more) {
        var facts = new TreeMap<String, Object>(more);
        facts.put("erasure", erasureId);
        return new LogEvent(erasureId + '/' + kind, kind, clock.instant(), new EntryFacts(facts));
    }

    /** One turn of work on one erasure. */
    private final class Work {
        private final ErasureSite home;
        private final String id;
        private final PersonRequests requests;

        Work(ErasureSite home, String id) {
            this.home = home;
            this.id = id;
            this.requests = new PersonRequests(home.cell());
        }

        Progress run() {
            while (true) {
                var request = requests.find(id).orElseThrow(() -> new IllegalArgumentException("no erasure " + id));
                if (!request.state().isOpen()) return new Progress.Done(request);
                var step = request.step().orElseThrow();
                watch.at(step, Boundary.BEFORE);
                var waits = take(step, request);
                if (waits.isPresent()) return waits.get();
                watch.at(step, Boundary.DONE);
            }
        }

        Progress foresee() {
            var request = requests.find(id).orElseThrow(() -> new IllegalArgumentException("no erasure " + id));
            if (!request.state().isOpen()) return new Progress.Done(request);
            var account = request.account().orElseThrow();
            var away = waitsForRegions(account);
            if (away.isPresent()) return away.get();
            for (var site : sites.values()) {
                site.cell().removal().contentsOf(account);
                site.store().head(ErasureLedger.key(id));
            }
            var now = clock.instant();
            boolean isHeldBy = request.step().orElseThrow() == ErasureStep.TAKE_STOCK;
            var holds = isHeldBy
                    ? new LegalHolds(home.cell())
                            .of(account).stream()
                                    .filter(hold -> hold.holdsAt(now))
                                    .toList()
                    : List.<LegalHold>of();
            return holds.isEmpty() ? new Progress.Done(request) : new Progress.Held(holds);
        }

        /** The person may have data where this process does not reach. */
        private Optional<Progress> waitsForRegions(AccountRef account) {
            var elsewhere = new TreeSet<RegionId>(Comparator.comparing(RegionId::value));
            elsewhere.addAll(alsoIn.apply(account));
            elsewhere.removeAll(sites.keySet());
            return elsewhere.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new Progress.Waiting("data lie in " + elsewhere
                            + " too, which this process does not serve: it goes on where all are served"));
        }

        /** Empty when the next step may follow. */
        private Optional<Progress> take(ErasureStep step, PersonRequest request) {
            var account = request.account().orElseThrow();
            var progress = ErasureProgress.parse(request.progress());
            switch (step) {
                case TAKE_STOCK -> {
                    var waits = waitsForRegions(account);
                    if (waits.isPresent()) return waits;
                    return passHolds(account, progress.with(takeStock(account, request.homeEpoch()), clock.instant()));
                }
                case WRITE_LEDGER ->
                    eachSite(
                            site -> new ErasureLedger(site).write(id, account, request.homeEpoch(), progress.closed()));
                case DELETE_OBJECTS -> eachSite(site -> ErasedObjects.delete(site, id));
                case DELETE_ROWS -> eachSite(site -> site.cell().removal().removeRows(account, Ending.ERASED));
                case PURGE_INDEXES -> memories.forEach(memory -> memory.purge(account));
                case FORGET_COUNTERS -> forget(account, true);
                case DESTROY_KEYS -> eachSite(site -> destroyKey(site, account, progress));
                case LEAVE_DIRECTORY -> directory.erase(id, account, clock.instant());
                case FORGET_CACHES -> forget(account, false);
                case PROVE -> {
                    var left = whatIsLeft(account, progress);
                    if (left.isPresent()) {
                        // From the stock on: what is there is removed again, and not only looked for.
                        requests.advance(id, State.RUNNING, ErasureStep.TAKE_STOCK, request.progress());
                        if (progress.rounds().size() >= ErasureProgress.MOST_ROUNDS)
                            throw new IllegalStateException(
                                    "erasure " + id + ": something comes back again and again: " + left.get());
                        return Optional.empty();
                    }
                }
                case CERTIFY -> {
                    certify(request, account, progress);
                    return Optional.empty();
                }
            }
            requests.advance(id, State.RUNNING, ErasureStep.values()[step.ordinal() + 1], request.progress());
            return Optional.empty();
        }

        private void eachSite(java.util.function.Consumer<ErasureSite> act) {
            sites.values().forEach(act);
        }

        private SortedMap<String, Stock> takeStock(AccountRef account, long epoch) {
            var stocks = new TreeMap<String, Stock>();
            for (var site : sites.values()) {
                boolean isKnown = site.cell().transact(transaction -> {
                    var state = transaction.stateOf(account);
                    if (state.isPresent()) transaction.close(id, account, epoch, clock.instant());
                    return state.isPresent();
                });
                var removal = site.cell().removal();
                var rows = removal.inventory(account);
                if (!isKnown && rows.isEmpty()) continue;
                var range = removal.contentsOf(account);
                stocks.put(
                        site.region().value(),
                        new Stock(range.first(), range.last(), rows, removal.noteObjects(id, account)));
            }
            return stocks;
        }

        /** The one moment that decides: holds and this step are both written by the cell's only writer. */
        private Optional<Progress> passHolds(AccountRef account, ErasureProgress stock) {
            var now = clock.instant();
            var holding = home.cell().transact(transaction -> {
                var all = LegalHolds.of(transaction.connection(), account);
                var holds = all.stream().filter(hold -> hold.holdsAt(now)).toList();
                boolean isFree = holds.isEmpty();
                if (!isFree)
                    transaction.append(
                            event(
                                    id,
                                    "erasure-held",
                                    Map.of("basis", holds.getFirst().basis())),
                            account);
                var next = isFree ? FIRST_WITHOUT_RETURN : ErasureStep.TAKE_STOCK;
                var progress = isFree ? stock.withRoundClosed(all) : stock;
                PersonRequests.advance(
                        transaction.connection(), id, isFree ? State.RUNNING : State.HELD, next, progress.toJson());
                return holds;
            });
            return holding.isEmpty() ? Optional.empty() : Optional.of(new Progress.Held(holding));
        }

        private void destroyKey(ErasureSite site, AccountRef account, ErasureProgress progress) {
            if (!site.equals(home) && progress.found().containsKey(site.region().value()))
                site.cell()
                        .transact(transaction -> transaction.append(
                                event(
                                        id,
                                        "account-erased",
                                        Map.of("home", home.region().value())),
                                account));
            site.cell().removal().end(id, account, Ending.ERASED, clock.instant());
        }

        private void forget(AccountRef account, boolean counters) {
            for (var memory : memories) if (memory.isCounter() == counters) memory.forget(account);
        }

        /** In words for an operator, without anything of the person; empty when nothing is left. */
        private Optional<String> whatIsLeft(AccountRef account, ErasureProgress progress) {
            for (var site : sites.values()) {
                var range = progress.range(site.region().value());
                var tables = site.cell().removal().remains(account, range);
                if (!tables.isEmpty()) return Optional.of("rows in " + site.region() + ": " + tables);
                if (ErasedObjects.remaining(site, id) > 0) return Optional.of("objects in " + site.region());
            }
            directory.forget(account);
            if (directory.find(account).isPresent()) return Optional.of("the directory of accounts");
            return memories.stream()
                    .filter(memory -> memory.remembers(account))
                    .map(PersonalMemory::name)
                    .findFirst();
        }

        private void certify(PersonRequest request, AccountRef account, ErasureProgress progress) {
            eachSite(site -> site.cell().removal().forgetObjects(id));
            var now = clock.instant();
            home.cell().transact(transaction -> {
                // Certified once: the log's entry has the digest of one statement, and keeps it.
                if (!requests.isOpen(transaction.connection(), id)) return 0;
                var statement = ErasureCertificate.statement(
                        request,
                        home.region().value(),
                        progress,
                        memories.stream().map(PersonalMemory::name).sorted().toList(),
                        now,
                        now);
                long index = transaction.append(
                        event(id, "erasure-completed", Map.of("statement", SignedStatement.digest(statement))));
                var log = Map.of("name", home.cell().log().name(), "index", index);
                var certificate = home.cell().log().sign(Map.of("statement", statement, "log", log));
                return finish(transaction.connection(), account, now, index, certificate);
            });
        }

        private int finish(
                java.sql.Connection connection, AccountRef account, Instant now, long index, String certificate)
                throws SQLException {
            try (var update = connection.prepareStatement("UPDATE person_request SET account_ref = NULL,"
                    + " state = CASE WHEN state IN ('RUNNING', 'HELD') THEN 'DONE' ELSE state END,"
                    + " ended_at = coalesce(ended_at, ?) WHERE account_ref = ?")) {
                PersonRequests.time(update, 1, Optional.of(now));
                update.setBytes(2, account.digest());
                update.executeUpdate();
            }
            try (var update = connection.prepareStatement(
                    "UPDATE person_request SET log_index = ?, certificate = ?, step = NULL WHERE request_id = ?")) {
                update.setLong(1, index);
                update.setString(2, certificate);
                update.setString(3, id);
                return update.executeUpdate();
            }
        }
    }
}
