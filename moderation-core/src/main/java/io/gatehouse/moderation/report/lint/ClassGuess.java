package io.gatehouse.moderation.report.lint;

import io.gatehouse.moderation.report.Applicability;
import io.gatehouse.moderation.report.ProviderClass;
import io.gatehouse.moderation.report.ReportTemplate;
import io.gatehouse.moderation.report.SheetTemplate;
import java.util.Map;

/** What a provider seems to be, from what its report tells: the least class whose rows hold every value there is. */
final class ClassGuess {
    private ClassGuess() {}

    static ProviderClass of(ReportTemplate template, Map<Integer, Grid> grids) {
        boolean recipients = tells(template, grids, 10, Applicability.VLOP_VLOSE);
        boolean people = tells(template, grids, 9, Applicability.VLOP) || tells(template, grids, 8, Applicability.VLOP);
        boolean notices = tells(template, grids, 4, Applicability.HOSTING);
        boolean platform = tells(template, grids, 7, Applicability.PLATFORM);
        if (people || recipients && (notices || platform)) return ProviderClass.VLOP;
        if (recipients) return ProviderClass.VLOSE;
        if (platform) return ProviderClass.ONLINE_PLATFORM;
        return notices ? ProviderClass.HOSTING : ProviderClass.INTERMEDIARY;
    }

    /** Whether the sheet has a value in a row that is for such providers only. */
    private static boolean tells(ReportTemplate template, Map<Integer, Grid> grids, int number, Applicability forWhom) {
        var grid = grids.get(number);
        if (grid == null) return false;
        var name = template.applicability().getOrDefault(forWhom, "");
        var value = grid.template().values().getFirst();
        return grid.rows().stream()
                .anyMatch(row -> Names.same(grid.key(row, SheetTemplate.APPLICABILITY), name)
                        && !grid.cell(row, value).isBlank());
    }
}
