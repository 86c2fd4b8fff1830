package io.gatehouse.moderation.match;

import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.rule.LinkBank;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.rule.WordBank;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.Signal;
import io.gatehouse.moderation.signal.SignalType;
import io.gatehouse.moderation.text.FoldedText;
import io.gatehouse.moderation.text.Wanted;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The text rules of a policy set for some purposes, compiled. Immutable and thread-safe. */
public final class TextMatcher {
    /** Spans reported for one signal; enough to show a reviewer, few enough that an answer stays small. */
    public static final int MAX_SPANS = 100;

    private static final Comparator<TextMatch> IN_ORDER = Comparator.comparing(
                    (TextMatch match) -> match.signal().type())
            .thenComparing(match -> match.signal().name());

    private final CompiledRules rules;
    private final long budget;
    private final int plainCost;
    private final int neighbours;
    private final Wanted wanted;

    private TextMatcher(CompiledRules rules, long budget) {
        this.rules = rules;
        this.budget = budget;
        plainCost = rules.plainCost();
        neighbours = rules.longest();
        wanted = rules.wanted();
    }

    /**
     * Compiles the text conditions among these rules; others are ignored.
     *
     * @param banks by id; every bank that a rule names
     */
    public static TextMatcher compile(Collection<Rule> rules, Map<String, WordBank> banks) {
        return compile(rules, banks, Work.BUDGET);
    }

    /**
     * As {@link #compile(Collection, Map)}, with link banks.
     *
     * @param linkBanks by id; every link bank that a rule names
     */
    public static TextMatcher compile(
            Collection<Rule> rules, Map<String, WordBank> banks, Map<String, LinkBank> linkBanks) {
        return new TextMatcher(new MatcherCompiler(banks, linkBanks).compile(rules), Work.BUDGET);
    }

    static TextMatcher compile(Collection<Rule> rules, Map<String, WordBank> banks, long budget) {
        return new TextMatcher(new MatcherCompiler(banks, Map.of()).compile(rules), budget);
    }

    /** The rules without a required word: they cost every text a look of their own, and their authors should know. */
    public Set<RuleId> alwaysAsked() {
        return Arrays.stream(rules.always())
                .mapToObj(check -> rules.checks().get(check).rule())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The matches of {@link #find}, as of a day when no bank had expired. */
    public List<TextMatch> match(int part, String text, LanguageGuess language) {
        return find(part, text, language, LocalDate.MIN, RuleTimes.IGNORED).matches();
    }

    /**
     * Which text rules match. Pure; linear in the text up to a counted budget of work; never throws on any text.
     *
     * @param part index of the text among the content's parts, for the spans
     * @param text as submitted
     * @param today the day of judging, UTC
     * @param times is told how long each rule took that was asked by itself
     */
    public TextFindings find(int part, String text, LanguageGuess language, LocalDate today, RuleTimes times) {
        return find(part, text, null, language, today, times);
    }

    /** As {@link #find(int, String, LanguageGuess, LocalDate, RuleTimes)}, for a text whose readings are wanted again. */
    public TextFindings find(
            int part,
            String text,
            @Nullable FoldedText folded,
            LanguageGuess language,
            LocalDate today,
            RuleTimes times) {
        return find(part, text, folded, language, null, today, times);
    }

    /**
     * As {@link #find(int, String, FoldedText, LanguageGuess, LocalDate, RuleTimes)}, where the author's home is known.
     *
     * @param country of the author, ISO 3166-1: whose telephone numbers are known without a country code
     */
    public TextFindings find(
            int part,
            String text,
            @Nullable FoldedText folded,
            LanguageGuess language,
            @Nullable String country,
            LocalDate today,
            RuleTimes times) {
        var matches = new ArrayList<TextMatch>();
        var work = new Work(budget);
        var cut = EnumSet.noneOf(TextFindings.Part.class);
        Reading.Sink tell = (type, name, category, spans, by) -> add(matches, type, name, category, spans, part, by);
        boolean hasWords = !rules.scans().isEmpty() || rules.always().length > 0;
        var readings = folded == null ? FoldedText.of(text) : folded;
        if (hasWords) work.take(Work.FOLDED * readings.bytes() + plainCost * readings.codePointCount());
        if (rules.pii().find(text, country, language.code(), work, tell)) cut.add(TextFindings.Part.PERSONAL_DATA);
        if (rules.links().find(text, today, work, tell)) cut.add(TextFindings.Part.LINKS);
        if (hasWords) {
            if (folded == null) readings.allow(work.forDisguises());
            var reading = new Reading(rules, readings, language, today, work, neighbours, wanted);
            reading.look(times, tell);
            if (reading.isCut()) cut.add(TextFindings.Part.WORDS);
            if (readings.isCut()) cut.add(TextFindings.Part.DISGUISES);
        }
        if (matches.size() > 1) matches.sort(IN_ORDER);
        return new TextFindings(matches, cut, budget - work.left());
    }

    private static void add(
            List<TextMatch> matches,
            SignalType type,
            String name,
            Category category,
            Spans spans,
            int part,
            Set<RuleId> rules) {
        if (spans.isEmpty()) return;
        spans.normalise();
        matches.add(new TextMatch(new Signal(type, name, category, 1, spans.widest(part, MAX_SPANS)), rules));
    }
}
