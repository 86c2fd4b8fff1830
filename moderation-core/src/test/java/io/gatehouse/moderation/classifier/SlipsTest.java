package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlipsTest {
    private static final String TEXT = "nobody wanted these wonderful strawberries yesterday evening, and why";

    @Test
    void mostWordsSlipBehindTheirFirstLetterAndShortOnesNever() {
        var before = List.of(TEXT.split(" "));
        int changed = 0;
        for (int seed = 0; seed < 100; seed++) {
            var after = List.of(Slips.in(TEXT, seed).split(" "));
            assertThat(after).hasSameSizeAs(before);
            for (int i = 0; i < before.size(); i++) {
                assertThat(after.get(i).charAt(0)).isEqualTo(before.get(i).charAt(0));
                assertThat(Math.abs(after.get(i).length() - before.get(i).length()))
                        .isLessThan(2);
                if (!after.get(i).equals(before.get(i))) changed++;
            }
            assertThat(after.getLast()).isEqualTo("why");
        }
        // Of 700 long words; a slip may fall on a pair of the same letter.
        assertThat(changed).isBetween(400, 560);
    }

    @Test
    void aTextSlipsAlwaysInTheSameWayAndTextsInManyWays() {
        assertThat(Slips.in(TEXT, 7)).isEqualTo(Slips.in(TEXT, 7));
        var ways = new HashSet<String>();
        for (int seed = 0; seed < 100; seed++) ways.add(Slips.in("strawberries", seed));
        assertThat(ways).hasSizeGreaterThan(15).anyMatch(way -> way.contains("*"));
    }

    @Test
    void lettersOfLongerWordsAreSetApartByOneSignThroughoutAText() {
        var ways = new HashSet<String>();
        for (int i = 0; i < 20; i++) ways.add(Slips.apart("fresh tea " + i));
        assertThat(ways)
                .anyMatch(way -> way.startsWith("f.r.e.s.h tea"))
                .anyMatch(way -> way.startsWith("f r e s h tea"))
                .allMatch(way -> way.startsWith("f r e s h tea") || way.startsWith("f.r.e.s.h tea"));
    }
}
