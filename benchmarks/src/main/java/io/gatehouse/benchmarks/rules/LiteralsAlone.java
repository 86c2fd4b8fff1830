package io.gatehouse.benchmarks.rules;

import com.hankcs.algorithm.AhoCorasickDoubleArrayTrie;
import java.util.List;
import java.util.TreeMap;

/** What a plain automaton does: finds each rule's longest literal anywhere, at no word boundary, and decides nothing. */
final class LiteralsAlone {
    private final AhoCorasickDoubleArrayTrie<String> automaton = new AhoCorasickDoubleArrayTrie<>();

    LiteralsAlone(List<SampleRule> rules) {
        var literals = new TreeMap<String, String>();
        for (var rule : rules) literals.put(literal(rule), rule.id());
        automaton.build(literals);
    }

    private static String literal(SampleRule rule) {
        return switch (rule) {
            case SampleRule.Word of -> of.word();
            case SampleRule.Phrase of -> String.join(" ", of.words());
            case SampleRule.Prefix of -> of.beginning();
            case SampleRule.Gaps of -> longest(of.words());
            case SampleRule.Near of -> longest(of.words());
        };
    }

    private static String longest(List<String> words) {
        return words.stream().reduce((a, b) -> a.length() >= b.length() ? a : b).orElseThrow();
    }

    /** How many literals were found. */
    int count(char[] text) {
        var count = new int[1];
        automaton.parseText(text, (int _, int _, String _) -> count[0]++);
        return count[0];
    }
}
