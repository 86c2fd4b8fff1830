package io.gatehouse.moderation.match;

import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.rule.RuleCondition.NearTerm;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.rule.WordBank;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.text.DisguiseFold;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.FoldedText;
import io.gatehouse.moderation.text.FoldedView;
import io.gatehouse.moderation.text.Tokens;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Asks every rule of every place of every reading, one after the other: slow, and plainly right. */
final class NaiveMatcher {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    /** That a word was cut in pieces and written backwards are two guesses: of fewer letters both are not believed (ADR 28). */
    private static final int MIN_BACKWARDS_OF_PIECES = 7;

    private final Map<String, WordBank> banks;
    private final NaiveExplanations explanations;
    private final FoldedText text;
    private final LanguageGuess language;
    private final LocalDate today;

    /** A place in the submitted text. */
    private record Place(int start, int end) {
        boolean isWithin(Place other) {
            return start >= other.start && end <= other.end;
        }
    }

    /** Whether what stands at the characters [from, to) of a reading counts. */
    private interface Belief {
        boolean holds(FoldedView view, int from, int to);
    }

    private NaiveMatcher(Map<String, WordBank> banks, String text, LanguageGuess language, LocalDate today) {
        this.banks = banks;
        this.explanations = new NaiveExplanations(banks, text);
        this.text = FoldedText.of(text);
        this.language = language;
        this.today = today;
    }

    static Set<RuleId> matching(
            List<Rule> rules, Map<String, WordBank> banks, String text, LanguageGuess language, LocalDate today) {
        var naive = new NaiveMatcher(banks, text, language, today);
        var matching = new TreeSet<RuleId>();
        for (var rule : rules) if (naive.holds(rule.condition())) matching.add(rule.id());
        return matching;
    }

    private boolean holds(RuleCondition condition) {
        return switch (condition) {
            case RuleCondition.AnyBank(var ids) ->
                ids.stream().anyMatch(id -> !places(banks.get(id)).isEmpty());
            case RuleCondition.AnyPhrase phrase ->
                admits(phrase.language()) && phrase.phrases().stream().anyMatch(words -> holds(phrase, words));
            case RuleCondition.Near near -> admits(near.language()) && holds(near);
            default -> throw new IllegalArgumentException("not a text condition: " + condition);
        };
    }

    private boolean admits(@Nullable String wanted) {
        return LanguageGate.admits(wanted, language, text.codePointCount());
    }

    private List<Place> places(WordBank bank) {
        if (!admits(bank.language())) return List.of();
        if (bank.expires() instanceof LocalDate day && today.isAfter(day)) return List.of();
        var innocent = new ArrayList<Place>();
        for (var phrase : bank.allow())
            Literal.of(phrase, bank.fold()).ifPresent(literal -> innocent.addAll(places(literal)));
        var places = new ArrayList<Place>();
        for (var word : bank.words()) {
            var literal = Literal.of(word, bank.fold());
            var foreign = new ArrayList<Place>();
            literal.ifPresent(found -> places(found, bank, (view, from, to) -> {
                if (isForeign(bank, view, from, to)) foreign.add(new Place(view.start(from), view.end(to - 1)));
                return false;
            }));
            // What is no such word as it is written is none in a reading that repeats it.
            literal.ifPresent(found -> places.addAll(places(
                    found,
                    bank,
                    (view, from, to) -> !foreign.contains(new Place(view.start(from), view.end(to - 1))))));
            literal.flatMap(Literal::reversed)
                    .ifPresent(found -> places.addAll(
                            written(found, true, bank, (view, from, to) -> isBelievedBackwards(bank, view, from, to))));
        }
        places.removeIf(place -> innocent.stream().anyMatch(place::isWithin));
        return places;
    }

    /** Whether it is plainly written and an ordinary word of another language than the bank's, which the text is in (ADR 28). */
    private boolean isForeign(WordBank bank, FoldedView view, int from, int to) {
        if (!isPlain(view)) return false;
        long state = Tokens.state(view.chars(), from, to);
        boolean isEnglish = (CommonWords.languagesOf(state) & SmallWords.bit("en")) != 0;
        String language = bank.language() == null && isEnglish ? "en" : bank.language();
        long others = CommonWords.othersOf(state, language);
        long likely = SmallWords.languagesOf(text.plain().tokens()).likely();
        long own = SmallWords.bit(language);
        if ((likely & others) != 0 && (likely & own) == 0) return true;
        // The other words of the text may tell, too (ADR 53).
        var told = told(view.text(from, to));
        if (language == null) return false;
        boolean isSmall =
                (likely & own) != 0 || (SmallWords.languagesWith(Tokens.state(view.chars(), from, to)) & own) != 0;
        if (!isSmall && most(told, others & ~own) - most(told, own) >= 8) return true;
        long common = CommonWords.languagesOf(Tokens.state(view.chars(), from, to));
        boolean isProfanity = bank.category() == Category.PROFANITY;
        if (!isSmall && isProfanity && most(told, common & ~SmallWords.family(language)) - most(told, own) >= 16)
            return true;
        var submitted = text.submitted(view.start(from), view.end(to - 1));
        return bank.language() != null
                && text.isMarked(view.start(from))
                && !explanations.isSpelled(submitted)
                && most(told, ~SmallWords.family(bank.language())) - most(told, own) >= 8;
    }

    /** How much each language is told by the words of the text, each once, but for this one. */
    private int[] told(String... but) {
        var told = new int[64];
        var words = new ArrayList<String>();
        for (var word : text.plain().toString().split(" "))
            if (word.length() > 1 && !words.contains(word)) words.add(word);
        for (var word : words)
            if (!List.of(but).contains(word))
                CommonWords.tell(Tokens.state(word.toCharArray(), 0, word.length()), told, 1);
        return told;
    }

    private static int most(int[] told, long languages) {
        int most = 0;
        for (int i = 0; i < told.length; i++) if ((languages >> i & 1) != 0) most = Math.max(most, told[i]);
        return most;
    }

    /** A word written backwards is a guess: none of a text in another language than the bank, nor of a name (ADR 28). */
    private boolean isBelievedBackwards(WordBank bank, FoldedView view, int from, int to) {
        if (view.isJoined() && to - from < MIN_BACKWARDS_OF_PIECES) return false;
        var languages = SmallWords.languagesOf(text.plain().tokens());
        long own = SmallWords.bit(bank.language());
        int start = view.start(from);
        if (text.isCapitalised(start)) return start == 0 && (languages.likely() & own) != 0;
        return own == 0 || (languages.possible() & own) != 0;
    }

    private boolean isPlain(FoldedView view) {
        return view == text.exact() || view == text.caseFolded() || view == text.plain();
    }

    private boolean holds(RuleCondition.AnyPhrase phrase, String words) {
        if (phrase.slop() == 0)
            return Literal.of(words, phrase.fold())
                    .filter(literal -> !places(literal).isEmpty())
                    .isPresent();
        var terms = new ArrayList<List<Integer>>();
        for (var word : words.split("[^\\p{L}\\p{Nd}\\p{Mn}]+"))
            Literal.of(word, phrase.fold()).ifPresent(literal -> terms.add(words(places(literal))));
        return !terms.isEmpty() && inOrder(terms, 0, -1, -1, terms.size() + phrase.slop());
    }

    private static boolean inOrder(List<List<Integer>> terms, int next, int first, int last, int width) {
        if (next == terms.size()) return last - first < width;
        for (int at : terms.get(next))
            if (at > last && inOrder(terms, next + 1, next == 0 ? at : first, at, width)) return true;
        return false;
    }

    private boolean holds(RuleCondition.Near near) {
        var terms = new ArrayList<List<Integer>>();
        for (var term : near.all())
            switch (term) {
                case NearTerm.OfBank(var bank) -> terms.add(words(places(banks.get(bank))));
                case NearTerm.OfWord(var word) ->
                    terms.add(words(places(Literal.of(word, FoldLevel.FULL).orElseThrow())));
            }
        return together(terms, new ArrayList<>(), near.within());
    }

    private static boolean together(List<List<Integer>> terms, List<Integer> taken, int within) {
        if (taken.size() == terms.size())
            return taken.stream().mapToInt(i -> i).max().orElse(0)
                            - taken.stream().mapToInt(i -> i).min().orElse(0)
                    <= within;
        for (int at : terms.get(taken.size())) {
            if (taken.contains(at)) continue;
            var more = new ArrayList<>(taken);
            more.add(at);
            if (together(terms, more, within)) return true;
        }
        return false;
    }

    /** The numbers of the words at which the places begin, each once. */
    private List<Integer> words(List<Place> places) {
        var counted = text.counted();
        return places.stream()
                .map(place -> word(counted, place.start))
                .distinct()
                .toList();
    }

    private static int word(FoldedView counted, int codePoint) {
        int words = 0;
        int last = -1;
        for (int i = 0; i < counted.length() && counted.start(i) <= codePoint; i++) {
            boolean begins = counted.charAt(i) != ' ' && counted.isBoundary(i) && counted.start(i) > last;
            if (!begins) continue;
            words++;
            last = counted.start(i);
        }
        return Math.max(0, words - 1);
    }

    private List<Place> places(Literal literal) {
        return places(literal, null, (_, _, _) -> true);
    }

    private List<Place> places(Literal literal, @Nullable WordBank bank, Belief belief) {
        var places = written(literal, false, bank, belief);
        if (literal.level() == FoldLevel.FULL)
            for (var view : text.views(literal.level())) addMasked(view, literal, bank, places);
        return places;
    }

    private boolean isExplained(
            Literal literal, boolean isVariant, @Nullable WordBank bank, Place place, boolean isPlain) {
        NaiveExplanations.Likelier likelier = bank == null || bank.language() == null
                ? _ -> 0
                : words -> {
                    var told = told(words.toArray(String[]::new));
                    int own = most(told, SmallWords.bit(bank.language()));
                    long languages = 0;
                    for (int i = 0; i < told.length; i++) if (told[i] - own >= 8) languages |= 1L << i;
                    return languages;
                };
        long own = bank == null || bank.language() == null ? 0 : SmallWords.bit(bank.language());
        long family = bank == null ? -1 : bank.language() == null ? 0 : SmallWords.family(bank.language());
        return explanations.explain(literal, isVariant, place.start, place.end, isPlain, own, family, likelier);
    }

    /** Where it is written letter by letter, in any reading. */
    private List<Place> written(Literal literal, boolean isVariant, @Nullable WordBank bank, Belief belief) {
        var places = new ArrayList<Place>();
        int length = literal.chars().length();
        for (var view : text.views(literal.level())) {
            for (int i = 0; i + length <= view.length(); i++) {
                if (!view.text(i, i + length).equals(literal.chars()) || !literal.fits(view, i)) continue;
                int from = i;
                int to = i + length;
                while (literal.isOpenStart() && i - from < 64 && !view.isBoundary(from)) from--;
                while (literal.isOpenEnd() && to - i - length < 64 && !view.isBoundary(to)) to++;
                var place = new Place(view.start(from), view.end(to - 1));
                if (place.end <= place.start || !belief.holds(view, from, to)) continue;
                if (!isExplained(literal, isVariant, bank, place, isPlain(view))) places.add(place);
            }
        }
        return places;
    }

    private void addMasked(FoldedView view, Literal literal, @Nullable WordBank bank, List<Place> places) {
        if (view.toString().indexOf(DisguiseFold.MASK) < 0) return;
        int start = 0;
        for (int i = 0; i <= view.length(); i++) {
            if (i < view.length() && view.charAt(i) != ' ') continue;
            long masks = view.text(start, i)
                    .chars()
                    .filter(c -> c == DisguiseFold.MASK)
                    .count();
            int length = i - start;
            boolean isReadable =
                    masks > 0 && masks <= 4 && length >= 3 && length <= 32 && (length - masks) * 3 >= length;
            if (isReadable && isOfLanguage(bank, view, start, i) && mayStandFor(view, start, i, literal, "", "")) {
                var place = new Place(view.start(start), view.end(i - 1));
                if (!isExplained(literal, false, bank, place, false)) places.add(place);
            }
            start = i + 1;
        }
    }

    /** Masked letters are believed in no text of another language, the less the fewer they are (ADR 53). */
    private boolean isOfLanguage(@Nullable WordBank bank, FoldedView view, int from, int to) {
        long own = bank == null || bank.language() == null ? 0 : SmallWords.bit(bank.language());
        var told = told();
        int most = view.end(to - 1) - view.start(from) <= 4 ? 8 : 24;
        boolean isLikely = (SmallWords.languagesOf(text.plain().tokens()).likely() & own) != 0;
        return own == 0 || isLikely || most(told, -1) - most(told, own) < most;
    }

    /** @param runs of the letters read so far, as a character each */
    private static boolean mayStandFor(FoldedView view, int at, int end, Literal literal, String letters, String runs) {
        boolean isRead = letters.equals(literal.chars()) && runs.equals(literal.runs());
        if (at == end) return isRead;
        boolean isBeginning = isRead && literal.isOpenEnd() && letters.length() >= 4;
        if (isBeginning && view.charAt(at - 1) != DisguiseFold.MASK) return true;
        char c = view.charAt(at);
        String tried = c == DisguiseFold.MASK
                ? LETTERS + letters.substring(Math.max(0, letters.length() - 1))
                : String.valueOf(c);
        int run = c == DisguiseFold.MASK ? 1 : view.run(at);
        for (int i = 0; i < tried.length(); i++) {
            char letter = tried.charAt(i);
            boolean isAgain = !letters.isEmpty() && letters.charAt(letters.length() - 1) == letter;
            String more = isAgain ? letters : letters + letter;
            String lengths = isAgain
                    ? runs.substring(0, runs.length() - 1) + (char) (runs.charAt(runs.length() - 1) + run)
                    : runs + (char) run;
            if (literal.chars().startsWith(more) && mayStandFor(view, at + 1, end, literal, more, lengths)) return true;
        }
        return false;
    }
}
