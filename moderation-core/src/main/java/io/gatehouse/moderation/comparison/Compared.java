package io.gatehouse.moderation.comparison;

import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.signal.FailedSignal;
import io.gatehouse.moderation.verdict.Verdict;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * One message judged twice.
 *
 * @param id under which the reader finds it again: of a decision, or of a row; never text
 * @param author a digest of which every bit is even odds, not the account's own; 0 when nobody is known
 * @param baseline what judged {@code before}: a policy digest
 */
public record Compared(
        String id, long author, String surface, String language, String baseline, Outcome before, Outcome after) {
    /** A digest that stands for an author by name, in the user's own file. */
    public static long author(String name) {
        return Digests.of(name);
    }

    /**
     * What one policy made of it.
     *
     * @param rules ids of those that matched
     * @param unknown names of signals that could not be asked; rules that need them may have matched, or not
     * @param leftOut rules of which nothing is known, because they rest on facts that were not told; the verdict is that of
     *     the others
     * @param untold names of those facts
     */
    public record Outcome(
            Verdict verdict, Set<String> rules, List<String> unknown, Set<String> leftOut, Set<String> untold) {
        public Outcome {
            rules = Set.copyOf(rules);
            unknown = List.copyOf(unknown);
            leftOut = Set.copyOf(leftOut);
            untold = Set.copyOf(untold);
        }

        /** Of all rules. */
        public Outcome(Verdict verdict, Set<String> rules, List<String> unknown) {
            this(verdict, rules, unknown, Set.of(), Set.of());
        }

        Outcome leavingOut(Collection<String> rules, Collection<String> facts) {
            return new Outcome(verdict, this.rules, unknown, Set.copyOf(rules), Set.copyOf(facts));
        }

        /** Whether this rule's not being among the matches means that it did not match. */
        boolean isSureOf(String rule) {
            return unknown.isEmpty() && !leftOut.contains(rule);
        }

        public static Outcome of(Judgement judgement) {
            return new Outcome(
                    judgement.verdict(),
                    judgement.rules().stream()
                            .map(match -> match.rule().id().value())
                            .collect(java.util.stream.Collectors.toUnmodifiableSet()),
                    judgement.degraded().stream().map(FailedSignal::signal).toList());
        }

        boolean isWhole() {
            return unknown.isEmpty();
        }

        /** The verdict, holding told apart: {@code allow}, {@code review}, {@code hold} or {@code restrict}. */
        String kind() {
            return switch (verdict) {
                case Verdict.Allow() -> "allow";
                case Verdict.Review(boolean hold) -> hold ? "hold" : "review";
                case Verdict.Restrict _ -> "restrict";
            };
        }
    }

    /** The kind of verdict, whether delivery waits, or the actions differ; labels and scores alone are no change. */
    boolean isVerdictChanged() {
        return before.verdict() instanceof Verdict.Restrict(var old)
                        && after.verdict() instanceof Verdict.Restrict(var now)
                ? !Set.copyOf(old).equals(Set.copyOf(now))
                : !before.kind().equals(after.kind());
    }
}
