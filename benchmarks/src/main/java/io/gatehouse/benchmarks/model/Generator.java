package io.gatehouse.benchmarks.model;

import io.gatehouse.benchmarks.model.Operation.Evidence;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes up what happens next, from a seed. Operations of one round are about different people, so they may run at once. */
final class Generator {
    private static final List<String> OPEN = List.of("comment", "public_video", "profile", "open_channel");
    private static final List<String> CIRCLES = List.of("group", "direct_message");
    private static final List<String> OBSERVED = List.of("payment", "store", "sim", "ip");
    private static final int MOST_PEOPLE = 20_000;
    private static final int MOST_CIRCLES = 20_000;
    /** The service keeps 64; what happens beyond is not what is looked at here. */
    private static final int MOST_EVIDENCE = 40;

    /** Of a round of full size. */
    private static final int MESSAGES = 2_400;

    private static final int ARRIVING = 80;
    private static final int HEARD = 60;
    /** One of so many people, besides. */
    private static final int HEARD_OF = 120;

    private static final int MESSAGES_IN_AN_OUTAGE = 400;
    /** Out of a hundred. */
    private static final int IN_OPEN = 55;

    private static final int ASKS = 240;
    private static final int CHANGED = 160;
    private static final int TAKEN_BACK = 120;
    private static final int FORGOTTEN = 2;
    private static final int MOVED = 9;
    private static final int LOOKED_AT = 150;

    /** A program that has just started is slow, and the first round would keep it busy for a minute. */
    private static final int WARM_AFTER = 8;

    private final double size;
    private final Random random;
    private final World world;
    private final DataFiles files;
    private final TransferLaw transfers;
    private final List<String> everywhere;
    private final List<String> europe;
    private final People known;
    /** Names never come again: somebody who was forgotten comes back as somebody else. */
    private int names;

    private int contents;
    private int rounds;
    private final List<Circle> circles = new ArrayList<>();

    private record Circle(String id, List<String> members) {}

    /** @param size of rounds; 1 for some three thousand operations */
    Generator(long seed, double size, World world, DataFiles files, TransferLaw transfers, LocalDate today) {
        this.size = size;
        this.random = new Random(seed);
        this.world = world;
        this.files = files;
        this.transfers = transfers;
        this.known = new People(random);
        this.everywhere = files.countries();
        this.europe = everywhere.stream()
                .filter(country -> files.isInside(country, today))
                .toList();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private int sized(int full) {
        return (int) Math.ceil(full * size);
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private String country() {
        return random.nextInt(10) < 5 ? any(europe) : any(everywhere);
    }

    /** @param today so that nobody was seen in the future */
    List<Operation> round(LocalDate today) {
        known.refresh(world.people());
        var operations = new ArrayList<Operation>();
        int arriving = known.size() < MOST_PEOPLE ? sized(ARRIVING) : 0;
        for (int i = 0; i < arriving; i++) operations.add(arrive(today));
        for (int i = 0; i < sized(HEARD) + known.size() / HEARD_OF; i++) {
            var person = known.take();
            if (person != null && person.evidence.size() < MOST_EVIDENCE && !person.isLeaving())
                operations.add(hear(person, today));
        }
        move(operations, today);
        keepAndForget(operations);
        takeBack(operations);
        for (int i = 0; i < sized(ASKS); i++) operations.add(ask());
        var still = known.still();
        int messages = Math.min(WARM_AFTER, ++rounds) * sized(MESSAGES) / WARM_AFTER;
        if (still.size() > 10) for (int i = 0; i < messages; i++) speak(still, operations, false);
        return operations;
    }

    /** While a cell is down: only what says at once whether it was done. */
    List<Operation> roundInOutage(String down) {
        known.refresh(world.people());
        var operations = new ArrayList<Operation>();
        var still = known.still().stream().filter(person -> !person.isLeaving()).toList();
        for (int i = 0; i < sized(MESSAGES_IN_AN_OUTAGE); i++) speak(still, operations, true);
        for (int i = 0; i < sized(ASKS / 10); i++) {
            var ask = ask();
            if (!ask.from().equals(down)) operations.add(ask);
        }
        return operations;
    }

    private Operation arrive(LocalDate today) {
        String country = country();
        boolean isBusiness = oneIn(12);
        var news = new ArrayList<Evidence>();
        String kind = isBusiness ? "establishment" : oneIn(4) ? "verified" : "declared";
        news.add(new Evidence(kind, country, today.minusDays(random.nextInt(300)), today));
        if (oneIn(3)) news.add(new Evidence(any(OBSERVED), country, today.minusDays(random.nextInt(60)), today));
        // Some say one thing and are seen elsewhere.
        if (oneIn(8)) add(news, new Evidence(any(OBSERVED), country(), today.minusDays(random.nextInt(30)), today));
        Boolean minor = oneIn(8) ? Boolean.TRUE : oneIn(3) ? null : Boolean.FALSE;
        return new Operation.Tell("u-" + names++, news, minor, isBusiness);
    }

    /** Not two places by one kind: which of them came last would be left to chance. */
    private static void add(List<Evidence> news, Evidence evidence) {
        if (news.stream().noneMatch(each -> each.kind().equals(evidence.kind()))) news.add(evidence);
    }

    /** Mostly what changes nothing; now and then somebody moves. */
    private Operation hear(Person person, LocalDate today) {
        String present = Objects.requireNonNull(person.country);
        var news = new ArrayList<Evidence>();
        String kind = switch (random.nextInt(7)) {
            case 0 -> person.isBusiness ? "establishment" : "verified";
            case 1, 2 -> "declared";
            default -> any(OBSERVED);
        };
        news.add(new Evidence(kind, random.nextBoolean() ? present : country(), today, today));
        boolean isTold = person.evidence.stream()
                .anyMatch(each -> each.kind().equals(kind) && each.day().equals(today));
        if (isTold) news.clear();
        return new Operation.Tell(person.id, news, oneIn(20) ? Boolean.FALSE : null, false);
    }

    /** Whoever is found to be due, and sometimes somebody who is not. */
    private void move(List<Operation> operations, LocalDate today) {
        int left = MOVED;
        for (var due = world.restless(); due.isPresent() && left > MOVED / 3; due = world.restless()) {
            if (!known.take(due.get())) continue;
            operations.add(new Operation.Move(due.get().id));
            left--;
        }
        for (int i = 0; i < LOOKED_AT && left > 0; i++) {
            var person = known.any();
            if (person == null || !world.due(person, today).isPresent() && !oneIn(100)) continue;
            if (!known.take(person)) continue;
            operations.add(new Operation.Move(person.id));
            left--;
        }
    }

    private void keepAndForget(List<Operation> operations) {
        for (int i = 0; i < FORGOTTEN; i++) {
            var person = known.take();
            if (person != null && !person.isLeaving()) operations.add(new Operation.Forget(person.id));
        }
        for (int i = 0; i < 3; i++) {
            var person = known.take();
            if (person != null && !person.isHeld()) operations.add(new Operation.Hold(person.id));
        }
        for (var person : known.held()) {
            if (!oneIn(30) || !known.take(person)) continue;
            if (!person.isLeaving() && oneIn(3)) operations.add(new Operation.Forget(person.id));
            else operations.add(new Operation.Lift(person.id));
        }
    }

    private void takeBack(List<Operation> operations) {
        for (int i = 0; i < sized(CHANGED); i++) {
            var person = known.take();
            if (person != null && !person.contents.isEmpty())
                operations.add(new Operation.Change(person.id, any(List.copyOf(person.contents.keySet()))));
        }
        for (int i = 0; i < sized(TAKEN_BACK); i++) {
            var person = known.take();
            if (person != null && !person.contents.isEmpty())
                operations.add(new Operation.TakeBack(person.id, any(List.copyOf(person.contents.keySet()))));
        }
        for (var person : known.held())
            if (oneIn(20) && !person.contents.isEmpty() && known.take(person))
                operations.add(new Operation.TakeBack(person.id, person.contents.firstKey()));
    }

    private Operation.Ask ask() {
        String purpose = any(transfers.purposesToAskFor());
        var kinds = new ArrayList<>(transfers.kinds(purpose));
        while (kinds.size() > 1 && random.nextBoolean()) kinds.remove(random.nextInt(kinds.size()));
        if (oneIn(10)) kinds.add("report");
        var regions = files.regions();
        var home = any(regions);
        boolean isToRegion = oneIn(3);
        String to = isToRegion ? any(regions).id() : null;
        String country = isToRegion ? null : country();
        String reader = oneIn(3) ? country() : oneIn(2) || country == null ? home.location() : country;
        String claim = oneIn(3) ? any(List.copyOf(transfers.claims())) : "territory";
        int subjects = oneIn(40) ? 300_000 : 1 + random.nextInt(6);
        return new Operation.Ask(
                purpose,
                kinds.stream().distinct().toList(),
                home.id(),
                to,
                country,
                isToRegion ? null : any(transfers.recipients()),
                reader,
                claim,
                subjects);
    }

    private void speak(List<Person> still, List<Operation> operations, boolean isOutage) {
        String content = "c-" + contents++;
        if (random.nextInt(100) < IN_OPEN) {
            var author = any(still);
            operations.add(new Operation.Say(author.id, content, any(OPEN), null, List.of(), claim(author, isOutage)));
            return;
        }
        // What is noted of a conversation depends on the order of its messages: one a round.
        var circle = circle(still);
        if (world.isUnclear(circle.id()) || !known.takeCircle(circle.id())) return;
        var in = circle.members().stream()
                .filter(member -> member.startsWith("x-") || known.isStill(member))
                .toList();
        var authors = in.stream().filter(member -> !member.startsWith("x-")).toList();
        if (authors.isEmpty()) return;
        var author = world.person(any(authors));
        if (isOutage && author.isLeaving()) return;
        operations.add(new Operation.Say(
                author.id,
                content,
                any(CIRCLES),
                circle.id(),
                in.stream().filter(member -> !member.equals(author.id)).toList(),
                claim(author, isOutage)));
    }

    /** A node that does not remember an author whose cell is down believes only evidence that agrees with the directory. */
    private @Nullable String claim(Person author, boolean isOutage) {
        return isOutage ? files.region(Objects.requireNonNull(author.home)).location() : null;
    }

    private Circle circle(List<Person> still) {
        if (circles.size() < MOST_CIRCLES && oneIn(3) || circles.isEmpty()) {
            var in = new ArrayList<String>();
            int size = 2 + random.nextInt(3);
            for (int i = 0; i < size; i++) in.add(any(still).id);
            // Somebody of whom nothing is known.
            if (oneIn(12)) in.add("x-" + random.nextInt(1_000));
            var circle = new Circle(
                    "k-" + circles.size(),
                    new ArrayList<>(in.stream().distinct().toList()));
            circles.add(circle);
            return circle;
        }
        var circle = any(circles);
        if (oneIn(20)) {
            String newcomer = any(still).id;
            if (!circle.members().contains(newcomer)) circle.members().add(newcomer);
        }
        return circle;
    }

    /** Everybody, and who takes part in the present round already. */
    private static final class People {
        private final Random random;
        private List<Person> all = List.of();
        private List<Person> held = List.of();
        private final Set<String> ids = new HashSet<>();
        private final Set<String> busy = new HashSet<>();

        People(Random random) {
            this.random = random;
        }

        void refresh(Iterable<Person> people) {
            busy.clear();
            ids.clear();
            var found = new ArrayList<Person>();
            for (var person : people) {
                found.add(person);
                ids.add(person.id);
            }
            all = found;
            held = found.stream().filter(Person::isHeld).toList();
        }

        int size() {
            return all.size();
        }

        List<Person> held() {
            return held;
        }

        @Nullable
        Person any() {
            return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
        }

        /** Somebody of whom nothing else happens in this round; null when chance found nobody. */
        @Nullable
        Person take() {
            var person = any();
            return person != null && take(person) ? person : null;
        }

        boolean take(Person person) {
            return busy.add(person.id);
        }

        boolean takeCircle(String circle) {
            return busy.add(circle);
        }

        boolean isStill(String id) {
            return ids.contains(id) && !busy.contains(id);
        }

        List<Person> still() {
            return all.stream().filter(person -> !busy.contains(person.id)).toList();
        }
    }
}
