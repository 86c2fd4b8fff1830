package io.gatehouse.service.command;

import io.gatehouse.moderation.evaluation.LabelledText;
import io.gatehouse.moderation.evaluation.Proportion;
import io.gatehouse.service.command.ScoreRules.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts what rules on scores do with texts that have nothing wrong, and with the others, by set and language. Not thread-safe. */
final class Alarms {
    private final Map<String, Map<String, long[][]>> counts = new TreeMap<>();

    /**
     * @param present texts that are labelled as something
     * @param found of them, labelled by a rule or more
     * @param labelled of the innocent texts, that a rule labels, or does more with
     * @param reviewed of the innocent texts, that a person is asked about, or more
     * @param restricted of the innocent texts, by a score alone
     */
    record OfSet(
            String set,
            String language,
            long present,
            long found,
            Proportion labelled,
            Proportion reviewed,
            Proportion restricted) {

        long absent() {
            return labelled.of();
        }

        /** Of both answers' F1, where labelled is found. */
        double macroF1() {
            long wrong = Math.round(labelled.value() * absent());
            return (f1(found, wrong, present - found) + f1(absent() - wrong, present - found, wrong)) / 2;
        }

        /** Of always giving the more frequent answer. */
        double macroF1OfMajority() {
            return f1(Math.max(present, absent()), Math.min(present, absent()), 0) / 2;
        }

        private static double f1(long right, long wrong, long missed) {
            return right == 0 ? 0 : 2.0 * right / (2 * right + wrong + missed);
        }
    }

    void add(LabelledText text, Outcome outcome) {
        text.toxic()
                .ifPresent(isToxic -> counts.computeIfAbsent(text.set(), _ -> new TreeMap<>())
                        .computeIfAbsent(text.language(), _ -> new long[2][Outcome.values().length])[isToxic ? 1 : 0][
                        outcome.ordinal()]++);
    }

    /** Most innocent texts found first. */
    List<OfSet> bySet() {
        var rows = new ArrayList<OfSet>();
        counts.forEach((set, byLanguage) -> byLanguage.forEach((language, of) -> rows.add(row(set, language, of))));
        rows.sort(Comparator.comparingDouble((OfSet row) -> row.labelled.value())
                .reversed()
                .thenComparing(OfSet::set)
                .thenComparing(OfSet::language));
        return rows;
    }

    private static OfSet row(String set, String language, long[][] of) {
        long absent = from(of[0], Outcome.NOTHING);
        return new OfSet(
                set,
                language,
                from(of[1], Outcome.NOTHING),
                from(of[1], Outcome.LABEL),
                Proportion.of(from(of[0], Outcome.LABEL), absent),
                Proportion.of(from(of[0], Outcome.REVIEW), absent),
                Proportion.of(from(of[0], Outcome.RESTRICT), absent));
    }

    private static long from(long[] outcomes, Outcome least) {
        long sum = 0;
        for (int i = least.ordinal(); i < outcomes.length; i++) sum += outcomes[i];
        return sum;
    }
}
