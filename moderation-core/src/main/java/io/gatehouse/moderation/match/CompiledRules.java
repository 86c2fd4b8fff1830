package io.gatehouse.moderation.match;

import io.gatehouse.moderation.rule.PiiKind;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.text.FoldLevel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.lucene.search.Query;
import org.jspecify.annotations.Nullable;

/**
 * What the automaton's strings stand for. Terms are numbered: first the banks, then the single words of nearness rules.
 *
 * @param uses by the automaton's string: what each string proposes
 * @param phraseWords by folded characters; only looked up once a phrase is a candidate
 */
record CompiledRules(
        LiteralAutomaton automaton,
        List<List<Use>> uses,
        List<Bank> banks,
        int termCount,
        List<Phrase> phrases,
        Map<String, List<PhraseWord>> phraseWords,
        List<Near> nears,
        Map<PiiKind, Set<RuleId>> pii) {

    /** Why a string is looked for. */
    sealed interface Use {
        Literal literal();

        /** A confirmed literal is an occurrence of the term. */
        record OfTerm(Literal literal, int term) implements Use {}

        /** An occurrence makes words of the bank inside it innocent. */
        record Allowed(Literal literal, int bank) implements Use {}

        /** A confirmed literal makes the phrase a candidate. */
        record Anchor(Literal literal, int phrase) implements Use {}
    }

    /** @param rules that match by this bank alone; empty when only nearness rules use it */
    record Bank(String id, Category category, @Nullable String language, Set<RuleId> rules, boolean hasAllow) {}

    /**
     * @param terms its words, all of which must be seen before the query is worth asking
     * @param query over its words; null when the anchor is the whole phrase
     */
    record Phrase(
            RuleId rule,
            Category category,
            @Nullable String language,
            FoldLevel level,
            Set<String> terms,
            @Nullable Query query) {}

    /** A word of phrases whose words may stand apart. */
    record PhraseWord(Literal literal, String term) {}

    /** @param terms all of which must be seen before the query is worth asking */
    record Near(RuleId rule, Category category, @Nullable String language, List<Integer> terms, Query query) {}

    /** The name in the position index of an occurrence of a term. */
    static String termName(int term) {
        return "t" + term;
    }
}
