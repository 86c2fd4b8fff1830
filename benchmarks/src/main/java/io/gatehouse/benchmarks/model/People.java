package io.gatehouse.benchmarks.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Everybody, and who takes part in the present round already. */
final class People {
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
