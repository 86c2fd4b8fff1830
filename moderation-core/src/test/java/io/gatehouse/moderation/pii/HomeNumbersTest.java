package io.gatehouse.moderation.pii;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.rule.PiiKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Numbers here are the example numbers of libphonenumber's metadata, or differ from them in a digit. */
class HomeNumbersTest {
    private static List<String> find(String text, @Nullable String home) {
        var found = new ArrayList<String>();
        int[] codePoints = text.codePoints().toArray();
        PersonalData.find(
                text,
                EnumSet.of(PiiKind.PHONE),
                home,
                (_, _, start, end) -> found.add(new String(codePoints, start, end - start)));
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PL | 512 345 678 | 512 345 678",
                "PL | 512-345-678! | 512-345-678",
                "PL | 12 345 67 89 | 12 345 67 89",
                "ES | 612 34 56 78 | 612 34 56 78",
                "ES | mi niña 612 345 678 | 612 345 678",
                "PT | 912 345 678 | 912 345 678",
                "GR | 691 234 5678 | 691 234 5678",
                "GR | 691 2345678 | 691 2345678",
                "CZ | 601 123 456 | 601 123 456",
                "DK | 34 41 23 45 | 34 41 23 45",
                "NO | 40 61 23 45 | 40 61 23 45",
                "LV | 21 234 567 | 21 234 567",
                "IT | 312 3456789 | 312 3456789",
                "SE | 070-123 45 67 | 070-123 45 67",
                "RO | 0712034567 | 0712034567",
                "HU | 06 20 123 4567 | 06 20 123 4567",
                "BR | (11) 96123-4567 | (11) 96123-4567",
                "IN | ask for 81234 56789 | 81234 56789",
                "TR | telefon 501 2345678 | 501 2345678",
                "EE | tel 5123 4567 | 5123 4567",
            })
    void findsWhatPeopleOfTheCountryWrite(String home, String text, String expected) {
        assertThat(find(text, home)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "512 345 678",
                "12 345 67 89",
                "912 345 678",
                "34 41 23 45",
                "21 234 567",
                "312 3456789",
                "81234 56789",
                "(11) 96123-4567",
            })
    void guessesNothingWhereTheCountryIsUnknownOrAnother(String text) {
        assertThat(find(text, null)).isEmpty();
        assertThat(find(text, "IE")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PL | bare: 512345678",
                "PL | 512 345 67",
                "PL | zamówienie 512 345 678",
                "PL | 512 345 678 zł",
                "ES | 612 345 678 €",
                "ES | 612.345.678 personas",
                "PL | 512 345 000",
                "PL | NIP 512-345-67-89",
                "DK | 31 12 2025",
                "DK | 2025-12-31",
                "DK | 22 31 35 41",
                "DK | 65 44 32 21",
                "SE | 050101-1234",
                "ES | 93.184.216.34",
                "EE | 5123 4567",
                "IT | 123 4567890",
                "LV | 2019-2020",
                "PL | 512, 345, 678",
            })
    void leavesOtherNumbersAlone(String home, String text) {
        assertThat(find(text, home)).isEmpty();
    }

    @Test
    void takesTheCountryBeforeTheLanguageAndNothingFromEither() {
        assertThat(PersonalData.homeOf("PL", "cs")).isEqualTo("PL");
        assertThat(PersonalData.homeOf("ES-CN", "und")).isEqualTo("ES");
        assertThat(PersonalData.homeOf("ZZ", "pl")).isEqualTo("PL");
        assertThat(PersonalData.homeOf(null, "da")).isEqualTo("DK");
        assertThat(PersonalData.homeOf("ZZ", "en")).isNull();
        assertThat(PersonalData.homeOf(null, "sv")).as("Sweden's or Finland's").isNull();
        assertThat(PersonalData.homeOf("nowhere", "und")).isNull();
    }
}
