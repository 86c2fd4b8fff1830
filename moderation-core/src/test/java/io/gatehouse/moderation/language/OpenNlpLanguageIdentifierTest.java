package io.gatehouse.moderation.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import opennlp.tools.langdetect.LanguageDetectorME;
import opennlp.tools.ml.model.AbstractModel;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OpenNlpLanguageIdentifierTest {
    private static OpenNlpLanguageIdentifier identifier;

    @BeforeAll
    static void load() {
        identifier = OpenNlpLanguageIdentifier.load(OpenNlpLanguageIdentifier.DEFAULT_LANGUAGES);
    }

    @Test
    void givesTheProbabilitiesOfOpenNlpOverTheSameLanguages() {
        var model = OpenNlpLanguageIdentifier.model();
        var codes = OpenNlpLanguageIdentifier.codes((AbstractModel) model.getMaxentModel());
        var codeOfOutcome = new HashMap<String, String>();
        for (int i = 0; i < codes.size(); i++)
            codeOfOutcome.put(model.getMaxentModel().getOutcome(i), codes.get(i));
        var detector = new LanguageDetectorME(model);
        for (String text : texts(600)) {
            var expected = new HashMap<String, Double>();
            for (var language : detector.predictLanguages(text))
                expected.merge(codeOfOutcome.get(language.getLang()), language.getConfidence(), Double::sum);
            expected.keySet().retainAll(identifier.languages());
            double sum =
                    expected.values().stream().mapToDouble(Double::doubleValue).sum();
            double[] actual = identifier.probabilities(text);
            for (int i = 0; i < actual.length; i++)
                assertThat(actual[i])
                        .as("%s of \"%s\"", identifier.languages().get(i), text)
                        .isCloseTo(expected.get(identifier.languages().get(i)) / sum, within(1e-6));
        }
    }

    /** Sentences in many scripts, cut, joined and sprinkled with what messages are full of. */
    private static List<String> texts(int count) {
        var random = new Random(7);
        var sentences = List.copyOf(SENTENCES.keySet());
        var noise = List.of(
                " 😀😀 ",
                " @someone ",
                " https://example.org/a?b=c ",
                " #tag ",
                " 2026 ",
                " hahaha ",
                "!!!! ",
                " RT ",
                "\n",
                " :) ");
        var texts = new ArrayList<String>();
        while (texts.size() < count) {
            String one = sentences.get(random.nextInt(sentences.size()));
            String other = sentences.get(random.nextInt(sentences.size()));
            int cut = random.nextInt(one.length() + 1);
            texts.add(one.substring(0, cut)
                    + noise.get(random.nextInt(noise.size()))
                    + (random.nextBoolean() ? other : one.toUpperCase()));
        }
        return texts;
    }

    private static final Map<String, String> SENTENCES = Map.ofEntries(
            Map.entry("Could you tell me when the next train leaves?", "en"),
            Map.entry("Wir sehen uns morgen nach der Arbeit im Park.", "de"),
            Map.entry("Je ne sais pas encore si je viendrai ce soir.", "fr"),
            Map.entry("Mañana vamos a la playa con los niños y el perro.", "es"),
            Map.entry("Domani andiamo al mare con gli amici di sempre.", "it"),
            Map.entry("Não sei se consigo chegar a tempo para o jantar.", "pt"),
            Map.entry("Nie wiem jeszcze, czy jutro przyjdę na spotkanie.", "pl"),
            Map.entry("Nu știu încă dacă pot ajunge la timp diseară.", "ro"),
            Map.entry("Ik weet nog niet of ik vanavond op tijd kom.", "nl"),
            Map.entry("Jag vet inte om jag hinner till middagen ikväll.", "sv"),
            Map.entry("Jeg ved ikke, om jeg når hjem til aftensmaden i dag.", "da"),
            Map.entry("En tiedä vielä, ehdinkö tänään ajoissa kotiin.", "fi"),
            Map.entry("Ma ei tea veel, kas ma jõuan täna õhtul õigeks ajaks.", "et"),
            Map.entry("Nezinu, vai šovakar paspēšu laikus uz vakariņām.", "lv"),
            Map.entry("Dar nežinau, ar spėsiu šįvakar laiku grįžti namo.", "lt"),
            Map.entry("Nevím, jestli dnes večer stihnu přijít včas.", "cs"),
            Map.entry("Neviem, či dnes večer stihnem prísť načas, ľutujem.", "sk"),
            Map.entry("Ne vem še, če bom danes zvečer prišel pravočasno.", "sl"),
            Map.entry("Nisam siguran hoću li večeras stići kući na vrijeme.", "hr"),
            Map.entry("Nem tudom, hogy ma este időben hazaérek-e.", "hu"),
            Map.entry("Не знам дали ще успея да дойда навреме довечера.", "bg"),
            Map.entry("Δεν ξέρω αν θα προλάβω να έρθω απόψε.", "el"),
            Map.entry("Níl a fhios agam an mbeidh mé ann in am anocht.", "ga"),
            Map.entry("Ma nafx jekk hux se nasal fil-ħin illejla.", "mt"),
            Map.entry("Мы ещё не знаем, успеем ли вернуться домой к ужину, но очень постараемся.", "ru"),
            Map.entry("Я ще не знаю, чи встигну сьогодні ввечері прийти.", "uk"),
            Map.entry("Bu akşam zamanında gelip gelemeyeceğimi bilmiyorum.", "tr"),
            Map.entry("لا أعرف إن كنت سأصل في الوقت المناسب الليلة.", "ar"),
            Map.entry("मुझे नहीं पता कि मैं आज समय पर पहुँच पाऊँगा।", "hi"),
            Map.entry("今晩は間に合うかどうかまだ分かりません。", "ja"),
            Map.entry("오늘 저녁에 제시간에 갈 수 있을지 모르겠어요.", "ko"),
            Map.entry("我还不知道今晚能不能按时到家。", "zh"));

    @Test
    void knowsEveryDefaultLanguage() {
        SENTENCES.forEach((text, code) ->
                assertThat(identifier.identify(text).code()).as(text).isEqualTo(code));
        assertThat(SENTENCES.values()).containsExactlyInAnyOrderElementsOf(OpenNlpLanguageIdentifier.DEFAULT_LANGUAGES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ok",
                "lol",
                "😀😀😀",
                "12345 67890",
                "https://example.org/guten-tag",
                "@bonjour #ciao",
                "?!...",
                "\u0301\u0301"
            })
    void saysUnknownWhereThereAreTooFewLetters(String text) {
        assertThat(identifier.identify(text)).isEqualTo(LanguageGuess.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "de, 'https://example.com/where/is/the/station Wo ist denn hier der Bahnhof? @where_are_you'",
        "fr, '😀😀😀 2026 Merci beaucoup pour votre aide #thankyou'"
    })
    void linksNamesAndEmojiDoNotDecide(String code, String text) {
        assertThat(identifier.identify(text).code()).isEqualTo(code);
    }

    @Test
    void aVeryLongTextIsReadOnlyInItsBeginning() {
        String german = "Wir sehen uns morgen nach der Arbeit im Park. ".repeat(40);
        assertThat(identifier.identify(german + "x".repeat(60_000)))
                .isEqualTo(identifier.identify(german.substring(0, OpenNlpLanguageIdentifier.CONSIDERED_CHARACTERS)));
    }

    @Test
    void neverThrowsOnContent() {
        var random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            var text = new StringBuilder();
            for (int n = random.nextInt(60); n > 0; n--) text.append((char) random.nextInt(0x10000));
            assertThat(identifier.identify(text.toString()).confidence()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void refusesALanguageWithoutModelByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OpenNlpLanguageIdentifier.load(Set.of("en", "tlh")))
                .withMessageContaining("tlh");
    }
}
