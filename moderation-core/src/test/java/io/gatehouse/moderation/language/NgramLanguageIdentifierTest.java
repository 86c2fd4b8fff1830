package io.gatehouse.moderation.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NgramLanguageIdentifierTest {
    private static NgramLanguageIdentifier identifier;

    @BeforeAll
    static void load() {
        identifier = NgramLanguageIdentifier.load();
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
            Map.entry("我还不知道今晚能不能按时到家。", "zh"),
            Map.entry("আমি জানি না আজ রাতে সময়মতো পৌঁছাতে পারব কিনা।", "bn"),
            Map.entry("Saya belum tahu apakah saya bisa datang tepat waktu malam ini.", "id"),
            Map.entry("مجھے نہیں معلوم کہ میں آج رات وقت پر پہنچ سکوں گا یا نہیں۔", "ur"));

    @Test
    void knowsEveryDefaultLanguage() {
        SENTENCES.forEach((text, code) ->
                assertThat(identifier.identify(text).code()).as(text).isEqualTo(code));
        assertThat(SENTENCES.values()).containsExactlyInAnyOrderElementsOf(NgramLanguageIdentifier.DEFAULT_LANGUAGES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ok",
                "lol lol",
                "hahahaha",
                "jajajaja xD",
                "😀😀😀",
                "12345 67890",
                "https://example.org/guten-tag",
                "www.bonjour.fr",
                "guten.tag@example.de",
                "@bonjour #ciao",
                "b4by gr8 m8s",
                "?!...",
                "\u0301\u0301"
            })
    void saysUnknownWhereNothingIsOfALanguage(String text) {
        assertThat(identifier.identify(text)).isEqualTo(LanguageGuess.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource({
        "de, 'https://example.com/where/is/the/station Wo ist denn hier der Bahnhof? @where_are_you'",
        "fr, '😀😀😀 2026 Merci beaucoup pour votre aide #thankyou'",
        "en, 'hahahaha jajaja this is so funny xD'",
        "sv, 'jag vill inteeeeee!!!!'",
        "it, 'ma dove sei??? 😂😂 ci vediamo dopo'",
        "pl, 'nie wiem o co chodzi https://t.co/abcdef'",
        "en, 'I think that we should ask Giovanni Rossi when they are coming to the dinner'",
        "ja, '漢字とかなの文です'",
        "el, 'τι λέτε ρε παιδιά ok'"
    })
    void linksNamesLaughterAndEmojiDoNotDecide(String code, String text) {
        assertThat(identifier.identify(text).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "is, Ég veit ekki hvort ég kemst heim í kvöld vegna veðurs",
        "sq, Nuk e di nëse do të arrij në kohë sonte në shtëpi",
        "cy, Dydw i ddim yn gwybod a fydda i yno mewn pryd heno",
        "eu, Ez dakit gaur gauean garaiz iritsiko naizen etxera",
        "tl, Hindi ko pa alam kung makakarating ako sa oras ngayong gabi",
        "vi, Tôi chưa biết tối nay có về nhà đúng giờ được không"
    })
    void aLanguageThatIsNoneOfThemIsUnknown(String language, String text) {
        assertThat(identifier.identify(text)).as(language).isEqualTo(LanguageGuess.UNKNOWN);
    }

    @Test
    void aVeryLongTextIsReadOnlyInItsBeginning() {
        String german = "Wir sehen uns morgen nach der Arbeit im Park. ".repeat(40);
        assertThat(identifier.identify(german + "x".repeat(60_000)))
                .isEqualTo(identifier.identify(german.substring(0, NgramLanguageIdentifier.CONSIDERED_CHARACTERS)));
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
    void aTableIsReadAsItWasWritten() throws IOException {
        var pieces = new TreeMap<String, int[]>(Map.of(
                "a", new int[] {1, 200},
                "ab", new int[] {0, 255},
                "abc", new int[] {3, 0},
                "ж", new int[] {7, 7},
                "^abc^", new int[] {0, 16}));
        var bytes = new ByteArrayOutputStream();
        LanguageTable.write(List.of("xx", "yy"), pieces, bytes);
        var read = LanguageTable.read(new ByteArrayInputStream(bytes.toByteArray()));
        assertThat(read.languages()).containsExactly("xx", "yy");
        for (var table : List.of(read, LanguageTable.of(List.of("xx", "yy"), pieces))) {
            var sums = new LanguageSums(2);
            // a, ab, abc, and the word; b, bc and c say nothing.
            assertThat(table.add("abc".toCharArray(), 0, 3, LanguageTable.ONCE, sums))
                    .isEqualTo(4);
            assertThat(sums.all()).containsExactly(1 + 3, 200 + 255 + 16);
        }
    }

    @Test
    void wordsAreThoseInWhichALanguageShows() {
        var words = MessageWords.of("Hey @you, l'Homme says Noooo to ex.com/a 1d1ot haha b", 100);
        var seen = new ArrayList<String>();
        for (int i = 0; i < words.count(); i++)
            seen.add(new String(words.chars(), words.start(i), words.end(i) - words.start(i))
                    + (words.maybeName(i) ? "!" : ""));
        assertThat(seen).containsExactly("hey", "l", "homme!", "says", "noo!", "to", "b");
    }
}
