package io.gatehouse.moderation.match;

import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.match.CompiledRules.Check;
import io.gatehouse.moderation.match.CompiledRules.Together;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.SignalType;
import io.gatehouse.moderation.text.DisguiseFold;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.FoldedText;
import io.gatehouse.moderation.text.FoldedView;
import io.gatehouse.moderation.text.TokenList;
import io.gatehouse.moderation.text.Wanted;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One text under compiled rules: literals propose, then what they proposed is asked, cheapest first. */
final class Reading {
    /** Is told of a match. */
    interface Sink {
        void matched(SignalType type, String name, Category category, Spans spans, Set<RuleId> rules);
    }

    /**
     * One reading, and what is looked for in it.
     *
     * @param isPlain whether it is the text as it is written
     */
    record Look(CompiledRules.Scan scan, FoldedView view, boolean isPlain) {}

    /** What one rule found; a rule with several phrases has one signal. */
    private record ByRule(SignalType type, Category category, Spans spans) {}

    /** A word of the plain reading that is an ordinary one of another language than the target's. */
    private record Foreign(int target, int start, int end) {}

    private static final String ENGLISH = "en";
    /** Letters of a masked word that many words fit. */
    private static final int SHORT_MASKED = 4;

    private final CompiledRules rules;
    private final FoldedText text;
    private final LanguageGuess language;
    private final LocalDate today;
    private final Work work;
    private final int neighbours;
    private final Wanted wanted;
    private final Hits hits = new Hits();
    private final List<Look> looks = new ArrayList<>(4);
    private final SeenWords seen;
    private final Believed believed = new Believed();
    private final Surroundings surroundings;
    /** Those in the text; null before there is one. */
    private @Nullable Set<Foreign> foreign;

    private boolean isCut;
    private final Map<RuleId, ByRule> found = new LinkedHashMap<>(0);
    private int @Nullable [] wordStarts;
    /** Those the text seems to be in; null before anybody asked. */
    private SmallWords.@Nullable Languages languages;
    /** For languages; null before anybody asked. */
    private @Nullable Evidence evidence;

    /**
     * @param neighbours words beside a suspect one that a literal may reach over
     * @param wanted all words of the literals
     */
    Reading(
            CompiledRules rules,
            FoldedText text,
            LanguageGuess language,
            LocalDate today,
            Work work,
            int neighbours,
            Wanted wanted) {
        this.neighbours = neighbours;
        this.wanted = wanted;
        this.rules = rules;
        this.text = text;
        this.language = language;
        this.today = today;
        this.work = work;
        seen = new SeenWords(looks, work);
        surroundings = new Surroundings(
                text, rules.listed(), this::evidence, () -> languages().likely());
    }

    void look(RuleTimes times, Sink matches) {
        readTokens();
        scan(CompiledRules.Scan::index, true);
        scanNear();
        if (!hits.isEmpty()) askProposed(times, matches);
        for (int check : rules.always()) ask(rules.checks().get(check), times);
        found.forEach((rule, by) -> matches.matched(by.type, rule.value(), by.category, by.spans, Set.of(rule)));
    }

    /** Whether something was not looked at to its end. Known after looking. */
    boolean isCut() {
        return isCut || work.isSpent();
    }

    private void readTokens() {
        for (var scan : rules.scans()) {
            boolean isPlain = true;
            boolean isFull = scan.level() == FoldLevel.FULL;
            for (var view : isFull ? text.near(neighbours, wanted) : text.views(scan.level())) {
                looks.add(new Look(scan, view, isPlain));
                isPlain = false;
            }
        }
        // Paid before anything is read, so that what is left is known.
        work.spend(text.work());
        looks.removeIf(look -> !isAffordable(look));
    }

    /** What remains after the disguises is for the words as they are written: they are matched first. */
    private boolean isAffordable(Look look) {
        int length = look.view.length();
        // What is longer than the text as submitted is not paid for yet.
        int units = Work.HASHED * (look.isPlain ? Math.max(0, length - text.codePointCount()) : length);
        boolean isAffordable = look.isPlain || work.has(units + work.left() / 2);
        if (isAffordable) work.spend(units);
        else isCut = true;
        return isAffordable;
    }

    private void scan(Function<CompiledRules.Scan, LiteralIndex> index, boolean isPlainPaid) {
        // What is written comes before what it may mean, should the work not suffice for both.
        for (var look : looks)
            if (look.isPlain)
                LiteralScan.scan(index.apply(look.scan), look.view, isPlainPaid, true, seen, hits, work, believed);
        for (var look : looks)
            if (!look.isPlain)
                LiteralScan.scan(index.apply(look.scan), look.view, false, false, seen, hits, work, believed);
    }

    private void scanNear() {
        for (var look : looks) {
            var tokens = look.view.tokens();
            if (!look.scan.near().isEmpty() && (look.isPlain || tokens.isMasked()))
                look.scan.near().scan(look.view, tokens, look.isPlain, work, new NearSink(look.view));
        }
    }

    /** Notes what is believed of words that were misspelled. */
    private final class NearSink implements NearWords.Sink {
        private final FoldedView view;

        private NearSink(FoldedView view) {
            this.view = view;
        }

        @Override
        public void found(LiteralIndex.Use use, int start, int end) {
            int from = view.start(start);
            int to = view.end(end - 1);
            if (from >= to || !isLikely(use.target(), from) || !work.spend(Work.OCCURRENCE)) return;
            if (rules.banks().get(use.target()).onlyDisguised()
                    && isEnding(use.literal().chars(), start, end)) return;
            boolean isShown = use.isMisspelt() || believed.believesHidden(use.target(), from, to);
            if (isShown && believed.believesPlace(use, from, to, true)) hits.add(use.target(), from, to);
        }

        /** Whether the words differ at their end only: an ordinary one has more endings than are listed. */
        private boolean isEnding(String literal, int start, int end) {
            int length = Math.min(literal.length(), end - start) - 1;
            for (int i = 0; i < length; i++) if (view.charAt(start + i) != literal.charAt(i)) return false;
            return view.charAt(end - 1) != DisguiseFold.MASK;
        }
    }

    /** A slip is believed in a text of the bank's language only, and not of what may be a name. */
    private boolean isLikely(int target, int start) {
        var bank = target < rules.banks().size() ? rules.banks().get(target) : null;
        return bank != null && !text.isCapitalised(start) && hasLikely(target);
    }

    private boolean hasLikely(int target) {
        return (languages().likely() & SmallWords.bit(rules.banks().get(target).language())) != 0;
    }

    /** What is believed of a word that was found: more of one that is written as it is listed. */
    private final class Believed implements LiteralScan.Variants {
        @Override
        public boolean believes(LiteralIndex.Use use, int start) {
            boolean isOrdinary = use.isMisspelt()
                    && use.target() < rules.banks().size()
                    && rules.banks().get(use.target()).onlyDisguised();
            return isOrdinary ? isLikely(use.target(), start) : isOfTheText(use.target(), start);
        }

        @Override
        public boolean believesWord(int target, long state, int start, int end) {
            if (!isForeign(target, state) && !isMarkedByOthers(target, state, start, end)) return true;
            if (foreign == null) foreign = new HashSet<>();
            foreign.add(new Foreign(target, start, end));
            return false;
        }

        @Override
        public boolean believesAgain(int target, int start, int end) {
            return foreign == null || !foreign.contains(new Foreign(target, start, end));
        }

        @Override
        public boolean believesMasked(LiteralIndex.Use use, int letters) {
            int most = letters <= SHORT_MASKED ? Evidence.LIKELY : Evidence.CERTAIN;
            return !isOfOthers(use.target(), most);
        }

        @Override
        public boolean believesPlace(LiteralIndex.Use use, int start, int end, boolean isPlain) {
            // What a rule itself asks for counts as it is written.
            if (isPlain && use.target() >= rules.banks().size()) return true;
            return !work.spend(Work.PASSED * (end - start))
                    || !surroundings.explain(
                            use, start, end, isPlain, ownLanguage(use.target()), familyOf(use.target()));
        }

        @Override
        public boolean believesHidden(int target, int start, int end) {
            boolean mustHide =
                    target < rules.banks().size() && rules.banks().get(target).onlyDisguised();
            if (!mustHide) return true;
            return work.spend(Work.PASSED * (end - start))
                    && !text.isPlain(start, end)
                    && !isOfOthers(target, Evidence.CERTAIN);
        }
    }

    /** Whether both the small words and all words of the text tell so much for other languages than the target's. */
    private boolean isOfOthers(int target, int most) {
        long own = ownLanguage(target);
        return own > 0 && (languages().likely() & own) == 0 && evidence().against(own) >= most;
    }

    private long familyOf(int target) {
        var own = target >= rules.banks().size()
                ? null
                : rules.banks().get(target).language();
        return own == null ? 0 : SmallWords.family(own);
    }

    /** That of the target's bank as a bit; 0 where none is said, and {@link Surroundings#NO_BANK} of other targets. */
    private long ownLanguage(int target) {
        if (target >= rules.banks().size()) return Surroundings.NO_BANK;
        var own = rules.banks().get(target).language();
        return own == null ? 0 : SmallWords.bit(own);
    }

    /** Whether the word is an ordinary one of the language that the text seems to be in, which is not the bank's. */
    private boolean isForeign(int target, long state) {
        if (target >= rules.banks().size()) return false;
        var own = rules.banks().get(target).language();
        // Most banks without a language are of English words.
        if (own == null && (CommonWords.languagesOf(state) & SmallWords.bit(ENGLISH)) != 0) own = ENGLISH;
        long others = CommonWords.othersOf(state, own);
        if (own == null || (CommonWords.languagesOf(state) & ~SmallWords.bit(own)) == 0) return false;
        long likely = languages().likely();
        long bit = SmallWords.bit(own);
        if ((likely & others) != 0 && (likely & bit) == 0) return true;
        // The small words of a language are common in others, too.
        if ((likely & bit) != 0 || (SmallWords.languagesWith(state) & bit) != 0) return false;
        if (evidence().rather(state, others, bit) >= Evidence.LIKELY) return true;
        return rules.banks().get(target).category() == Category.PROFANITY
                && evidence().rather(state, CommonWords.languagesOf(state) & ~SmallWords.family(own), bit)
                        >= Evidence.STRONG;
    }

    /** Whether it is written with other marks than the bank has it, in a text that is rather of another language. */
    private boolean isMarkedByOthers(int target, long state, int start, int end) {
        if (target >= rules.banks().size() || !text.isMarked(start)) return false;
        long own = ownLanguage(target);
        return own > 0
                && !rules.listed().isSpelled(ListedWords.normal(text.submitted(start, end)))
                && evidence().rather(state, ~familyOf(target), own) >= Evidence.LIKELY;
    }

    /** Whether a misspelling is believed: not in a text that seems to be in other languages than the bank. */
    private boolean isOfTheText(int target, int start) {
        if (target >= rules.banks().size()) return true;
        // A name as much as a word; at the beginning of a text any word has a capital.
        if (text.isCapitalised(start)) return start == 0 && hasLikely(target);
        long bit = SmallWords.bit(rules.banks().get(target).language());
        return bit == 0 || (languages().possible() & bit) != 0;
    }

    private Evidence evidence() {
        if (evidence == null) {
            work.spend(Work.PASSED * text.codePointCount());
            evidence = new Evidence(fullReading());
        }
        return evidence;
    }

    private SmallWords.Languages languages() {
        if (languages == null) {
            work.spend(Work.PASSED * text.codePointCount());
            languages = SmallWords.languagesOf(fullReading());
        }
        return languages;
    }

    /** The words of the plain reading at full folding. */
    private TokenList fullReading() {
        for (var look : looks) if (look.isPlain && look.scan.level() == FoldLevel.FULL) return look.view.tokens();
        return looks.getFirst().view.tokens();
    }

    private void askProposed(RuleTimes times, Sink matches) {
        var proposed = hits.groups();
        if (proposed.stream().anyMatch(this::wantsCompanions)) scan(CompiledRules.Scan::companions, false);
        hits.groups();
        for (var group : proposed) if (group.target < rules.firstAllow()) tellBank(group, matches);
        for (var group : proposed) if (isIn(group, rules.firstPhrase(), rules.firstCheck())) notePhrase(group);
        for (var group : proposed) askTogethers(group, times);
        for (var group : proposed)
            if (isIn(group, rules.firstCheck(), rules.firstTogether()))
                ask(rules.checks().get(group.target - rules.firstCheck()), times);
    }

    private void askTogethers(Hits.Group group, RuleTimes times) {
        if (group.target >= rules.firstTogether())
            ask(rules.togethers().get(group.target - rules.firstTogether()), times);
        if (group.target < rules.firstAllow())
            for (int together : rules.togethersByBank()[group.target])
                ask(rules.togethers().get(together), times);
    }

    private boolean wantsCompanions(Hits.Group group) {
        if (group.target >= rules.firstTogether())
            return isPossible(rules.togethers().get(group.target - rules.firstTogether()));
        if (group.target >= rules.firstAllow()) return false;
        if (rules.banks().get(group.target).hasAllowList()) return true;
        for (int together : rules.togethersByBank()[group.target])
            if (!work.spend(Work.CANDIDATE) || isPossible(rules.togethers().get(together))) return true;
        return false;
    }

    /** Whether each word it needs seems to be in the text. */
    private boolean isPossible(Together together) {
        for (long key : together.keys()) if (!seen.mayHold(key)) return false;
        return true;
    }

    private static boolean isIn(Hits.Group group, int from, int to) {
        return group.target >= from && group.target < to;
    }

    private void tellBank(Hits.Group group, Sink matches) {
        var bank = rules.banks().get(group.target);
        if (bank.rules().isEmpty()) return;
        var spans = settled(group).spans;
        if (!spans.isEmpty()) matches.matched(SignalType.WORDS, bank.id(), bank.category(), spans, bank.rules());
    }

    private void notePhrase(Hits.Group group) {
        var phrase = rules.phrases().get(group.target - rules.firstPhrase());
        if (admits(phrase.language()))
            spansOf(SignalType.PHRASE, phrase.rule(), phrase.category()).addAll(group.spans);
    }

    private Spans spansOf(SignalType type, RuleId rule, Category category) {
        return found.computeIfAbsent(rule, _ -> new ByRule(type, category, new Spans()))
                .spans();
    }

    private boolean admits(@Nullable String wanted) {
        return LanguageGate.admits(wanted, language, text.codePointCount());
    }

    /** The group without what its bank's allow list, language or date make innocent; normalised. */
    private Hits.Group settled(Hits.Group group) {
        if (group.isSettled) return group;
        group.isSettled = true;
        group.spans.normalise();
        if (group.target >= rules.firstAllow()) return group;
        var bank = rules.banks().get(group.target);
        if (!admits(bank.language()) || bank.isExpired(today)) {
            group.spans = new Spans();
            return group;
        }
        var innocent = hits.group(rules.firstAllow() + group.target);
        if (innocent != null) {
            innocent.spans.normalise();
            group.spans = group.spans.outside(innocent.spans);
        }
        return group;
    }

    private void ask(Together together, RuleTimes times) {
        if (!work.spend(Work.CANDIDATE) || !isPossible(together) || !admits(together.language())) return;
        for (int term : together.terms()) if (hits.group(term) == null) return;
        long started = System.nanoTime();
        var terms = new WordOrder.Term[together.terms().length];
        for (int i = 0; i < terms.length; i++) {
            var term = termOf(together.terms()[i]);
            if (term == null) return;
            terms[i] = term;
        }
        var spans = new Spans();
        WordOrder.find(terms, together.orders(), together.width(), work, spans);
        times.took(together.rule(), System.nanoTime() - started);
        if (!spans.isEmpty())
            spansOf(together.type(), together.rule(), together.category()).addAll(spans);
    }

    private WordOrder.@Nullable Term termOf(int target) {
        var group = hits.group(target);
        if (group == null) return null;
        var spans = settled(group).spans;
        if (spans.isEmpty()) return null;
        var words = group.words;
        if (words == null) {
            if (!work.spend(Work.PASSED * spans.size())) return null;
            words = new int[spans.size()];
            for (int i = 0; i < words.length; i++) words[i] = wordOf(spans.start(i));
            group.words = words;
        }
        return new WordOrder.Term(spans, words);
    }

    /**
     * The number of the word that a code point belongs to. Where the text is disguised, words are counted as its counted
     * reading has them, so that a spelled-out word is one word.
     */
    private int wordOf(int codePoint) {
        if (wordStarts == null) {
            var view = text.counted();
            work.spend(Work.PASSED * view.length());
            wordStarts = findWordStarts(view);
        }
        int at = Arrays.binarySearch(wordStarts, codePoint);
        return Math.max(0, at >= 0 ? at : -at - 2);
    }

    private static int[] findWordStarts(FoldedView view) {
        var starts = new int[view.length()];
        int count = 0;
        for (int i = 0; i < view.length(); i++) {
            boolean begins = view.charAt(i) != ' ' && (i == 0 || view.isBoundary(i));
            if (begins && (count == 0 || view.start(i) > starts[count - 1])) starts[count++] = view.start(i);
        }
        return Arrays.copyOf(starts, count);
    }

    private void ask(Check check, RuleTimes times) {
        if (!admits(check.language())) return;
        long started = System.nanoTime();
        var spans = new Spans();
        var views = text.views(check.check().level());
        if (views.size() > 1
                && work.spend(Work.CHECKED * views.getFirst().length())
                && check.check().isRuledOut(views.getFirst())) return;
        for (var view : views)
            if (work.spend(Work.CHECKED * view.length())) check.check().find(view, new ViewSink(view, spans));
        times.took(check.rule(), System.nanoTime() - started);
        if (!spans.isEmpty())
            spansOf(check.type(), check.rule(), check.category()).addAll(spans);
    }

    /** Turns places in a reading into places in the submitted text. */
    private final class ViewSink implements SpanSink {
        private final FoldedView view;
        private final Spans spans;

        private ViewSink(FoldedView view, Spans spans) {
            this.view = view;
            this.spans = spans;
        }

        @Override
        public void found(int start, int end) {
            boolean isInOrder = view.start(start) < view.end(end - 1);
            if (isInOrder && work.spend(Work.OCCURRENCE)) spans.add(view.start(start), view.end(end - 1));
        }

        @Override
        public boolean spend(int units) {
            return work.spend(units);
        }
    }
}
