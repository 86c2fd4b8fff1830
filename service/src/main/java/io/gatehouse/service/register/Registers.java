package io.gatehouse.service.register;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The registers that reports and reviews rest on, dated. A person, a count or a flagger that no row names on a day is not
 * there on that day: nobody is assumed.
 */
public record Registers(
        List<Person> people,
        List<StaffCount> staff,
        List<Recipients> recipients,
        List<TrustedFlagger> trustedFlaggers,
        List<Due> deadlines) {
    public Registers {
        people = List.copyOf(people);
        staff = List.copyOf(staff);
        recipients = List.copyOf(recipients);
        trustedFlaggers = List.copyOf(trustedFlaggers);
        deadlines = List.copyOf(deadlines);
    }

    /** From the first to the last day, both inclusive; a missing one is open. */
    public record Span(@Nullable LocalDate from, @Nullable LocalDate to) {
        public Span {
            if (from != null && to != null && to.isBefore(from))
                throw new IllegalArgumentException("'to' must not lie before 'from'");
        }

        public boolean covers(LocalDate day) {
            return (from == null || !day.isBefore(from)) && (to == null || !day.isAfter(to));
        }
    }

    /** Whether somebody works for the platform or for a contractor (DSA Art. 42(2)(a) and the report's template). */
    public enum Employment {
        INTERNAL,
        EXTERNAL;

        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * Somebody who decides.
     *
     * @param id a pseudonym, as API keys name it
     * @param languages in which the person can judge (ISO 639-1), the usual one first
     * @param country where the person sits (ISO 3166-1)
     */
    public record Person(String id, List<String> languages, String country, Employment employment, Span span) {
        public Person {
            languages = List.copyOf(languages);
            if (languages.isEmpty()) throw new IllegalArgumentException("a person must have a language: " + id);
        }
    }

    /**
     * How many people moderate.
     *
     * @param language an official language of the Union, or {@link #ALL} for everybody, each once
     */
    public record StaffCount(String language, int internal, int external, Span span, String source) {
        public static final String ALL = "all";
    }

    /** Average monthly active recipients in a Member State (DSA Art. 24(2), 42(3)). */
    public record Recipients(String memberState, long monthlyAverage, Span span, String source) {}

    /** A body with this status (DSA Art. 22). */
    public record TrustedFlagger(String id, String name, String memberState, Span span, String source) {}

    /**
     * What is due when, and how urgent it is.
     *
     * @param work for example {@code notice} or {@code order.terrorist_content}
     * @param priority of cases, 0 to 100, lower first
     */
    public record Due(
            String work, java.time.Duration within, int priority, Span span, String source, boolean verified) {}

    /** Empty when nobody of that name is on the staff that day. */
    public Optional<Person> person(String id, LocalDate day) {
        return people.stream()
                .filter(person -> person.id().equals(id) && person.span().covers(day))
                .findFirst();
    }

    public Optional<TrustedFlagger> trustedFlagger(String id, LocalDate day) {
        return trustedFlaggers.stream()
                .filter(flagger -> flagger.id().equals(id) && flagger.span().covers(day))
                .findFirst();
    }

    /** Empty when no row says when such work is due. */
    public Optional<Due> due(String work, LocalDate day) {
        return deadlines.stream()
                .filter(due -> due.work().equals(work) && due.span().covers(day))
                .findFirst();
    }
}
