package io.gatehouse.benchmarks.model;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that happens to the platform. Persons and contents are named by their ids. */
sealed interface Operation {
    /** Somebody about whom this is; operations of one round are about different people. */
    String person();

    /** What is known about where somebody lives; the first of somebody makes the account. */
    record Tell(String person, List<Evidence> news) implements Operation {}

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
     */
    record Say(
            String person,
            String content,
            String surface,
            @Nullable String conversation,
            List<String> participants) implements Operation {}

    /** The author takes a content back. */
    record TakeBack(String person, String content) implements Operation {}

    /** The author changes a content. */
    record Change(String person, String content) implements Operation {}

    /** Moves somebody to where the rules say that they live now; where they live there already, nothing happens. */
    record Move(String person) implements Operation {}

    /** The person wants to be forgotten. */
    record Forget(String person) implements Operation {}

    /** An authority wants a person's data kept, or no longer. */
    record Hold(String person, boolean isOn) implements Operation {}

    /** May data of this kind go from there to a country? */
    record Ask(String person, String region, String country, String purpose) implements Operation {}
}
