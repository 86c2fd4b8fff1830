package io.gatehouse.moderation.regex;

import java.util.List;

/** A parsed pattern. */
sealed interface Node {
    /** No upper bound of a repetition. */
    int UNBOUNDED = -1;

    /** These characters, as written. */
    record Text(String chars) implements Node {}

    /**
     * One character of a set.
     *
     * @param source as the engine reads it
     * @param members the set, where it is small enough to list; else empty
     */
    record OneOf(String source, List<String> members) implements Node {}

    /** A place and no character: an anchor or a word boundary. */
    record Place(String source) implements Node {}

    record Sequence(List<Node> parts) implements Node {}

    record Choice(List<Node> options) implements Node {}

    /** @param most {@link #UNBOUNDED} or a number */
    record Repeat(Node what, int least, int most, boolean isLazy) implements Node {}

    /** @param flags between {@code (?} and {@code :}; empty for a plain group */
    record Group(String flags, Node inner) implements Node {}

    /** The fewest characters that it matches. */
    default int leastLength() {
        return switch (this) {
            case Text(var chars) -> chars.length();
            case OneOf _ -> 1;
            case Place _ -> 0;
            case Sequence(var parts) ->
                parts.stream().mapToInt(Node::leastLength).sum();
            case Choice(var options) ->
                options.stream().mapToInt(Node::leastLength).min().orElse(0);
            case Repeat(var what, int least, int _, boolean _) ->
                least == 0 ? 0 : Math.max(1, least) * what.leastLength();
            case Group(var _, var inner) -> inner.leastLength();
        };
    }

    /** About how many instructions the engine makes of it. */
    default long size() {
        return switch (this) {
            case Text(var chars) -> chars.length();
            case OneOf _, Place _ -> 1;
            case Sequence(var parts) -> parts.stream().mapToLong(Node::size).sum();
            case Choice(var options) -> options.stream().mapToLong(Node::size).sum() + options.size();
            case Repeat(var what, int least, int most, boolean _) ->
                1 + what.size() * Math.max(1, most == UNBOUNDED ? least + 1 : most);
            case Group(var _, var inner) -> inner.size();
        };
    }
}
