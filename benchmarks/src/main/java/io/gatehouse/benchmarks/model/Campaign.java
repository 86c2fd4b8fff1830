package io.gatehouse.benchmarks.model;

import io.gatehouse.service.terminal.ProgressBar;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    private final World world;
    private final Generator generator;
    private final Caller caller;
    private final Audit audit;
    private final RunningService service;
    private final MadeLaw law;
    private final SteeredClock clock;
    private final Random random;
    private final Pace pace;
    private final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    private final Map<Kind, Long> done = new EnumMap<>(Kind.class);
    private int rounds;

    /** What is counted in the report. */
    enum Kind {
        ACCOUNTS,
        EVIDENCE,
        MESSAGES_TO_EVERYBODY,
        MESSAGES_IN_CONVERSATIONS,
        OF_THEM_PLACED_ELSEWHERE,
        MESSAGES_SHELTERED,
        MESSAGES_SHELTERED_UNASKED,
        MESSAGES_REFUSED,
        EDITS,
        EDITS_REFUSED,
        DELETIONS,
        TRANSFERS_PERMITTED,
        TRANSFERS_REFUSED,
        MOVES,
        MOVES_REFUSED,
        PEOPLE_MOVED_BY_LAW,
        HOLDS,
        HOLDS_LIFTED,
        ERASURES,
        ERASURES_HELD,
        OUTAGES,
        LAW_CHANGES,
        AUDITS
    }

    /**
     * How much happens.
     *
     * @param size of rounds; 1 for some three thousand operations
     * @param audit after so many rounds
     * @param outage likewise; 0 for never
     */
    record Pace(double size, int audit, int outage) {}

    Campaign(
            World world,
            Generator generator,
            Caller caller,
            Audit audit,
            RunningService service,
            MadeLaw law,
            SteeredClock clock,
            long seed,
            Pace pace) {
        this.world = world;
        this.generator = generator;
        this.caller = caller;
        this.audit = audit;
        this.service = service;
        this.law = law;
        this.clock = clock;
        this.random = new Random(seed ^ 0x5DEECE66DL);
        this.pace = pace;
    }

    /** @return the first faults; empty when the service did all that the model says, and nothing else */
    List<String> run(long operations) throws SQLException, InterruptedException {
        long count = 0;
        try (var bar = ProgressBar.onStandardError("operations", "operations")) {
            while (count < operations && faults.isEmpty()) {
                var round = generator.round(clock.today());
                perform(round);
                count += round.size();
                rounds++;
                if (pace.outage() > 0 && rounds % pace.outage() == 0 && faults.isEmpty()) count += failover();
                count += enforce();
                if (rounds % pace.audit() == 0 && faults.isEmpty()) look();
                bar.update(count, (double) count / operations);
                pass();
            }
        }
        if (faults.isEmpty()) look();
        if (faults.isEmpty()) faults.addAll(audit.searchEverything());
        return faults.stream().limit(MOST_FAULTS).toList();
    }

    /** Some rounds fall on one day, most on one of the next. */
    private void pass() {
        var now = clock.instant();
        var next = now.plus(Duration.ofHours(random.nextInt(72)));
        // A round never spans midnight: what day it is must be the same for both.
        var day = LocalDate.ofInstant(next, ZoneOffset.UTC);
        Instant late = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minus(Duration.ofHours(3));
        if (next.isAfter(late))
            next = day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().plusSeconds(60);
        clock.pass(Duration.between(now, next));
    }

    /** One cell after another is down for a while; its people are sheltered in their jurisdiction, or refused. */
    private long failover() throws SQLException, InterruptedException {
        String down = service.regions().get(random.nextInt(service.regions().size()));
        var outage = new Outage(service, down);
        outage.begin();
        world.down = down;
        long count = 0;
        try {
            var round = generator.roundInOutage(down);
            perform(round);
            count = round.size();
            count(Kind.OUTAGES, 1);
            if (random.nextBoolean() && faults.isEmpty()) look();
        } finally {
            outage.end();
            world.comeHome();
        }
        if (faults.isEmpty()) look();
        return count;
    }

    /** Everybody moves for whose country another region is home by now. */
    private long enforce() throws InterruptedException {
        long count = 0;
        for (var change : law.begun(clock.today())) {
            count(Kind.LAW_CHANGES, 1);
            var operation = new Operation.MoveAll(change.from(), change.country());
            long moved = world.moveAll(operation, clock.today());
            faults.addAll(caller.moveAll(operation, moved));
            count(Kind.PEOPLE_MOVED_BY_LAW, moved);
            count += moved;
        }
        return count;
    }

    private void perform(List<Operation> round) throws InterruptedException {
        var today = clock.today();
        var tasks = new ArrayList<Callable<Void>>();
        speak(round, today, tasks);
        var claims = new LinkedHashMap<String, List<Callable<List<String>>>>();
        for (var operation : round) {
            switch (operation) {
                case Operation.Say _ -> {}
                case Operation.Tell tell -> {
                    boolean isKnown = world.isKnown(tell.person());
                    var expected = world.tell(tell, today);
                    count(isKnown ? Kind.EVIDENCE : Kind.ACCOUNTS, 1);
                    tasks.add(() -> told(() -> caller.tell(tell, expected)));
                }
                case Operation.Move move -> {
                    var expected = world.move(move, today);
                    count(expected.moveTo().isEmpty() ? Kind.MOVES_REFUSED : Kind.MOVES, 1);
                    tasks.add(() -> told(() -> caller.move(move, expected)));
                }
                case Operation.Forget forget -> {
                    var person = world.person(forget.person());
                    boolean isHeld = !world.forget(forget);
                    count(isHeld ? Kind.ERASURES_HELD : Kind.ERASURES, 1);
                    tasks.add(() -> told(() -> caller.forget(forget, person, isHeld)));
                }
                case Operation.Hold hold -> {
                    var person = world.person(hold.person());
                    world.hold(hold);
                    count(Kind.HOLDS, 1);
                    tasks.add(() -> told(() -> caller.hold(hold, person)));
                }
                case Operation.Lift lift -> {
                    var person = world.person(lift.person());
                    String hold = "" + person.hold;
                    var erasure = Optional.ofNullable(person.erasure);
                    world.lift(lift);
                    count(Kind.HOLDS_LIFTED, 1);
                    if (erasure.isPresent()) count(Kind.ERASURES, 1);
                    tasks.add(() -> told(() -> caller.lift(lift, hold, erasure)));
                }
                case Operation.TakeBack takeBack -> {
                    var expected = world.takeBack(takeBack);
                    count(Kind.DELETIONS, 1);
                    tasks.add(() -> told(() -> caller.takeBack(takeBack, expected)));
                }
                case Operation.Change change -> {
                    var expected = world.change(change, today);
                    count(expected.status() == 200 ? Kind.EDITS : Kind.EDITS_REFUSED, 1);
                    var content = world.person(change.person()).contents.get(change.content());
                    int revision = content == null ? 0 : content.revision;
                    tasks.add(() -> told(() -> caller.change(change, expected, revision)));
                }
                case Operation.MoveAll _ -> throw new IllegalStateException("not made in rounds: " + operation);
                case Operation.Ask ask -> {
                    var basis = world.ask(ask, today);
                    count(basis.isPresent() ? Kind.TRANSFERS_PERMITTED : Kind.TRANSFERS_REFUSED, 1);
                    if (ask.claim().equals("territory")) tasks.add(() -> told(() -> caller.ask(ask, basis)));
                    else
                        claims.computeIfAbsent(ask.from() + ask.claim(), _ -> new ArrayList<>())
                                .add(() -> caller.ask(ask, basis));
                }
            }
        }
        // Who comes first takes what the cap of the day has left: one after the other.
        for (var each : claims.values())
            tasks.add(() -> {
                for (var call : each) told(call);
                return null;
            });
        runAll(tasks);
        for (var say : caller.shelteredUnasked()) {
            world.leaveOpen("" + say.conversation());
            count(Kind.MESSAGES_SHELTERED_UNASKED, 1);
        }
    }

    /** Messages are about how things are before the round: nobody in them is changed by it. */
    private void speak(List<Operation> round, LocalDate today, List<Callable<Void>> tasks) {
        var says = new ArrayList<Caller.Said>();
        for (var operation : round)
            if (operation instanceof Operation.Say say) {
                var expected = world.say(say, today);
                var content = world.person(say.person()).contents.get(say.content());
                says.add(new Caller.Said(say, expected, content));
                count(say.conversation() == null ? Kind.MESSAGES_TO_EVERYBODY : Kind.MESSAGES_IN_CONVERSATIONS, 1);
                if (content == null) count(Kind.MESSAGES_REFUSED, 1);
                else if (content.isSheltered) count(Kind.MESSAGES_SHELTERED, 1);
                else if (content.placedFrom != null) count(Kind.OF_THEM_PLACED_ELSEWHERE, 1);
            }
        for (int from = 0; from < says.size(); from += Caller.BATCH) {
            var batch = says.subList(from, Math.min(from + Caller.BATCH, says.size()));
            tasks.add(() -> told(() -> caller.say(batch, clock.instant())));
        }
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

    private void look() throws SQLException, InterruptedException {
        if (world.down == null) for (var region : service.regions()) new Outage(service, region).awaitHomecoming();
        count(Kind.AUDITS, 1);
        for (var fault : audit.run(world)) faults.add("round " + rounds + " (" + clock.today() + "): " + fault);
        for (var stray : world.strayed())
            faults.add("the model itself lets an EEA person's content lie outside: " + stray);
    }

    private void count(Kind kind, long times) {
        done.merge(kind, times, Long::sum);
    }

    Map<Kind, Long> done() {
        return done;
    }
}
