package io.gatehouse.moderation.training;

import io.gatehouse.moderation.training.TrainingTextsException.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** Reads {@code lexicons/LANG.tsv}. */
final class LexiconReader {
    private LexiconReader() {}

    static List<LexiconEntry> read(Path file, List<Fault> faults) {
        var tsv = TsvFile.read(file, faults);
        var entries = new ArrayList<LexiconEntry>();
        if (!tsv.hasHeader("concept", "word", "english")) return entries;
        var seen = new HashSet<List<String>>();
        for (var row : tsv.rows()) {
            String word = row.cells().get(1);
            String english = row.cells().get(2);
            var concept = Concept.ofWireName(row.cells().getFirst());
            if (concept.isEmpty())
                tsv.fault(row.line(), "unknown concept " + row.cells().getFirst());
            else if (word.isEmpty() || english.isEmpty()) tsv.fault(row.line(), "word or gloss is missing");
            else if (!seen.add(row.cells().subList(0, 2))) tsv.fault(row.line(), "stands twice under its concept");
            else entries.add(new LexiconEntry(concept.get(), word, english));
        }
        return List.copyOf(entries);
    }
}
