package io.gatehouse.moderation.match;

import static io.gatehouse.moderation.Seeds.forAll;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.rule.PiiKind;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.text.FoldLevel;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What any text may cost at most, counted and never timed, and what is said when that was not enough. */
class WorkBudgetTest {
    private static final int LENGTH = 64 * 1024;
    private static final List<String> PIECES = List.of(
            "b1",
            "|",
            " ",
            "bx ",
            "*",
            "&#98;",
            "🇦",
            "в",
            ".",
            "a ",
            "ph",
            "'",
            "1",
            "\u0301",
            "#aB",
            "@",
            "http://",
            "a.b ",
            "+353 87 ",
            "DE89 3704 ",
            "::",
            "\u202E",
            "%62",
            "(",
            "z*rbl",
            "zorb lax ",
            "漢",
            "ﷺ",
            "٣",
            "dot ",
            "blax zorb ");
    private static final String ARTICLE =
            "The council met on 12 March 2024 and voted, 31 to 7, to repair the bridge (built in 1931). Der Stadtrat"
                    + " sagte: \"Wir haben gewartet\"; mehr dazu unter https://news.example/2024/bridge?id=4 heute. Les"
                    + " travaux coûteront 4,5 M€ – soit 12 % de plus qu'en 2019 – d'après l'équipe de M. Lefèvre. El"
                    + " puente abrirá en otoño; los vecinos, en cambio, piden un paso para bicicletas.\n\n";
    private static final String RUSSIAN_ARTICLE =
            "Мост, построенный в 1931 году, закроют на два года. Автобусы поедут по другой дороге. "
                    + "Жители просят 12 % скидки; подробнее на https://news.example/2024/bridge сегодня. "
                    + "Городской совет обещает, что рабочие закончат ремонт раньше срока, если погода будет хорошей. "
                    + "Многие считают, что решение принято слишком поздно и без участия жителей.\n\n";

    private static String repeated(String piece) {
        return piece.repeat(LENGTH / piece.getBytes(StandardCharsets.UTF_8).length);
    }

    private static TextMatcher everything() {
        return everything(FoldLevel.values());
    }

    private static TextMatcher everything(FoldLevel... levels) {
        var conditions = new ArrayList<RuleCondition>();
        for (var level : levels)
            for (var word : List.of("zorblax", "zorb lax", "quux", "blax*", "*orbl*"))
                conditions.add(new RuleCondition.AnyPhrase(List.of(word), 0, level, null));
        conditions.add(new RuleCondition.AnyPhrase(List.of("zorb blax"), 5, FoldLevel.FULL, null));
        conditions.add(new RuleCondition.Query("zorb* AND NOT quux", FoldLevel.FULL, null));
        conditions.add(new RuleCondition.Regex("zorb.{0,200}quux", FoldLevel.FULL, null));
        conditions.add(new RuleCondition.Pii(Set.of(PiiKind.values()), Set.of()));
        conditions.add(new RuleCondition.Links(List.copyOf(RuleCondition.Links.BUILT_IN)));
        var rules = new ArrayList<Rule>();
        for (int i = 0; i < conditions.size(); i++)
            rules.add(TestRules.rule(String.format("r%03d", i), conditions.get(i)));
        return TextMatcher.compile(rules, Map.of(), Map.of());
    }

    private static TextFindings find(String text) {
        return everything().find(0, text, LanguageGuess.UNKNOWN, LocalDate.EPOCH, RuleTimes.IGNORED);
    }

    @Test
    void noTextTakesMoreThanTheBudgetAndAllAreCutAtTheSamePlaceAgain() {
        var matcher = everything();
        forAll(40, random -> {
            String text = cycle(random);
            var found = matcher.find(0, text, LanguageGuess.UNKNOWN, LocalDate.EPOCH, RuleTimes.IGNORED);
            assertThat(found.work()).isLessThanOrEqualTo(Work.BUDGET);
            assertThat(matcher.find(0, text, LanguageGuess.UNKNOWN, LocalDate.EPOCH, RuleTimes.IGNORED))
                    .isEqualTo(found);
        });
    }

    private static String cycle(RandomGenerator random) {
        var cycle = new StringBuilder();
        for (int i = random.nextInt(1, 8); i > 0; i--) cycle.append(PIECES.get(random.nextInt(PIECES.size())));
        return repeated(cycle.toString());
    }

    @Test
    void aWordAtTheEndOfALongTextIsFoundOrTheAnswerSaysThatNotAllWasRead() {
        var matcher = everything();
        forAll(40, random -> {
            String text = cycle(random);
            for (var word : List.of(" zorblax", " z0rbl4x", " z*rblax", " z.o.r.b.l.a.x", " zоrblаx")) {
                var found = matcher.find(0, text + word, LanguageGuess.UNKNOWN, LocalDate.EPOCH, RuleTimes.IGNORED);
                boolean isFound = found.matches().stream()
                        .anyMatch(match -> match.signal().name().equals("r010"));
                assertThat(isFound || !found.isComplete())
                        .as(text.substring(0, 40) + word)
                        .isTrue();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"a1!| ", "b1|!v1q!ph ", "+353 87 123 4567 ", "a@b.cd ", "http://a.b ", "&#98;1| ", "(a "})
    void thePlainWordAtTheEndIsFoundWhateverWasSpentBefore(String piece) {
        assertThat(find(repeated(piece) + "\nzorblax").matches())
                .anyMatch(match -> match.signal().name().equals("r010"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"quux blax ", "zorb blax ", "blaxquux ", "quux "})
    void thePlainWordAtTheEndIsFoundHoweverMuchWasFoundBefore(String piece) {
        assertThat(find(repeated(piece) + "\nzorblax").matches())
                .anyMatch(match -> match.signal().name().equals("r010"));
    }

    @Test
    void saysSoWhenSoMuchMatchesThatNotAllIsLookedAt() {
        assertThat(find(repeated("quux blax ")).cut()).contains(TextFindings.Part.WORDS);
    }

    /** What people write must be read to its end at every level; a page has some 3 KiB. */
    @ParameterizedTest
    @ValueSource(strings = {ARTICLE, RUSSIAN_ARTICLE})
    void anArticleOfFourPagesIsLookedAtToItsEnd(String article) {
        var found = find(pages(article, 4));
        assertThat(found.cut()).as("after %,d units", found.work()).isEmpty();
    }

    /** A disguise makes two more readings of the whole text. */
    @ParameterizedTest
    @ValueSource(strings = {ARTICLE, RUSSIAN_ARTICLE})
    void aDisguisedWordAtTheEndOfTwoPagesIsFound(String article) {
        var found = find(pages(article, 2) + " z.o.r.b.l.a.x");
        assertThat(found.cut()).as("after %,d units", found.work()).isEmpty();
        assertThat(found.matches()).anyMatch(match -> match.signal().name().equals("r010"));
    }

    private static String pages(String article, int pages) {
        return article.repeat(pages * 3 * 1024 / article.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void saysWhatWasNotLookedAt() {
        assertThat(find(repeated("b1|!v1q!ph ")).cut()).contains(TextFindings.Part.DISGUISES);
        assertThat(find(repeated("+353 87 123 4567 ")).cut()).contains(TextFindings.Part.PERSONAL_DATA);
        assertThat(find(repeated("http://a.b ")).cut()).contains(TextFindings.Part.LINKS);
    }
}
