package io.gatehouse.moderation.bank;

/** A known hash that is near enough, and what follows. */
public record BankMatch(KnownHash known, int distance, Effect effect) {
    /** What a match is worth. */
    public sealed interface Effect {
        /** The bank's own word stands. */
        record Match() implements Effect {}

        /** A person looks: the entry is disputed or matched a flood, or an innocent one is near, too, but not as near. */
        record Review() implements Effect {}

        /** @param by the bank of innocent ones of which one is as near, or nearer */
        record Suppressed(String by) implements Effect {}

        /** Of a bank of innocent ones itself. */
        record Innocent() implements Effect {}
    }
}
