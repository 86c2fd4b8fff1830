package io.gatehouse.benchmarks.model;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that happens to the platform. Persons and contents are named by their ids. */
sealed interface Operation {
    /**
     * What is known about where somebody lives; the first of somebody makes the account.
     *
     * @param minor null when nothing is said about age
     */
    record Tell(
            String person, List<Evidence> news, @Nullable Boolean minor, boolean isBusiness) implements Operation {}

    /**
     * @param kind as in the contract
     * @param day of the observation
     * @param received the day on which the service was told
     */
    record Evidence(String kind, String country, LocalDate day, LocalDate received) {}

    /**
     * A message.
     *
     * @param conversation null for what is said to everybody
     * @param participants beside the author
     * @param claimed a country that the message says its author lives in; null for none
     */
    record Say(
            String person,
            String content,
            String surface,
            @Nullable String conversation,
            List<String> participants,
            @Nullable String claimed)
            implements Operation {}

    /** The author takes a content back. */
    record TakeBack(String person, String content) implements Operation {}

    /** The author says it otherwise. */
    record Change(String person, String content) implements Operation {}

    /** Moves somebody to where the rules say that they live now. */
    record Move(String person) implements Operation {}

    /** Moves everybody of a region to where homes.yaml says that a country's people live now. */
    record MoveAll(String region, String country) implements Operation {}

    /** The person wants to be forgotten. */
    record Forget(String person) implements Operation {}

    /** An authority wants a person's data kept. */
    record Hold(String person) implements Operation {}

    /** No longer. */
    record Lift(String person) implements Operation {}

    /**
     * May data go there?
     *
     * @param toRegion or else {@code toCountry} with {@code recipient}
     * @param claim {@code territory}, {@code instrument:ID} or {@code derogation:LETTER}
     */
    record Ask(
            String purpose,
            List<String> data,
            String from,
            @Nullable String toRegion,
            @Nullable String toCountry,
            @Nullable String recipient,
            String readerIn,
            String claim,
            int subjects)
            implements Operation {}
}
