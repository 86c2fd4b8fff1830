package io.gatehouse.benchmarks.model;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything as it should be: people, where they are at home, what they said and where it lies. Each operation changes it
 * and says what the service must answer. One thread.
 */
final class World {
    /** What the campaign lets the service shelter elsewhere while a cell is down. */
    static final Set<String> SHELTERED = Set.of("comment", "group", "direct_message");

    /** Until the service has said its id. */
    private static final String TOLD_LATER = "";

    private final DataFiles files;
    private final Residence residence;
    private final ConversationRules conversations;
    private final TransferLaw transfers;
    private final Map<String, Person> people = new LinkedHashMap<>();
    final Noted noted;

    private final LinkedHashSet<String> restless = new LinkedHashSet<>();

    /** The region that does not answer. */
    @Nullable
    String down;

    World(DataFiles files, Residence residence, ConversationRules conversations, TransferLaw transfers) {
        this.files = files;
        this.residence = residence;
        this.conversations = conversations;
        this.noted = new Noted(conversations);
        this.transfers = transfers;
    }

    Collection<Person> people() {
        return people.values();
    }

    Person person(String id) {
        return people.computeIfAbsent(id, Person::new);
    }

    boolean isKnown(String person) {
        return people.containsKey(person);
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
        person.evidence.addAll(operation.news());
        if (operation.minor() != null) person.minor = operation.minor();
        person.isBusiness |= operation.isBusiness();
        if (!person.isKnown()) {
            var country = residence.first(person, today);
            var region = country.flatMap(c -> files.regionOf(c, today));
            if (region.isEmpty()) {
                people.remove(person.id);
                return Expected.status(422);
            }
            settle(person, country.orElseThrow(), region.get());
            return new Expected(200, region.get(), "");
        }
        var due = due(person, today);
        if (due.isPresent() && due.get().region().equals(person.home)) {
            // Nothing has to be moved: the new country is at home in the same region.
            settle(person, due.get().country(), due.get().region());
            // From there, another change may be due at once.
            due = due(person, today).filter(next -> !next.region().equals(person.home));
        }
        if (due.isPresent()) restless.add(person.id);
        return new Expected(
                200, Objects.requireNonNull(person.home), due.map(Due::region).orElse(""));
    }

    /** Somebody whose move was found to be due, and who was not moved since; empty for nobody. */
    Optional<Person> restless() {
        if (restless.isEmpty()) return Optional.empty();
        var first = restless.getFirst();
        restless.remove(first);
        return Optional.ofNullable(people.get(first));
    }

    /** Where somebody should be moved to. */
    record Due(String country, String region) {}

    /** Empty when the person is where they should be. */
    Optional<Due> due(Person person, LocalDate today) {
        var moved = residence.movedTo(person, today);
        if (moved.isPresent()) return files.regionOf(moved.get(), today).map(region -> new Due(moved.get(), region));
        String present = Objects.requireNonNull(person.country);
        var region = files.regionOf(present, today);
        if (region.isEmpty() || region.get().equals(person.home)) return Optional.empty();
        boolean leavesEea = files.region(Objects.requireNonNull(person.home)).eea()
                && !files.region(region.get()).eea();
        if (leavesEea && residence.staysInEea(person, today)) return Optional.empty();
        return Optional.of(new Due(present, region.get()));
    }

    private static void settle(Person person, String country, String region) {
        person.country = country;
        person.home = region;
    }

    /** Where a message of a known author lies. */
    Expected say(Operation.Say operation, LocalDate today) {
        var author = person(operation.person());
        if (author.isLeaving()) return Expected.status(410);
        String home = Objects.requireNonNull(author.home);
        if (home.equals(down)) return shelter(operation, author, today);
        if (!conversations.asksForMembers(operation.surface(), today)) return put(operation, author, home);
        var members = members(operation);
        if (members.contains(null) && conversations.refusesUnknown(operation.surface(), today))
            return Expected.status(422);
        String name = "" + operation.conversation();
        var cells = new TreeSet<String>();
        for (var member : members) if (member != null && !member.equals(home)) cells.add(member);
        // A cell that is away may know of a stricter law.
        if (noted.mayAnotherCellKnowBetter(home, name) && cells.contains("" + down)) return Expected.status(503);
        String before = noted.recorded(home, name, cells);
        String wanted = conversations.strictest(home, members, before);
        boolean isNew = before == null
                ? conversations.isMixed(home, members)
                : conversations.rank(wanted) < conversations.rank(before);
        boolean mayGo = wanted.equals(home) || transfers.mayConverse(home, wanted, today);
        String lies = mayGo ? wanted : home;
        cells.add(lies);
        cells.add(home);
        noted.tell(cells, name, isNew ? wanted : before, down);
        if (!lies.equals(down)) {
            if (!lies.equals(home)) author.placedIn.add(lies);
            return put(operation, author, lies);
        }
        noted.leaveOpen(name);
        return Expected.status(503);
    }

    /** Where the others are at home; null for who is not known. A private message that names nobody has one such reader. */
    private List<@Nullable String> members(Operation.Say operation) {
        var members = new ArrayList<@Nullable String>();
        for (var participant : operation.participants()) {
            var member = people.get(participant);
            members.add(member == null ? null : member.home);
        }
        if (members.isEmpty()) members.add(null);
        return members;
    }

    private Expected put(Operation.Say operation, Person author, String region) {
        var content = new Person.Content(operation.content(), region);
        author.contents.put(content.id, content);
        if (!region.equals(author.home)) {
            content.placedFrom = author.home;
            author.guestIn.add(region);
            if (down == null || !down.equals(author.home)) author.stayedIn.add(region);
        }
        return new Expected(200, region, "");
    }

    /** What becomes of people whose cell is down: sheltered in their jurisdiction, or refused. */
    private Expected shelter(Operation.Say operation, Person author, LocalDate today) {
        String home = Objects.requireNonNull(author.home);
        // Only a home that answers can note that content goes to a stricter law.
        boolean mayBelongElsewhere =
                conversations.rank(home) > 0 && conversations.asksForMembers(operation.surface(), today);
        if (mayBelongElsewhere || !SHELTERED.contains(operation.surface())) return Expected.status(503);
        for (var other : files.region(home).failover()) {
            if (other.equals(down)) continue;
            var expected = put(operation, author, other);
            Objects.requireNonNull(author.contents.get(operation.content())).isSheltered = true;
            return expected;
        }
        return Expected.status(503);
    }

    /** The cell answers again: what was sheltered comes home. */
    void comeHome() {
        for (var person : people.values()) {
            var regions = new TreeSet<String>();
            for (var content : person.contents.values()) {
                if (!content.isSheltered) continue;
                regions.add(content.region);
                content.isSheltered = false;
                content.placedFrom = null;
                content.region = Objects.requireNonNull(person.home);
            }
            for (var region : regions) if (!person.stayedIn.contains(region)) person.guestIn.remove(region);
        }
        down = null;
    }

    /** Moves somebody; what a rule put anywhere under another law stays where it was put. */
    Expected move(Operation.Move operation, LocalDate today) {
        var person = person(operation.person());
        var due = due(person, today);
        if (due.isEmpty() || due.get().region().equals(person.home) || person.isHeld() || person.isLeaving())
            return Expected.status(person.isLeaving() ? 410 : 409);
        carry(person, due.get());
        return new Expected(202, due.get().region(), due.get().region());
    }

    private static void carry(Person person, Due due) {
        String old = Objects.requireNonNull(person.home);
        for (var content : person.contents.values())
            if (content.region.equals(old) && content.placedFrom == null) content.region = due.region();
        person.guestIn.remove(due.region());
        person.stayedIn.remove(due.region());
        if (person.placedIn.contains(old)) {
            person.guestIn.add(old);
            person.stayedIn.add(old);
        }
        settle(person, due.country(), due.region());
    }

    /** @return how many moved */
    int moveAll(Operation.MoveAll operation, LocalDate today) {
        int moved = 0;
        for (var person : people.values()) {
            if (!operation.region().equals(person.home) || person.isHeld() || person.isLeaving()) continue;
            var due = due(person, today);
            if (due.isEmpty() || due.get().region().equals(person.home)) continue;
            boolean isMeant = operation.country().equals(due.get().country())
                    || operation.country().equals(person.country);
            if (!isMeant) continue;
            carry(person, due.get());
            moved++;
        }
        return moved;
    }

    /** A message is edited where it lies, if its author's words may still go there; a hold keeps the earlier ones anyway. */
    Expected change(Operation.Change operation, LocalDate today) {
        var person = person(operation.person());
        if (person.isLeaving()) return Expected.status(410);
        var content = Objects.requireNonNull(person.contents.get(operation.content()));
        boolean isGuest = !content.region.equals(person.home);
        if (isGuest && !transfers.mayConverse(Objects.requireNonNull(person.home), content.region, today))
            return Expected.status(409);
        if (isGuest) person.stayedIn.add(content.region);
        content.revision++;
        return new Expected(200, content.region, "");
    }

    Expected takeBack(Operation.TakeBack operation) {
        var person = person(operation.person());
        if (person.isLeaving()) return Expected.status(410);
        if (person.isHeld()) return Expected.status(409);
        person.contents.remove(operation.content());
        return Expected.status(204);
    }

    /** @return whether the person is gone; held, they stay until the hold is lifted */
    boolean forget(Operation.Forget operation) {
        var person = person(operation.person());
        if (!person.isHeld()) return people.remove(person.id) != null;
        person.erasure = TOLD_LATER;
        return false;
    }

    void hold(Operation.Hold operation) {
        person(operation.person()).hold = TOLD_LATER;
    }

    /** An erasure that waited for it is done then. */
    void lift(Operation.Lift operation) {
        var person = person(operation.person());
        person.hold = null;
        if (person.isLeaving()) people.remove(person.id);
    }

    Optional<String> ask(Operation.Ask operation, LocalDate today) {
        return transfers.ask(operation, today);
    }

    /** Contents of people at home in the EEA now that lie outside: put there before they came, under the law of then. */
    long outside() {
        return people.values().stream()
                .filter(person ->
                        person.home != null && files.region(person.home).eea())
                .flatMap(person -> person.contents.values().stream())
                .filter(content -> !files.region(content.region).eea())
                .count();
    }

    /** What people of the EEA said there that lies outside. What they said before they came stays where it was put. */
    List<String> strayed() {
        var strayed = new ArrayList<String>();
        for (var person : people.values())
            for (var content : person.contents.values()) {
                String saidIn = content.placedFrom == null ? person.home : content.placedFrom;
                if (saidIn == null || !files.region(saidIn).eea()) continue;
                if (!files.region(content.region).eea()) strayed.add(person.id + " in " + content.region);
            }
        return strayed;
    }
}
