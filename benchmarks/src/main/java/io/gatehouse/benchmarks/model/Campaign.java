package io.gatehouse.benchmarks.model;

import io.gatehouse.service.terminal.ProgressBar;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Rounds of operations, each held against the model, with an audit of every row now and then. */
final class Campaign {
    /** Enough to see what kind of fault it is. */
    private static final int MOST_FAULTS = 20;

    private static final int AUDIT_EVERY = 50;

    private final World world;
    private final Generator generator;
    private final Caller caller;
    private final Audit audit;
    private final SteeredClock clock;
    private final Random random;
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final Map<Kind, Long> done = new EnumMap<>(Kind.class);
    private int rounds;

    /** What is counted in the report. */
    enum Kind {
        ACCOUNTS_AND_EVIDENCE,
        MESSAGES,
        MIXED_CONVERSATIONS,
        MOVES,
        ERASURES,
        DELETIONS,
        AUDITS
    }

    Campaign(World world, Generator generator, Caller caller, Audit audit, SteeredClock clock, long seed) {
        this.world = world;
        this.generator = generator;
        this.caller = caller;
        this.audit = audit;
        this.clock = clock;
        this.random = new Random(seed ^ 0x5DEECE66DL);
    }

    /** @return the first faults; empty when the service did all that the model says, and nothing else */
    List<String> run(long operations) throws SQLException, InterruptedException {
        long count = 0;
        try (var bar = ProgressBar.onStandardError("operations", "operations")) {
            while (count < operations && faults.isEmpty()) {
                var round = generator.round(clock.today());
                perform(round);
                count += round.size();
                bar.update(count, (double) count / operations);
                if (++rounds % AUDIT_EVERY == 0) look();
                pass();
            }
        }
        if (faults.isEmpty()) look();
        return faults.stream().limit(MOST_FAULTS).toList();
    }

    /** Some rounds fall on one day, most on the next. */
    private void pass() {
        var now = clock.instant();
        var next = now.plus(Duration.ofHours(random.nextInt(36)));
        // A round never spans midnight: what day it is must be the same for both.
        var day = LocalDate.ofInstant(next, ZoneOffset.UTC);
        Instant late = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minus(Duration.ofHours(3));
        if (next.isAfter(late))
            next = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(60);
        clock.pass(Duration.between(now, next));
    }

    private void perform(List<Operation> round) throws InterruptedException {
        var today = clock.today();
        var says = new ArrayList<Caller.Said>();
        var tasks = new ArrayList<Callable<Void>>();
        // Messages are about how things are before the round: nobody in them is changed by it.
        for (var operation : round)
            if (operation instanceof Operation.Say say) {
                says.add(new Caller.Said(say, world.say(say, today)));
                count(say.conversation() == null ? Kind.MESSAGES : Kind.MIXED_CONVERSATIONS);
            }
        for (int from = 0; from < says.size(); from += Caller.BATCH) {
            var batch = says.subList(from, Math.min(from + Caller.BATCH, says.size()));
            tasks.add(() -> told(() -> caller.say(batch, clock.instant())));
        }
        for (var operation : round) {
            switch (operation) {
                case Operation.Say _ -> {}
                case Operation.Tell tell -> {
                    var expected = world.tell(tell, today);
                    count(Kind.ACCOUNTS_AND_EVIDENCE);
                    tasks.add(() -> told(() -> caller.tell(tell, expected)));
                }
                case Operation.Move move -> {
                    var expected = world.move(move, today);
                    count(Kind.MOVES);
                    tasks.add(() -> told(() -> caller.move(move, expected)));
                }
                case Operation.Forget forget -> {
                    world.forget(forget);
                    count(Kind.ERASURES);
                    tasks.add(() -> told(() -> caller.forget(forget)));
                }
                case Operation.TakeBack takeBack -> {
                    world.takeBack(takeBack);
                    count(Kind.DELETIONS);
                    tasks.add(() -> told(() -> caller.takeBack(takeBack)));
                }
                case Operation.Change _, Operation.Hold _, Operation.Ask _ ->
                    throw new IllegalStateException("nobody makes these yet: " + operation);
            }
        }
        runAll(tasks);
    }

    private Void told(Callable<List<String>> call) throws Exception {
        faults.addAll(call.call());
        return null;
    }

    private void runAll(List<Callable<Void>> tasks) throws InterruptedException {
        try (var threads = Executors.newFixedThreadPool(Caller.AT_ONCE)) {
            for (Future<Void> result : threads.invokeAll(tasks)) {
                try {
                    result.get();
                } catch (ExecutionException e) {
                    faults.add("round " + rounds + ": " + e.getCause());
                }
            }
        }
    }

    private void look() throws SQLException {
        count(Kind.AUDITS);
        for (var fault : audit.run(world)) faults.add("round " + rounds + " (" + clock.today() + "): " + fault);
        for (var stray : world.strayed())
            faults.add("the model itself lets an EEA person's content lie outside: " + stray);
    }

    private void count(Kind kind) {
        done.merge(kind, 1L, Long::sum);
    }

    Map<Kind, Long> done() {
        return done;
    }
}
