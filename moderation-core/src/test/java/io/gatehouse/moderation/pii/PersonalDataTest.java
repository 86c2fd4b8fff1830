package io.gatehouse.moderation.pii;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.rule.PiiKind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers here are the published test numbers of their schemes. */
class PersonalDataTest {
    private static List<String> find(String text) {
        var found = new ArrayList<String>();
        int[] codePoints = text.codePoints().toArray();
        PersonalData.find(
                text,
                EnumSet.allOf(PiiKind.class),
                (kind, state, start, end) -> found.add(kind.wireName() + (state.isEmpty() ? "" : "." + state) + ":"
                        + new String(codePoints, start, end - start)));
        return found;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "write to jo.doe+x@example.org. now | email:jo.doe+x@example.org",
                "é😀 jo@mail.example.co.uk, ok | email:jo@mail.example.co.uk",
                "jo＠example.org | email:jo＠example.org",
                "pay DE89 3704 0044 0532 0130 00 now | iban:DE89 3704 0044 0532 0130 00",
                "FR1420041010050500013M02606 | iban:FR1420041010050500013M02606",
                "card 4111 1111 1111 1111 exp 12/30 | card:4111 1111 1111 1111",
                "5555-5555-5555-4444 | card:5555-5555-5555-4444",
                "378282246310005. | card:378282246310005",
                "ip 192.0.2.17, port 80 | ip:192.0.2.17",
                "2001:db8::1 | ip:2001:db8::1",
                "2001:db8:0:0:0:0:2:1 | ip:2001:db8:0:0:0:0:2:1",
                "call +49 30 901820 today | phone:+49 30 901820",
                "0033 1 42 68 53 00 | phone:0033 1 42 68 53 00",
                "01 42 68 53 00 | phone:01 42 68 53 00",
                "+353 1 679 0000 | phone:+353 1 679 0000",
                "(212) 555-2368? no, 212 736 5000 | phone:212 736 5000",
            })
    void findsPersonalData(String text, String expected) {
        assertThat(find(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no data here",
                "@someone and @someone.else",
                "a@b",
                "DE89 3704 0044 0532 0130 01",
                "4111 1111 1111 1112",
                "4111 1111 1111 1116",
                "version 1.2.3",
                "version 1.2.3.4.5",
                "256.1.1.1",
                "at 10:30:45",
                "std::vector and a::b",
                "order 1234567890",
                "2026-11-23 18:30",
                "1 000 000 000",
                "0.123456789",
                "$1,234,567.89",
            })
    void leavesOtherTextAlone(String text) {
        assertThat(find(text)).isEmpty();
    }

    @Test
    void looksOnlyForTheKindsAsked() {
        var found = new ArrayList<PiiKind>();
        PersonalData.find("jo@example.org 192.0.2.17", EnumSet.of(PiiKind.IP), (kind, _, _, _) -> found.add(kind));
        assertThat(found).containsExactly(PiiKind.IP);
    }
}
