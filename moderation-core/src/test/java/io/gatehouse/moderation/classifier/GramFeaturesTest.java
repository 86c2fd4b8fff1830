package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GramFeaturesTest {
    private static int[] shared(String text) {
        var features = GramFeatures.of(text, 20, Family.ENGLISH.salt());
        return Arrays.copyOf(features.shared(), features.sharedCount());
    }

    private static int[] family(String text, Family family) {
        var features = GramFeatures.of(text, 20, family.salt());
        return Arrays.copyOf(features.family(), features.familyCount());
    }

    @ParameterizedTest
    @CsvSource({
        "Stupid, stupid",
        "stüpíd, stupid",
        "stuuuuupid, stuupid",
        "5tup1d, stupid",
        "stup$d, stupsd",
        "ѕtuріd, stupid",
        "ｓｔｕｐｉｄ, stupid",
        "st\u200Bupid, stupid",
        "stu*pid, stupid",
        "𝓼𝓽𝓾𝓹𝓲𝓭, stupid",
        "don't, dont",
        "łódź, lodz",
        "a 1234 b, a 9876 b",
        "see https://a.example/x y, see www.b.example y",
        "hi @somebody there, hi there",
        "see #GoHomeNow now, see #Go Home Now now",
        "GoHomeNow, gohomenow"
    })
    void isReadAs(String written, String read) {
        assertThat(shared(written)).isEqualTo(shared(read));
        assertThat(family(written, Family.ROMANCE)).isEqualTo(family(read, Family.ROMANCE));
    }

    @Test
    void shoutingAndTheLengthOfANumberAreToldBesides() {
        int[] plain = shared("stupid");
        assertThat(shared("STUPID")).contains(plain).hasSize(plain.length + 1);
        assertThat(shared("WORLD"))
                .contains(Arrays.stream(shared("STUPID"))
                        .filter(row -> Arrays.stream(plain).noneMatch(other -> other == row))
                        .toArray());
        // An abbreviation, and a word that only begins so.
        for (String word : List.of("USA", "Stupid", "STUPid"))
            assertThat(shared(word)).isEqualTo(shared(word.toLowerCase(Locale.ROOT)));
        assertThat(shared("call 08001234567")).hasSameSizeAs(shared("call 4")).isNotEqualTo(shared("call 4"));
        // Digits among letters are letters in disguise.
        assertThat(shared("5tup1d")).isEqualTo(plain);
    }

    @Test
    void lettersSetApartAreAWordBesides() {
        assertThat(shared("you i d i o t")).contains(shared("idiot"));
        assertThat(shared("i.d.i.o.t")).contains(shared("idiot"));
        // So many are nothing else besides; fewer may be what is written instead of words.
        assertThat(shared("you i d i o t")).isEqualTo(shared("you idiot"));
        assertThat(family("you i.d.i.o.t !", Family.ROMANCE)).isEqualTo(family("you idiot !", Family.ROMANCE));
        assertThat(shared("u r a fool")).contains(shared("u")).contains(shared("ura"));
        // Two letters that stand alone are no word set apart.
        assertThat(shared("a b")).doesNotContain(shared("ab"));
    }

    @Test
    void familiesDoNotShareWhatTheirLanguagesShare() {
        var slavic = family("slovo", Family.SLAVIC);
        assertThat(family("slovo", Family.BALTIC)).hasSameSizeAs(slavic).doesNotContain(slavic);
        assertThat(GramFeatures.of("slovo", 20, 0).familyCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\uD800", "a", "!!!!!!!!", "\uDC00\uD83C", "🇩🇪", "𐌰𐌱"})
    void oddTextsAreReadToo(String text) {
        var features = GramFeatures.of(text, 12, Family.GREEK.salt());
        for (int i = 0; i < features.sharedCount(); i++)
            assertThat(features.shared()[i]).isBetween(0, 4095);
        for (int i = 0; i < features.familyCount(); i++)
            assertThat(features.family()[i]).isBetween(0, 4095);
    }

    @Test
    void longTextsTakeTimeInProportion() {
        assertThat(GramFeatures.of("x".repeat(100_000), 12, 1).sharedCount()).isLessThan(100);
        assertThat(GramFeatures.of("ab ".repeat(10_000), 12, 1).sharedCount()).isBetween(20_000, 40_000);
    }

    @Test
    void everyOfficialLanguageHasAFamily() {
        assertThat(Family.allLanguages())
                .containsExactly(
                        "bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it", "lt", "lv",
                        "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv");
    }
}
