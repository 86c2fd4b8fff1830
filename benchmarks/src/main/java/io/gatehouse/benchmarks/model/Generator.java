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
    private static final int MOST_PEOPLE = 40_000;
    private static final int MESSAGES = 2_000;

    private final Random random;
    private final World world;
    private final List<String> everywhere;
    private final List<String> europe;
    /** Names never come again: somebody who was forgotten comes back as somebody else. */
    private int names;

    private int contents;
    private final List<String> circles = new ArrayList<>();
    private final List<List<String>> members = new ArrayList<>();

    Generator(long seed, World world, DataFiles files, LocalDate today) {
        this.random = new Random(seed);
        this.world = world;
        this.everywhere = files.countries();
        this.europe = everywhere.stream()
                .filter(country -> files.isInside(country, today))
                .toList();
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private String country() {
        return random.nextInt(10) < 6 ? any(europe) : any(everywhere);
    }

    /** @param today so that nobody was seen in the future */
    List<Operation> round(LocalDate today) {
        var operations = new ArrayList<Operation>();
        var busy = new HashSet<String>();
        var known =
                new ArrayList<>(world.people().stream().filter(Person::isKnown).toList());
        int arriving = known.size() < MOST_PEOPLE ? 40 + random.nextInt(60) : 0;
        for (int i = 0; i < arriving; i++) operations.add(arrive(today));
        for (int i = 0; i < known.size() / 100 + 1 && !known.isEmpty(); i++) {
            var person = free(known, busy);
            if (person != null) operations.add(hear(person, today));
        }
        for (var person : known)
            if (!busy.contains(person.id) && world.due(person, today).isPresent() && random.nextInt(3) == 0) {
                busy.add(person.id);
                operations.add(new Operation.Move(person.id));
            }
        for (int i = 0; i < 4; i++) {
            var person = random.nextInt(3) == 0 ? free(known, busy) : null;
            if (person != null) operations.add(new Operation.Forget(person.id));
        }
        for (int i = 0; i < 20; i++) {
            var person = free(known, busy);
            if (person != null && !person.contents.isEmpty())
                operations.add(new Operation.TakeBack(person.id, any(List.copyOf(person.contents.keySet()))));
        }
        var still = known.stream().filter(person -> !busy.contains(person.id)).toList();
        if (still.size() > 10) speak(still, busy, operations);
        return operations;
    }

    private @Nullable Person free(List<Person> known, Set<String> busy) {
        if (known.isEmpty()) return null;
        var person = any(known);
        return busy.add(person.id) ? person : null;
    }

    private Operation arrive(LocalDate today) {
        String country = country();
        var news = new ArrayList<Evidence>();
        String kind = random.nextInt(4) == 0 ? "verified" : "declared";
        news.add(new Evidence(kind, country, today.minusDays(random.nextInt(300)), today));
        if (random.nextInt(3) == 0)
            news.add(new Evidence(any(OBSERVED), country, today.minusDays(random.nextInt(60)), today));
        // Some say one thing and are seen elsewhere.
        if (random.nextInt(8) == 0)
            news.add(new Evidence(any(OBSERVED), country(), today.minusDays(random.nextInt(30)), today));
        return new Operation.Tell("u-" + names++, news);
    }

    /** Mostly what changes nothing; now and then somebody moves. */
    private Operation hear(Person person, LocalDate today) {
        String present = Objects.requireNonNull(person.country);
        var news = new ArrayList<Evidence>();
        switch (random.nextInt(6)) {
            case 0 -> news.add(new Evidence("verified", country(), today, today));
            case 1 -> news.add(new Evidence("declared", country(), today, today));
            case 2 -> news.add(new Evidence("declared", present, today, today));
            default -> news.add(new Evidence(any(OBSERVED), random.nextBoolean() ? present : country(), today, today));
        }
        return new Operation.Tell(person.id, news);
    }

    private void speak(List<Person> still, Set<String> busy, List<Operation> operations) {
        var used = new HashSet<Integer>();
        for (int i = 0; i < MESSAGES; i++) {
            String content = "c-" + contents++;
            if (random.nextInt(10) < 7) {
                operations.add(new Operation.Say(any(still).id, content, any(OPEN), null, List.of()));
                continue;
            }
            int circle = circle(still);
            // What is noted of a conversation depends on the order of its messages: one a round.
            if (!used.add(circle)) continue;
            var in = members.get(circle).stream()
                    .filter(member -> !busy.contains(member)
                            && (member.startsWith("x-") || world.person(member).isKnown()))
                    .toList();
            var authors = in.stream().filter(member -> !member.startsWith("x-")).toList();
            if (authors.isEmpty()) continue;
            String author = any(authors);
            operations.add(new Operation.Say(
                    author,
                    content,
                    any(CIRCLES),
                    circles.get(circle),
                    in.stream().filter(member -> !member.equals(author)).toList()));
        }
    }

    private int circle(List<Person> still) {
        if (circles.size() < 20_000 && random.nextInt(3) == 0 || circles.isEmpty()) {
            var in = new ArrayList<String>();
            int size = 2 + random.nextInt(3);
            for (int i = 0; i < size; i++) in.add(any(still).id);
            // Somebody of whom nothing is known.
            if (random.nextInt(12) == 0) in.add("x-" + random.nextInt(1_000));
            circles.add("k-" + circles.size());
            members.add(new ArrayList<>(in.stream().distinct().toList()));
            return circles.size() - 1;
        }
        int circle = random.nextInt(circles.size());
        if (random.nextInt(20) == 0) {
            String newcomer = any(still).id;
            if (!members.get(circle).contains(newcomer)) members.get(circle).add(newcomer);
        }
        return circle;
    }
}
