package io.gatehouse.residency.home;

/** What the platform asserts about the holder of an account, beside where they live. */
public record PersonFacts(Age age, Holder holder) {
    /** Nothing was said: a person of unknown age. */
    public static final PersonFacts UNKNOWN = new PersonFacts(Age.UNKNOWN, Holder.PERSON);
}
