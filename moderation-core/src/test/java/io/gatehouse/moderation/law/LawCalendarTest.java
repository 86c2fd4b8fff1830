package io.gatehouse.moderation.law;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.content.Surface;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LawCalendarTest {
    private static final Set<Purpose> ALL = EnumSet.allOf(Purpose.class);
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    private static LegalBasis row(String id, LocalDate from, LocalDate to, boolean enabled) {
        return new LegalBasis(
                id,
                Purpose.CHILD_SAFETY,
                Set.of(Surface.DIRECT_MESSAGE),
                Set.of("EEA"),
                from,
                to,
                "a regulation",
                "a source",
                enabled,
                enabled);
    }

    @Test
    void permitsEveryPurposeOnAPublicSurfaceWithoutABasis() {
        var permissions = new LawCalendar(List.of()).permissions(Surface.COMMENT, Set.of("IE"), DAY, ALL);
        assertThat(permissions.permitted()).isEqualTo(ALL);
        assertThat(permissions.skipped()).isEmpty();
    }

    @Test
    void whatLooksBesideTheRulesIsPermittedAndSkippedByItsOwnPurposes() {
        var calendar = new LawCalendar(List.of(row("here", null, null, true)));
        var where = Set.of("EEA");
        var rules = calendar.permissions(Surface.DIRECT_MESSAGE, where, DAY, Set.of(Purpose.TERMS));
        var banks = calendar.permissions(
                Surface.DIRECT_MESSAGE, where, DAY, Set.of(Purpose.CHILD_SAFETY, Purpose.SECURITY_AND_SPAM));
        var both = rules.and(banks);
        assertThat(both.permitted()).containsExactly(Purpose.CHILD_SAFETY);
        assertThat(both.bases()).containsExactly("here");
        assertThat(both.skipped())
                .extracting(SkippedPurpose::purpose)
                .containsExactly(Purpose.SECURITY_AND_SPAM, Purpose.TERMS);
    }

    @Test
    void permitsNothingPrivateWithoutARowAndSaysSoForEachPurpose() {
        var permissions = new LawCalendar(List.of()).permissions(Surface.GROUP, Set.of("IE", "EU", "EEA"), DAY, ALL);
        assertThat(permissions.permitted()).isEmpty();
        assertThat(permissions.skipped())
                .extracting(SkippedPurpose::purpose, SkippedPurpose::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Purpose.SECURITY_AND_SPAM, "no_legal_basis"),
                        org.assertj.core.groups.Tuple.tuple(Purpose.TERMS, "no_legal_basis"),
                        org.assertj.core.groups.Tuple.tuple(Purpose.ILLEGAL_CONTENT, "no_legal_basis"),
                        org.assertj.core.groups.Tuple.tuple(Purpose.CHILD_SAFETY, "no_legal_basis"));
    }

    @Test
    void permitsOnlyThePurposeSurfacePlaceAndDatesOfARow() {
        var first = LocalDate.of(2026, 7, 31);
        var last = LocalDate.of(2028, 4, 3);
        var calendar = new LawCalendar(List.of(row("derogation-2026", first, last, true)));
        var where = Set.of("IE", "EU", "EEA");
        for (LocalDate inside : List.of(first, DAY, last)) {
            var permissions = calendar.permissions(Surface.DIRECT_MESSAGE, where, inside, ALL);
            assertThat(permissions.permitted()).containsExactly(Purpose.CHILD_SAFETY);
            assertThat(permissions.bases()).containsExactly("derogation-2026");
        }
        for (LocalDate outside : List.of(first.minusDays(1), last.plusDays(1)))
            assertThat(calendar.permissions(Surface.DIRECT_MESSAGE, where, outside, ALL)
                            .permitted())
                    .isEmpty();
        assertThat(calendar.permissions(Surface.GROUP, where, DAY, ALL).permitted())
                .isEmpty();
        assertThat(calendar.permissions(Surface.DIRECT_MESSAGE, Set.of("US"), DAY, ALL)
                        .permitted())
                .isEmpty();
    }

    @Test
    void ignoresARowThatIsNotEnabled() {
        var calendar = new LawCalendar(List.of(row("unconfirmed", null, null, false)));
        assertThat(calendar.permissions(Surface.DIRECT_MESSAGE, Set.of("EEA"), DAY, ALL)
                        .permitted())
                .isEmpty();
    }
}
