package io.gatehouse.residency.purpose;

import io.gatehouse.residency.crossing.Purpose;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * One person's ledger: what they were asked, agreed to, refused and withdrew, by purpose, oldest first. Immutable.
 *
 * @param events by purpose; no list is empty
 */
public record Consents(SortedMap<Purpose, List<ConsentEvent>> events) {
    public static final Consents NONE = new Consents(new TreeMap<>());

    /** Of one purpose. Older ones go, oldest first: who is asked daily for years must not fill the cell. */
    public static final int MOST_EVENTS = 200;

    /** Purposes with an entry: more than any platform names. */
    public static final int MOST_PURPOSES = 100;

    public Consents {
        var copy = new TreeMap<Purpose, List<ConsentEvent>>();
        events.forEach((purpose, list) -> copy.put(purpose, List.copyOf(list)));
        events = Collections.unmodifiableSortedMap(copy);
    }

    /** Where a purpose stands. */
    public enum State {
        /** Never answered: no consent. */
        UNANSWERED,
        GRANTED,
        REFUSED,
        WITHDRAWN;

        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** What the last answer before or at the moment made of it. */
    public State stateAt(Purpose purpose, Instant at) {
        return last(purpose, event -> event.kind().isAnswer() && !event.at().isAfter(at))
                .map(event -> switch (event.kind()) {
                    case GRANTED -> State.GRANTED;
                    case REFUSED -> State.REFUSED;
                    case WITHDRAWN -> State.WITHDRAWN;
                    case ASKED -> throw new IllegalStateException("being asked is no answer");
                })
                .orElse(State.UNANSWERED);
    }

    /** The latest entry of this purpose that meets the condition. */
    public Optional<ConsentEvent> last(Purpose purpose, Predicate<ConsentEvent> condition) {
        return events.getOrDefault(purpose, List.of()).reversed().stream()
                .filter(condition)
                .findFirst();
    }

    /**
     * Whether nothing of the kind happened before in the same month ({@link FirstInMonth}). A ledger that is full may have forgotten
     * what was before, and says no.
     */
    public boolean isFirstInMonth(Purpose purpose, ConsentEvent event) {
        var before = events.getOrDefault(purpose, List.of());
        String month = FirstInMonth.of(event.at());
        boolean mayHaveForgotten = before.size() >= MOST_EVENTS
                && FirstInMonth.of(before.getFirst().at()).equals(month);
        return !mayHaveForgotten
                && before.stream()
                        .noneMatch(each -> each.kind() == event.kind()
                                && FirstInMonth.of(each.at()).equals(month));
    }

    /**
     * With one entry more. The same answer again, on the same evidence, changes nothing; being asked always counts.
     *
     * @throws IllegalArgumentException when it lies before the last entry of the purpose, or would be a purpose too many
     */
    public Consents with(Purpose purpose, ConsentEvent event) {
        var before = events.getOrDefault(purpose, List.of());
        if (before.isEmpty() && events.size() >= MOST_PURPOSES)
            throw new IllegalArgumentException("more than " + MOST_PURPOSES + " purposes");
        if (!before.isEmpty() && event.at().isBefore(before.getLast().at()))
            throw new IllegalArgumentException(
                    "the ledger holds an entry of " + before.getLast().at() + ": a later one cannot lie before it");
        boolean isSameAgain = event.kind().isAnswer()
                && last(purpose, e -> e.kind().isAnswer()).filter(event::says).isPresent();
        if (isSameAgain) return this;
        var all = new ArrayList<>(before);
        all.add(event);
        var next = new TreeMap<>(events);
        next.put(purpose, all.subList(Math.max(0, all.size() - MOST_EVENTS), all.size()));
        return new Consents(next);
    }
}
