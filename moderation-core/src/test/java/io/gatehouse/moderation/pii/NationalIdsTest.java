package io.gatehouse.moderation.pii;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.Seeds;
import io.gatehouse.moderation.rule.PiiKind;
import io.gatehouse.moderation.text.RandomText;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Specimens that states and the python-stdnum project publish, or made by the algorithm for nobody. */
class NationalIdsTest {
    private static List<String> find(String text) {
        var found = new ArrayList<String>();
        int[] codePoints = text.codePoints().toArray();
        PersonalData.find(
                text,
                EnumSet.of(PiiKind.NATIONAL_ID),
                (_, state, start, end) -> found.add(state + ":" + new String(codePoints, start, end - start)));
        return found;
    }

    @ParameterizedTest
    @CsvSource({
        "fr, 2 95 10 99 126 111 93",
        "be, 85.07.30-033 28",
        "it, RCCMNL83S18D969H",
        "es, X-2482300-W",
        "fi, 131052-308T",
        "fi, 010100A9503",
        "lu, 1893120105732",
        "si, 0101006500006",
    })
    void whatStandsAlone(String state, String id) {
        assertThat(find("x " + id + " y")).containsExactly(state + ":" + id);
        assertThat(find(wrong(id))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "be, rijksregisternummer, 85.47.30-033 17",
        "es, DNI, 54362315K",
        "de, Steuer-ID:, 36 574 261 809",
        "pt, NIF, 501964843",
        "nl, burgerservicenummer, 111222333",
        "pl, PESEL, 44051401359",
        "se, personnummer, 880320-0016",
        "se, personnummer, 19880320-0016",
        "dk, CPR-nummer, 211062-5629",
        "ee, isikukood, 36805280109",
        "lt, asmens kodas, 33309240064",
        "lv, personas kods, 161175-19997",
        "cz, rodné číslo, 710319/2745",
        "hu, adóazonosító jel, 8071592153",
        "hu, TAJ szám, 111 111 110",
        "ro, CNP, 1630615123457",
        "bg, ЕГН, 7523169263",
        "hr, OIB, 33392005961",
        "gr, ΑΜΚΑ, 01013099997",
        "gr, ΑΦΜ, 094259216",
        "cy, TIC, 10259033P",
        "mt, karta tal-identità, 1234567M",
        "ie, PPS number, 6433435F",
        "ie, PPSN, 6433435OA",
        "at, SVNR, 1237 010180",
    })
    void whatNeedsAWordBesideIt(String state, String word, String id) {
        assertThat(find(word + " " + id)).contains(state + ":" + id);
        assertThat(find("my " + word + " is, as you know, " + id + ".")).contains(state + ":" + id);
        assertThat(find("order " + id)).isEmpty();
        boolean hasCheckDigit = !Set.of("dk", "mt").contains(state);
        if (hasCheckDigit) assertThat(find(word + " " + wrong(id))).isEmpty();
    }

    /** Its last digit or letter replaced by the next. */
    private static String wrong(String id) {
        char last = id.charAt(id.length() - 1);
        // Some schemes let one other character through now and then, none lets its neighbour.
        char next = last == '9' ? '0' : last == 'Z' ? 'A' : (char) (last + 1);
        return id.substring(0, id.length() - 1) + next;
    }

    @Test
    void knowsAllStatesOfTheUnion() {
        assertThat(PersonalData.states()).hasSize(27);
    }

    @Test
    void aWordThatAllUnderstandServesAnyState() {
        assertThat(find("his national identity number is 44051401359")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "order 12345678901", "at 1763912345678 ms", "2026-11-23 18:30:15", "call +49 30 901820",
                        "4111 1111 1111 1111", "3.14159265358979",
                "ISBN 978-3-16-148410-0", "0x1234567890abcdef", "tracking 1Z999AA10123456784", "19880320 0016 7",
                        "1234567890123456789012", "v2.10.3-4567890",
                "PESEL 44051401359123", "DHL 00340434161094021501"
            })
    void leavesOtherNumbersAlone(String text) {
        assertThat(find(text)).isEmpty();
    }

    @Test
    void fewNumbersStandAloneByChance() {
        int[] found = new int[1];
        Seeds.forAll(50_000, random -> {
            var digits = new StringBuilder();
            for (int i = 9 + random.nextInt(8); i > 0; i--) digits.append((char) ('0' + random.nextInt(10)));
            found[0] += find("order " + digits).size();
        });
        assertThat(found[0]).isLessThan(50);
        System.out.println("of 50,000 random numbers of 9 to 16 digits taken for a national identifier: " + found[0]);
    }

    @Test
    void neverThrows() {
        Seeds.forAll(
                3_000,
                random -> find(
                        RandomText.next(random, 12) + "12" + random.nextLong() + "A" + RandomText.next(random, 12)));
    }
}
