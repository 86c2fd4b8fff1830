package io.gatehouse.moderation.match;

import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.SignalType;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.Wanted;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the literals of rules stand for. Targets are numbered: first the words of banks, then the allow lists of banks, then
 * the single words of rules that ask where words stand, then fixed phrases, then checks, then
 * rules of which a telling word was seen.
 *
 * @param words how many single words there are
 * @param togethersByBank by bank: the rules worth asking when one of its words occurs
 * @param always checks that name no word, asked of every text
 * @param listed the words of every bank, whether a rule asks for it or not
 */
record CompiledRules(
        List<Scan> scans,
        List<Bank> banks,
        int words,
        List<Phrase> phrases,
        int[][] togethersByBank,
        List<Together> togethers,
        List<Check> checks,
        int[] always,
        PersonalDataRules pii,
        LinkRules links,
        ListedWords listed) {

    /**
     * What is looked for in the readings of one level.
     *
     * @param index of what can match by itself, or makes a rule worth asking
     * @param near of what is looked for one slip away, too
     * @param companions of what only matters beside those: the other words of a rule, and allow lists
     */
    record Scan(FoldLevel level, LiteralIndex index, LiteralIndex companions, NearWords near) {}

    /** @param rules that match by this bank alone; empty when only others use it */
    record Bank(
            String id,
            Category category,
            @Nullable String language,
            @Nullable LocalDate expires,
            boolean hasAllowList,
            boolean onlyDisguised,
            Set<RuleId> rules) {
        boolean isExpired(LocalDate today) {
            return expires != null && today.isAfter(expires);
        }
    }

    /** Fixed phrases, any of which is enough. */
    record Phrase(RuleId rule, Category category, @Nullable String language) {}

    /**
     * Terms that must stand together.
     *
     * @param type PHRASE or PROXIMITY
     * @param terms numbers of banks and single words
     * @param keys {@link Tokens#key} of tokens without which it cannot hold
     * @param orders the orders they may stand in, as indexes into the terms
     * @param width words from the first to the last, both counted, at most
     */
    record Together(
            RuleId rule,
            SignalType type,
            Category category,
            @Nullable String language,
            int[] terms,
            long[] keys,
            int[][] orders,
            int width) {}

    record Check(
            RuleId rule,
            SignalType type,
            Category category,
            @Nullable String language,
            TextCheck check) {}

    /** Units of work to look for all literals in the plain reading, a character. */
    int plainCost() {
        int cost = 0;
        for (var scan : scans)
            cost += Work.HASHED + Work.SCANNED + (scan.index().automaton() == null ? 0 : Work.INSIDE);
        return cost;
    }

    /** Tokens of the literal that has most. */
    int longest() {
        int longest = 0;
        for (var scan : scans)
            longest = Math.max(
                    longest, Math.max(scan.index().longest(), scan.companions().longest()));
        return longest;
    }

    /** What is looked for in disguises. */
    Wanted wanted() {
        for (var scan : scans) if (scan.level() == FoldLevel.FULL) return new WantedWords(scan);
        return Wanted.EVERYTHING;
    }

    /** Where the allow list of the first bank is numbered; those of the others follow. */
    int firstAllow() {
        return banks.size();
    }

    int firstWord() {
        return 2 * banks.size();
    }

    int firstPhrase() {
        return firstWord() + words;
    }

    int firstCheck() {
        return firstPhrase() + phrases.size();
    }

    int firstTogether() {
        return firstCheck() + checks.size();
    }
}
