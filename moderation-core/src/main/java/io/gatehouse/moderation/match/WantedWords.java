package io.gatehouse.moderation.match;

import io.gatehouse.moderation.match.LiteralIndex.Use;
import io.gatehouse.moderation.text.TokenList;
import io.gatehouse.moderation.text.Tokens;
import io.gatehouse.moderation.text.Wanted;
import java.util.ArrayList;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Every word of the literals that are looked for at full folding, whatever they are looked for. Immutable. */
final class WantedWords implements Wanted {
    private final CompiledRules.Scan scan;
    private final KeySet words;
    private final KeyFilter beginnings;
    /** As bits: the lengths of all beginnings. */
    private long beginningLengths;
    /** Of what may begin inside a word; null where nothing may. */
    private final @Nullable LiteralAutomaton inside;

    WantedWords(CompiledRules.Scan scan) {
        this.scan = scan;
        var uses = new ArrayList<Use>(scan.index().uses());
        uses.addAll(scan.companions().uses());
        int count = 0;
        for (var use : uses) count += Tokens.count(use.literal().chars());
        words = new KeySet(count);
        beginnings = new KeyFilter(
                (int) uses.stream().filter(use -> use.literal().isOpenEnd()).count());
        var insides = new TreeSet<String>();
        for (var use : uses) add(use.literal(), insides);
        inside = insides.isEmpty() ? null : LiteralAutomaton.of(insides);
    }

    private void add(Literal literal, SortedSet<String> insides) {
        char[] chars = literal.chars().toCharArray();
        var tokens = TokenList.of(chars);
        int last = tokens.count() - 1;
        for (int token = 0; token <= last; token++) {
            boolean isOpenStart = token == 0 && literal.isOpenStart();
            boolean isOpenEnd = token == last && literal.isOpenEnd();
            if (isOpenStart) insides.add(literal.chars().substring(tokens.start(token), tokens.end(token)));
            else if (isOpenEnd) addBeginning(chars, tokens.start(token), tokens.end(token));
            words.add(Tokens.key(tokens.state(token)));
        }
    }

    private void addBeginning(char[] chars, int start, int end) {
        int length = Math.min(end - start, TokenList.BEGINNING);
        beginningLengths |= 1L << length;
        beginnings.add(Tokens.beginningKey(Tokens.state(chars, start, start + length)));
    }

    @Override
    public boolean mayHold(TokenList tokens, int token) {
        long state = tokens.state(token);
        if (words.holds(Tokens.key(state))) return true;
        int length = tokens.end(token) - tokens.start(token);
        for (long left = beginningLengths; left != 0; left &= left - 1) {
            int beginning = Long.numberOfTrailingZeros(left);
            if (length >= beginning && beginnings.mayHold(Tokens.beginningKey(tokens.state(token, beginning))))
                return true;
        }
        return inside != null && inside.isIn(tokens.chars(), tokens.start(token), tokens.end(token));
    }

    @Override
    public boolean readsLetters() {
        return inside != null;
    }

    @Override
    public boolean mayHoldMasked(TokenList tokens, Budget budget) {
        return MaskedWords.mayFind(tokens, scan.index(), budget)
                || MaskedWords.mayFind(tokens, scan.companions(), budget)
                || scan.near().mayHoldMasked(tokens, budget);
    }
}
