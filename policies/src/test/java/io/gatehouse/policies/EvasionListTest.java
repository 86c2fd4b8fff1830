package io.gatehouse.policies;

import static java.util.stream.Collectors.partitioningBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.policies.ScreeningRow.Half;
import io.gatehouse.policies.TextScreening.Language;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The shipped text rules against our own list of evasions and innocent messages, on the half that nothing was tuned on.
 * Only rates are printed: to see the missed rows of the other half, run {@code EvasionMisses}.
 */
class EvasionListTest {
    // What is asked of our own list; of the others what holds is asked, and the same is aimed at.
    private static final double LEAST_CAUGHT = 0.95;
    private static final double MOST_INNOCENTS_FLAGGED = 0.02;

    /** Of the second list, which is all of the hardest disguises and the likeliest mistakes: where we are, not where to go. */
    private static final double LEAST_CAUGHT_OF_SECOND = 0.88;

    private static final double MOST_SECOND_INNOCENTS_FLAGGED = 0.05;

    /** Of the third list, by somebody who had seen nothing of ours; 51.8 % of it were caught before anything was tuned on it. */
    private static final double LEAST_CAUGHT_OF_THIRD = 0.80;

    private static final double MOST_THIRD_INNOCENTS_FLAGGED = 0.02;

    /** Of the fourth list, on which nothing is tuned: 78.8 % and 7.1 % when it was written. */
    private static final double LEAST_CAUGHT_OF_FOURTH = 0.78;

    private static final double MOST_FOURTH_INNOCENTS_FLAGGED = 0.065;

    private static final TextScreening SCREENING = new TextScreening(ShippedPolicies.load());
    private static final List<ScreeningRow> EVASIONS = ScreeningRow.evasions();
    private static final List<ScreeningRow> INNOCENTS = ScreeningRow.innocents();

    @ParameterizedTest
    @EnumSource(Language.class)
    void catchesDisguisedWords(Language known) {
        assertThat(rate("caught", EVASIONS, known)).isGreaterThanOrEqualTo(LEAST_CAUGHT);
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void leavesInnocentMessagesAlone(Language known) {
        assertThat(rate("innocents flagged", INNOCENTS, known)).isLessThanOrEqualTo(MOST_INNOCENTS_FLAGGED);
    }

    @Test
    void catchesDisguisesOfTheSecondList() {
        assertThat(rate("second list caught", ScreeningRow.secondEvasions(), Language.UNKNOWN))
                .isGreaterThanOrEqualTo(LEAST_CAUGHT_OF_SECOND);
    }

    @Test
    void leavesInnocentMessagesOfTheSecondListAlone() {
        assertThat(rate("second innocents flagged", ScreeningRow.secondInnocents(), Language.UNKNOWN))
                .isLessThanOrEqualTo(MOST_SECOND_INNOCENTS_FLAGGED);
    }

    @Test
    void catchesDisguisesOfTheThirdList() {
        assertThat(rate("third list caught", ScreeningRow.thirdEvasions(), Language.UNKNOWN))
                .isGreaterThanOrEqualTo(LEAST_CAUGHT_OF_THIRD);
    }

    @Test
    void leavesInnocentMessagesOfTheThirdListAlone() {
        assertThat(rate("third innocents flagged", ScreeningRow.thirdInnocents(), Language.UNKNOWN))
                .isLessThanOrEqualTo(MOST_THIRD_INNOCENTS_FLAGGED);
    }

    @Test
    void catchesDisguisesOfTheFourthList() {
        assertThat(rate("fourth list caught", ScreeningRow.fourthEvasions(), Language.UNKNOWN))
                .isGreaterThanOrEqualTo(LEAST_CAUGHT_OF_FOURTH);
    }

    @Test
    void leavesInnocentMessagesOfTheFourthListAlone() {
        assertThat(rate("fourth innocents flagged", ScreeningRow.fourthInnocents(), Language.UNKNOWN))
                .isLessThanOrEqualTo(MOST_FOURTH_INNOCENTS_FLAGGED);
    }

    @Test
    void everyTechniqueIsInBothHalves() {
        for (Half half : Half.values()) {
            var rows = EVASIONS.stream().filter(row -> row.half() == half).toList();
            assertThat(rows).hasSizeGreaterThanOrEqualTo(300);
            assertThat(INNOCENTS.stream().filter(row -> row.half() == half)).hasSizeGreaterThanOrEqualTo(300);
            assertThat(rows.stream().map(ScreeningRow::group).distinct()).hasSizeGreaterThanOrEqualTo(24);
            assertThat(rows.stream().map(ScreeningRow::language).distinct()).hasSizeGreaterThanOrEqualTo(9);
        }
    }

    /** Prints both halves' rates, and gives that of the held-out one. */
    private static double rate(String what, List<ScreeningRow> rows, Language known) {
        var halves = rows.stream().collect(partitioningBy(row -> row.half() == Half.HELD_OUT, toList()));
        double heldOut = share(halves.get(true), known);
        System.out.printf(
                Locale.ROOT,
                "%n%s, language %s: held out %.1f %% of %d, tuned on %.1f %% of %d%n",
                what,
                known.name().toLowerCase(Locale.ROOT),
                100 * heldOut,
                halves.get(true).size(),
                100 * share(halves.get(false), known),
                halves.get(false).size());
        print(halves, known, ScreeningRow::group);
        print(halves, known, ScreeningRow::language);
        return heldOut;
    }

    private static void print(
            java.util.Map<Boolean, List<ScreeningRow>> halves, Language known, Function<ScreeningRow, String> by) {
        var groups = new TreeMap<String, String>();
        halves.values().stream().flatMap(List::stream).map(by).forEach(group -> groups.put(group, ""));
        groups.replaceAll((group, _) -> "%s | %s"
                .formatted(cell(halves.get(true), known, by, group), cell(halves.get(false), known, by, group)));
        groups.forEach((group, cells) -> System.out.printf("  %-36s %s%n", group, cells));
    }

    private static String cell(
            List<ScreeningRow> rows, Language known, Function<ScreeningRow, String> by, String group) {
        var some = rows.stream().filter(row -> by.apply(row).equals(group)).toList();
        long flagged = some.stream().filter(row -> SCREENING.flags(row, known)).count();
        return "%3d of %3d".formatted(flagged, some.size());
    }

    private static double share(List<ScreeningRow> rows, Language known) {
        long flagged = rows.stream().filter(row -> SCREENING.flags(row, known)).count();
        return flagged / (double) Math.max(1, rows.size());
    }
}
