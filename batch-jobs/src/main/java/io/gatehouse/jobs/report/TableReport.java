package io.gatehouse.jobs.report;

import io.gatehouse.jobs.report.table.FigureTable;
import io.gatehouse.residency.region.RegionId;
import java.util.List;
import java.util.Set;

/** A report that is made of tables, anew whenever somebody asks. Thread-safe. */
public interface TableReport {
    /** Small letters and -; used in paths and on the command line. */
    String name();

    String title();

    /** What asks for it: law and article. */
    String source();

    /** What is not counted, what must be added by hand. */
    List<String> notes();

    List<FigureTable> tables(Wanted wanted);

    /** Ids of those that hide small counts of people: they are told of whole quarters only. */
    default Set<String> tablesOfPeople() {
        return Set.of();
    }

    /**
     * What somebody wants to know.
     *
     * @param regions whose records are counted, each served here
     */
    record Wanted(Span span, List<RegionId> regions) {
        public Wanted {
            regions = List.copyOf(regions);
        }
    }
}
