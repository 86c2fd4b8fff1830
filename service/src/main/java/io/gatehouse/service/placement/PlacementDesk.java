package io.gatehouse.service.placement;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.ConversationName;
import io.gatehouse.residency.cell.Conversations;
import io.gatehouse.residency.cell.GuestOutcome;
import io.gatehouse.residency.cell.GuestWrite;
import io.gatehouse.residency.cell.Lying.OwedCopy;
import io.gatehouse.residency.cell.Placed;
import io.gatehouse.residency.cell.Shelter;
import io.gatehouse.residency.conversation.Conversation;
import io.gatehouse.residency.conversation.ConversationPlacement;
import io.gatehouse.residency.conversation.ConversationRules;
import io.gatehouse.residency.conversation.Member;
import io.gatehouse.residency.conversation.Placement;
import io.gatehouse.residency.conversation.RecordedPlacement;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.account.KnownAccount;
import io.gatehouse.service.account.StaleHome;
import io.gatehouse.service.placement.Passages.Leave;
import io.gatehouse.service.placement.Told.Closed;
import io.gatehouse.service.problem.Problem;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegion;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Places the messages of conversations: asks who is in it, what the rule says, and the gate before anything leaves its author's
 * home. What may not leave stays home, and the answer says so. Before content is put elsewhere the author's home knows where.
 */
@Component
public final class PlacementDesk {
    /** Somebody else notes the same conversation at the same moment, seldom once. */
    private static final int ATTEMPTS = 3;

    /** About 200 bytes each. */
    private static final long REMEMBERED = 100_000;

    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(10);

    private final ConversationPlacement placements;
    private final ConversationRules rules;
    private final ServiceRules services;
    private final Members members;
    private final Passages passages;
    private final ShelterDesk shelter;
    private final ServedRegions regions;
    private final NewIds ids;
    private final Clock clock;
    /** Guests that their homes are known to list. */
    private final Cache<Guest, Boolean> registered = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(REMEMBERED_FOR)
            .build();

    PlacementDesk(
            ConversationRules rules,
            ServiceRules services,
            Members members,
            Passages passages,
            ShelterDesk shelter,
            ServedRegions regions,
            NewIds ids,
            Clock clock) {
        this.placements = new ConversationPlacement(regions.topology(), rules);
        this.rules = rules;
        this.services = services;
        this.members = members;
        this.passages = passages;
        this.shelter = shelter;
        this.regions = regions;
        this.ids = ids;
        this.clock = clock;
    }

    /** Cells that were told of conversations. What a cell knows only ever becomes stricter. */
    private final Cache<Telling, Boolean> told = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(REMEMBERED_FOR)
            .build();

    private record Telling(ConversationName name, RegionId told, RegionId placed) {}

    private record Guest(AccountRef account, long epoch, RegionId region) {}

    /**
     * Where the content goes; what must be known before it goes there is durable when this returns.
     *
     * @throws ProblemException when the rule refuses members whose home is not known
     * @throws StaleHome when the author is not at home there any more
     */
    public Place place(KnownAccount author, Message message) {
        if (shelter.isDown(author.home())) return sheltered(author, message);
        var place = placeByRule(author, message);
        var answeredMeanwhile = shelter.askedFirst(author.home());
        return answeredMeanwhile.isEmpty() || place.placed() != null ? place : place.askingFirst(answeredMeanwhile);
    }

    /**
     * Where an edit goes: where its content lies, whoever joined the conversation since. It leaves its author's home anew, and the
     * gate is asked anew; what must be known before it goes there is durable when this returns.
     *
     * @throws ProblemException when the gate refuses
     * @throws StaleHome when the author is not at home there any more
     */
    public Place again(KnownAccount author, ServedRegion store, String screeningId, boolean hasMedia) {
        var home = author.home().id();
        var why = store.cell().conversations().ofContent(screeningId);
        // Also of what was placed here before its author moved here.
        if (store.id().equals(home)) return Place.home(author);
        if (why.isEmpty()) throw new StaleHome(author.author().account(), AccountState.MOVING);
        boolean isSheltered = why.get().reason().equals(Shelter.FAILOVER);
        var account = author.author().account();
        var leave = isSheltered
                ? passages.askShelter(home, store.id(), account, hasMedia)
                : passages.ask(home, store.id(), account, hasMedia);
        return switch (leave) {
            case Leave.Closed(var id, var codes, var _) ->
                throw new ProblemException(Problem.of(
                                ProblemType.CROSSING_REFUSED,
                                "The content lies in " + store.id() + ", where nothing more of its author may go now. "
                                        + "Nothing was changed; what is said now is a new content.")
                        .with("transfer_id", id)
                        .with("reasons", codes));
            case Leave.Open(var passage, var _) -> {
                if (!isSheltered) register(author, store.id());
                yield new Place(
                        store,
                        home,
                        author.author(),
                        new Placed(why.get().reason(), passage.id()),
                        passage,
                        List.of(),
                        List.of(),
                        null);
            }
        };
    }

    /**
     * Where media go that no content shows yet: home, or while that is down, where content of their author would be sheltered.
     *
     * @throws ProblemException 503, naming the region, when they may go nowhere
     */
    public Place ofMedia(KnownAccount author) {
        return shelter.isDown(author.home()) ? shelter.shelterMedia(author) : Place.home(author);
    }

    /** That media at a home which is down cannot be shown now. */
    public ProblemException mediaAway(RegionId home) {
        return shelter.mediaAway(home);
    }

    /** Cells that may hold content of people of this home since it was down. */
    public List<ServedRegion> sheltering(ServedRegion home) {
        return shelter.askedFirst(home);
    }

    /** A home that is down cannot note that content goes to a stricter law: only who is at home under the strictest waits well. */
    private Place sheltered(KnownAccount author, Message message) {
        var date = LocalDate.ofInstant(message.at(), ZoneOffset.UTC);
        var service = services.ofSurface(message.surface(), date)
                .map(found -> found.id().value());
        if (!isStrictest(author.home().id()) && rules.asksForMembers(message.surface(), service, date))
            throw shelter.refuseMixed(author.home().id());
        return shelter.shelter(author, message);
    }

    private Place placeByRule(KnownAccount author, Message message) {
        var date = LocalDate.ofInstant(message.at(), ZoneOffset.UTC);
        var service = services.ofSurface(message.surface(), date)
                .map(found -> found.id().value());
        if (!rules.asksForMembers(message.surface(), service, date)) return Place.home(author);
        var found = members.of(author.author().account(), message);
        if (found.isEmpty() && message.conversation() == null) return Place.home(author);
        for (int attempt = 0; ; attempt++) {
            var recorded = recorded(author, message, found);
            var asked =
                    new Conversation(message.surface(), service, author.home().id(), found, recorded, message.at());
            switch (placements.place(asked)) {
                case Placement.Refused refused -> throw new ProblemException(describe(refused));
                case Placement.Stored stored -> {
                    if (note(author, message, recorded, stored) || attempt == ATTEMPTS)
                        return carryOut(author, message, asked, stored);
                }
            }
        }
    }

    /**
     * Where the conversation is placed, as far as the homes of its members know: who joined it since has a home that was never
     * told. Those homes are asked only where what they know could be stricter than the author's law and what is known here.
     */
    private Optional<RecordedPlacement> recorded(KnownAccount author, Message message, List<Member> found) {
        var name = nameOf(message);
        if (name == null) return Optional.empty();
        var home = author.home();
        var own = home.cell().conversations().find(name);
        if (isStrictest(home.id()) || own.isPresent() && isStrictest(own.get().region())) return own;
        var strictest = own;
        for (var region : homesOf(found)) {
            if (region.equals(home.id()) || !regions.serves(region)) continue;
            // A cell that is away may know of a stricter law: the message waits for it.
            var theirs = regions.orMisdirected(region).cell().conversations().find(name);
            if (theirs.isPresent() && (strictest.isEmpty() || isStricter(theirs.get(), strictest.get())))
                strictest = theirs;
        }
        if (strictest.equals(own)) return own;
        requireHome(author);
        return Optional.of(home.cell().conversations().note(name, own, strictest.orElseThrow()));
    }

    private static SortedSet<RegionId> homesOf(List<Member> members) {
        var homes = new TreeSet<RegionId>();
        for (var member : members) Members.homeOf(member).ifPresent(homes::add);
        return homes;
    }

    private boolean isStrictest(RegionId region) {
        return rules.strictness()
                .getFirst()
                .jurisdiction()
                .equals(regions.topology()
                        .region(region)
                        .orElseThrow()
                        .jurisdiction()
                        .id());
    }

    private boolean isStricter(RecordedPlacement one, RecordedPlacement other) {
        return rules.isStricter(one.region(), other.region(), regions.topology());
    }

    private static @Nullable ConversationName nameOf(Message message) {
        var id = message.conversation();
        return id == null ? null : new ConversationName(message.client(), id);
    }

    /** @return false when somebody noted something else meanwhile, on which the decision must be made anew */
    private boolean note(
            KnownAccount author, Message message, Optional<RecordedPlacement> before, Placement.Stored stored) {
        var name = nameOf(message);
        if (name == null || stored.record().isEmpty()) return true;
        requireHome(author);
        var after = stored.record().get();
        var stands = author.home().cell().conversations().note(name, before, after);
        return stands.region().equals(after.region());
    }

    /**
     * What a conversation's cells know stays: a home that is only remembered, and was left since, must not get into it.
     *
     * @throws StaleHome when the author has moved
     */
    private void requireHome(KnownAccount author) {
        if (!members.isAtHome(author)) throw new StaleHome(author.author().account(), AccountState.MOVED);
    }

    private Place carryOut(KnownAccount author, Message message, Conversation asked, Placement.Stored stored) {
        var way = new Way(author, message);
        var passage = stored.region().equals(author.home().id()) ? null : way.to(stored.region());
        var placed = passage == null ? null : new Placed(stored.rule().wireName(), passage.id());
        var copies = new ArrayList<OwedCopy>();
        for (var region : stored.copies()) {
            var copy = way.to(region);
            if (copy != null) copies.add(new OwedCopy(region, copy.id()));
        }
        var store = placed == null ? author.home() : regions.orMisdirected(stored.region());
        tellOthers(store, author, message, stored, asked);
        var since =
                stored.record().or(asked::recorded).map(record -> record.since().toString());
        var told = new Told(
                store.id().value(),
                placed == null && !way.closed.isEmpty() && stored.copies().isEmpty()
                        ? "transfer_refused"
                        : stored.reason().wireName(),
                stored.rule().wireName(),
                placed == null ? null : placed.transferId(),
                copies.stream().map(copy -> copy.region().value()).toList(),
                way.closed,
                stored.unknown(),
                since.orElse(null),
                way.explain(stored.explanation()));
        // A first attempt may have been stored at home, before a member came who made the conversation stricter.
        var askedFirst = placed == null ? List.<ServedRegion>of() : List.of(author.home());
        return new Place(store, author.home().id(), author.author(), placed, passage, copies, askedFirst, told);
    }

    /**
     * The other cells that know the conversation learn of it too, those of members who joined later among them, so that their
     * messages follow when the strict member has left. Each is told under a name of its own; one that is down is told with the
     * next message.
     */
    private void tellOthers(
            ServedRegion store, KnownAccount author, Message message, Placement.Stored stored, Conversation asked) {
        var name = nameOf(message);
        var record = stored.record().or(asked::recorded);
        if (name == null || record.isEmpty()) return;
        var told = homesOf(asked.members());
        told.add(store.id());
        told.remove(author.home().id());
        boolean isCertain = false;
        for (var region : told) {
            var telling = new Telling(name, region, record.get().region());
            if (!regions.serves(region) || this.told.getIfPresent(telling) != null) continue;
            var other = regions.orMisdirected(region);
            if (shelter.isDown(other) && !region.equals(store.id())) continue;
            if (!isCertain) requireHome(author);
            isCertain = true;
            // What is only slow must learn of it now, or never would: the message is sent again.
            tell(other.cell().conversations(), name, record.get());
            this.told.put(telling, true);
        }
    }

    private void tell(Conversations others, ConversationName name, RecordedPlacement record) {
        var known = others.find(name);
        if (known.isEmpty() || isStricter(record, known.get())) {
            var _ = others.note(name, known, record);
        }
    }

    /** Asks the gate for one content, and remembers what was closed. */
    private final class Way {
        private final KnownAccount author;
        private final Message message;
        private final List<Closed> closed = new ArrayList<>();

        Way(KnownAccount author, Message message) {
            this.author = author;
            this.message = message;
        }

        @Nullable
        Passage to(RegionId region) {
            if (!regions.serves(region)) {
                closed.add(new Closed(region.value(), null, List.of("region_not_served_here")));
                return null;
            }
            return switch (passages.ask(
                    author.home().id(), region, author.author().account(), message.hasMedia())) {
                case Leave.Closed(var id, var codes, var _) -> {
                    closed.add(new Closed(region.value(), id, codes));
                    yield null;
                }
                case Leave.Open(var passage, var _) -> {
                    register(author, region);
                    yield passage;
                }
            };
        }

        List<String> explain(List<String> explanation) {
            var all = new ArrayList<>(explanation);
            for (var each : closed)
                all.add("It does not go to " + each.region() + ": " + String.join(", ", each.codes())
                        + ". It stays at its author's home.");
            return all;
        }
    }

    /** Before anything of the person is put there. */
    private void register(KnownAccount author, RegionId region) {
        var guest = new Guest(author.author().account(), author.author().homeEpoch(), region);
        if (registered.getIfPresent(guest) != null) return;
        var home = author.home();
        var write = new GuestWrite(ids.event(home.id()), author.author(), region, true, clock.instant());
        switch (home.cell().writer().note(write)) {
            case GuestOutcome.Noted _, GuestOutcome.Unchanged _ -> registered.put(guest, true);
            case GuestOutcome.StaleHome(long _, var state) ->
                throw new StaleHome(author.author().account(), state);
        }
    }

    private static Problem describe(Placement.Refused refused) {
        return Problem.of(
                        ProblemType.UNKNOWN_PARTICIPANT,
                        "Of " + refused.unknown()
                                + " member(s) of the conversation it is not known where they are at home;"
                                + " the rule refuses that. Say it under participants[].residence. Nothing was stored.")
                .with("rule", refused.rule().wireName())
                .with("explanation", refused.explanation());
    }

    /** To be called when a person is erased. */
    public void forget(AccountRef account) {
        registered.asMap().keySet().removeIf(guest -> guest.account().equals(account));
        // A conversation may be named after whoever is in it; telling its cells once more costs little.
        told.invalidateAll();
    }

    /** Whether it is remembered that the person has a guest account somewhere. */
    public boolean remembers(AccountRef account) {
        return registered.asMap().keySet().stream()
                .anyMatch(guest -> guest.account().equals(account));
    }
}
