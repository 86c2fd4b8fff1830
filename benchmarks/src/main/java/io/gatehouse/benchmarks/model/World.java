package io.gatehouse.benchmarks.model;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything as it should be: people, where they are at home, what they said and where it lies. Each operation changes it
 * and says what the service must answer. One thread.
 */
final class World {
    private final DataFiles files;
    private final Residence residence;
    private final ConversationRules conversations;
    private final Map<String, Person> people = new LinkedHashMap<>();
    /** By home region and conversation, the region noted there. */
    private final Map<String, String> noted = new HashMap<>();

    World(DataFiles files, Residence residence, ConversationRules conversations) {
        this.files = files;
        this.residence = residence;
        this.conversations = conversations;
    }

    Collection<Person> people() {
        return people.values();
    }

    Person person(String id) {
        return people.computeIfAbsent(id, Person::new);
    }

    /**
     * What the service must answer.
     *
     * @param status of the answer
     * @param region the region that the answer must name; empty for none
     * @param moveTo the region that a due move must name; empty for none
     */
    record Expected(int status, String region, String moveTo) {
        static Expected status(int status) {
            return new Expected(status, "", "");
        }
    }

    Expected tell(Operation.Tell operation, LocalDate today) {
        var person = person(operation.person());
        if (!person.isKnown()) {
            var country = residence.first(operation.news(), today);
            var region = country.flatMap(c -> files.regionOf(c, today));
            if (region.isEmpty()) return Expected.status(422);
            person.evidence.clear();
            person.evidence.addAll(operation.news());
            settle(person, country.orElseThrow(), region.get(), today);
            return new Expected(200, region.get(), "");
        }
        person.evidence.addAll(operation.news());
        var due = due(person, today);
        if (due.isPresent() && due.get().region().equals(person.home)) {
            // Nothing has to be moved: the new country is at home in the same region.
            settle(person, due.get().country(), due.get().region(), today);
            due = Optional.empty();
        }
        return new Expected(
                200, Objects.requireNonNull(person.home), due.map(Due::region).orElse(""));
    }

    /** Where somebody should be moved to. */
    record Due(String country, String region) {}

    /** Empty when the person is where they should be. */
    Optional<Due> due(Person person, LocalDate today) {
        String present = Objects.requireNonNull(person.country);
        var moved = residence.movedTo(person.evidence, present, today);
        String country = moved.orElse(present);
        var region = files.regionOf(country, today);
        if (region.isEmpty() || (moved.isEmpty() && region.get().equals(person.home))) return Optional.empty();
        return Optional.of(new Due(country, region.get()));
    }

    private static void settle(Person person, String country, String region, LocalDate today) {
        if (!country.equals(person.country)) person.since = today;
        person.country = country;
        person.home = region;
    }

    /** Where a message of a known author lies. */
    Expected say(Operation.Say operation, LocalDate today) {
        var author = person(operation.person());
        String home = Objects.requireNonNull(author.home);
        var members = new ArrayList<@Nullable String>();
        for (var participant : operation.participants()) {
            var member = people.get(participant);
            members.add(member == null ? null : member.home);
        }
        String note = home + " " + operation.conversation();
        var placed = conversations.place(
                operation.surface(), home, members, operation.conversation() == null ? null : noted.get(note), today);
        if (placed.isRefused()) return Expected.status(422);
        if (operation.conversation() != null && placed.note() != null)
            noted.put(note, Objects.requireNonNull(placed.note()));
        author.contents.put(operation.content(), new Person.Content(operation.content(), placed.region()));
        return new Expected(200, placed.region(), "");
    }

    /** Moves somebody; what lies as a guest stays where it was put. */
    Expected move(Operation.Move operation, LocalDate today) {
        var person = person(operation.person());
        var due = due(person, today);
        if (due.isEmpty()) return new Expected(200, Objects.requireNonNull(person.home), "");
        String old = Objects.requireNonNull(person.home);
        for (var content : person.contents.values())
            if (content.region.equals(old)) content.region = due.get().region();
        settle(person, due.get().country(), due.get().region(), today);
        return new Expected(200, due.get().region(), "");
    }

    void takeBack(Operation.TakeBack operation) {
        person(operation.person()).contents.remove(operation.content());
    }

    void forget(Operation.Forget operation) {
        people.remove(operation.person());
    }

    /** Everything of a person that lies in a region of the other kind: an EEA person's outside, say. */
    List<String> strayed() {
        var strayed = new ArrayList<String>();
        for (var person : people.values()) {
            if (person.home == null || !files.region(person.home).eea()) continue;
            for (var content : person.contents.values())
                if (!files.region(content.region).eea()) strayed.add(person.id + " in " + content.region);
        }
        return strayed;
    }
}
