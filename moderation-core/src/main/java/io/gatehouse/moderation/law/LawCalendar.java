package io.gatehouse.moderation.law;

import io.gatehouse.moderation.content.Surface;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which purposes may look at what, by surface, place and date. A public surface is open to all; on a private one a
 * purpose needs a row in force. Deny by default: an empty calendar permits nothing private. Immutable.
 */
public final class LawCalendar {
    /** The only reason so far why a purpose does not run. */
    public static final String NO_LEGAL_BASIS = "no_legal_basis";

    private final List<LegalBasis> rows;

    public LawCalendar(List<LegalBasis> rows) {
        this.rows = List.copyOf(rows);
    }

    /** In the order of the files. */
    public List<LegalBasis> rows() {
        return rows;
    }

    /**
     * @param where the codes that name the place where the author is at home: its own, and those of {@code EU} and
     *     {@code EEA} that it belongs to on that date
     * @param purposes those that any rule pursues; others are neither permitted nor skipped
     */
    public Permissions permissions(Surface surface, Set<String> where, LocalDate date, Set<Purpose> purposes) {
        if (!surface.isPrivate()) return new Permissions(purposes, List.of(), List.of());
        var permitted = EnumSet.noneOf(Purpose.class);
        var skipped = new ArrayList<SkippedPurpose>();
        var bases = new TreeSet<String>();
        for (Purpose purpose : Purpose.values()) {
            if (!purposes.contains(purpose)) continue;
            var inForce = rows.stream()
                    .filter(row -> row.purpose() == purpose && row.permits(surface, where, date))
                    .map(LegalBasis::id)
                    .toList();
            if (inForce.isEmpty()) {
                skipped.add(new SkippedPurpose(purpose, NO_LEGAL_BASIS));
            } else {
                permitted.add(purpose);
                bases.addAll(inForce);
            }
        }
        return new Permissions(permitted, skipped, List.copyOf(bases));
    }
}
