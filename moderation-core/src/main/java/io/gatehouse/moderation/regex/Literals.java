package io.gatehouse.moderation.regex;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Derives the literals of which one is in everything that a pattern matches. */
final class Literals {
    /** A shorter one is in every other message. */
    static final int MIN_LENGTH = 3;

    /** More alternatives than this are cheaper to look for as a bank. */
    private static final int MAX_SET = 64;

    private Literals() {}

    /** Any of these is in every match; empty when there are none worth looking for. */
    static Set<String> of(Node node) {
        var best = best(node);
        return best == null ? Set.of() : best;
    }

    private static @Nullable Set<String> best(Node node) {
        return switch (node) {
            case Node.Text _, Node.OneOf _ -> worthy(exact(node));
            case Node.Place _ -> null;
            case Node.Group(var _, var inner) -> best(inner);
            case Node.Repeat(var what, int least, int _, boolean _) -> least == 0 ? null : best(what);
            case Node.Choice(var options) -> {
                var all = new TreeSet<String>();
                for (var option : options) {
                    var set = best(option);
                    if (set == null) yield null;
                    all.addAll(set);
                }
                yield all.size() <= MAX_SET ? all : null;
            }
            case Node.Sequence(var parts) -> bestOf(parts);
        };
    }

    /** Of the runs of parts whose every text can be listed, and of the parts alone, the rarest by guess. */
    private static @Nullable Set<String> bestOf(List<Node> parts) {
        var candidates = new ArrayList<Set<String>>();
        Set<String> run = null;
        for (var part : parts) {
            var own = best(part);
            if (own != null) candidates.add(own);
            var exact = exact(part);
            var longer = exact == null ? null : run == null ? exact : product(run, exact);
            if (longer == null) {
                addWorthy(run, candidates);
                longer = exact;
            }
            run = longer;
        }
        addWorthy(run, candidates);
        Set<String> best = null;
        for (var candidate : candidates) if (best == null || rarity(candidate) > rarity(best)) best = candidate;
        return best;
    }

    private static void addWorthy(@Nullable Set<String> run, List<Set<String>> candidates) {
        var worthy = worthy(run);
        if (worthy != null) candidates.add(worthy);
    }

    private static @Nullable Set<String> worthy(@Nullable Set<String> set) {
        return set != null && set.stream().allMatch(s -> s.strip().length() >= MIN_LENGTH) ? set : null;
    }

    private static double rarity(Set<String> anyOf) {
        int shortest = anyOf.stream().mapToInt(String::length).min().orElse(0);
        return shortest - Math.log(anyOf.size());
    }

    /** Everything that the node matches, where that is a short list. */
    private static @Nullable Set<String> exact(Node node) {
        return switch (node) {
            case Node.Text(var chars) -> Set.of(chars);
            case Node.OneOf(var _, var members) -> members.isEmpty() ? null : new TreeSet<>(members);
            case Node.Place _ -> Set.of("");
            case Node.Group(var _, var inner) -> exact(inner);
            case Node.Choice(var options) -> {
                var all = new TreeSet<String>();
                for (var option : options) {
                    var set = exact(option);
                    if (set == null) yield null;
                    all.addAll(set);
                }
                yield all.size() <= MAX_SET ? all : null;
            }
            case Node.Repeat(var what, int least, int most, boolean _) -> {
                var inner = exact(what);
                if (inner == null || most != 1 || least > 1) yield null;
                var all = new TreeSet<>(inner);
                if (least == 0) all.add("");
                yield all;
            }
            case Node.Sequence(var parts) -> {
                Set<String> all = Set.of("");
                for (var part : parts) {
                    var next = exact(part);
                    var product = next == null ? null : product(all, next);
                    if (product == null) yield null;
                    all = product;
                }
                yield all;
            }
        };
    }

    private static @Nullable Set<String> product(Set<String> left, Set<String> right) {
        if ((long) left.size() * right.size() > MAX_SET) return null;
        var all = new TreeSet<String>();
        for (var a : left) for (var b : right) all.add(a + b);
        return all;
    }
}
