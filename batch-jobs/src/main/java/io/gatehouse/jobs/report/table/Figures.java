package io.gatehouse.jobs.report.table;

import java.time.Instant;
import java.util.List;

/**
 * A report: tables, and what a reader must know before.
 *
 * @param source what asks for it: law and article
 * @param about its span, in words
 * @param notes what is not counted, what must be added by hand
 */
public record Figures(
        String name,
        String title,
        String source,
        String about,
        Instant madeAt,
        List<String> notes,
        List<FigureTable> tables) {
    public Figures {
        notes = List.copyOf(notes);
        tables = List.copyOf(tables);
        if (tables.stream().map(FigureTable::id).distinct().count() != tables.size())
            throw new IllegalArgumentException("two tables of " + name + " have one id");
    }
}
