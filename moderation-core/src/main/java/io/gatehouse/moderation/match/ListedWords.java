package io.gatehouse.moderation.match;

import io.gatehouse.moderation.rule.WordBank;
import io.gatehouse.moderation.text.FoldLevel;
import java.text.Normalizer;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The single words of all banks, as full folding leaves them: what is one of them is no innocent word. Immutable. */
final class ListedWords {
    private final Set<String> spelled = new HashSet<>();
    private final Set<String> words = new HashSet<>();
    private final Set<String> beginnings = new HashSet<>();
    private final Set<String> endings = new HashSet<>();
    private final Set<String> insides = new HashSet<>();

    /** @param banks those of them whose words count however they are written */
    ListedWords(Collection<WordBank> banks) {
        for (var bank : banks)
            if (!bank.disguised())
                for (var word : bank.words()) {
                    spelled.add(normal(word.replace("*", "")));
                    Literal.of(word, FoldLevel.FULL).ifPresent(this::add);
                }
    }

    private void add(Literal literal) {
        if (literal.chars().indexOf(' ') >= 0) return;
        if (literal.isOpenStart() && literal.isOpenEnd()) insides.add(literal.chars());
        else if (literal.isOpenStart()) endings.add(literal.chars());
        else if (literal.isOpenEnd()) beginnings.add(literal.chars());
        else words.add(literal.chars());
    }

    private static String normal(String word) {
        return Normalizer.normalize(word, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
    }

    /** Whether a bank has the word with these very marks. */
    boolean isSpelled(String word) {
        return spelled.contains(normal(word));
    }

    /** Whether a bank lists the word, or what it begins with, ends with or holds. */
    boolean hold(String word) {
        if (words.contains(word)) return true;
        for (int i = 1; i <= word.length(); i++) if (beginnings.contains(word.substring(0, i))) return true;
        for (int i = 0; i < word.length(); i++) if (endings.contains(word.substring(i))) return true;
        if (insides.isEmpty()) return false;
        for (int i = 0; i < word.length(); i++)
            for (int k = i + 1; k <= word.length(); k++) if (insides.contains(word.substring(i, k))) return true;
        return false;
    }
}
