package io.gatehouse.jobs.report;

import io.gatehouse.moderation.report.Reported;
import java.util.List;

/**
 * What the registers say on the last day of a period: who moderates, and who is reached. Rows of the registers, not of records.
 */
public record People(
        List<Reported.Moderator> moderators, List<Reported.Staff> staff, List<Reported.Recipients> recipients) {
    public static final People NOBODY = new People(List.of(), List.of(), List.of());

    public People {
        moderators = List.copyOf(moderators);
        staff = List.copyOf(staff);
        recipients = List.copyOf(recipients);
    }

    /** Totals need every moderator once: the register's own count of all, or else its people. */
    boolean isCounted() {
        return staff.stream().anyMatch(row -> row.language().isEmpty());
    }

    boolean hasModerators() {
        return isCounted() || !moderators.isEmpty();
    }

    List<? extends Reported> whoModerates() {
        return isCounted() ? staff : moderators;
    }
}
