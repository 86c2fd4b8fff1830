package io.gatehouse.moderation.training;

import io.gatehouse.moderation.training.TrainingTextsException.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code fillers/LANG.tsv}: a slot, and its forms. */
final class FillerReader {
    private FillerReader() {}

    static Fillers read(Path file, List<Fault> faults) {
        var tsv = TsvFile.read(file, faults);
        var header = tsv.header();
        if (header.isEmpty()) return new Fillers(List.of(), Map.of());
        if (header.size() < 2 || !header.getFirst().equals("slot") || new HashSet<>(header).size() < header.size())
            tsv.fault(1, "the header must be slot and distinct forms: " + header);
        var rows = new TreeMap<String, List<List<String>>>();
        for (var row : tsv.rows()) {
            String slot = row.cells().getFirst();
            var forms = row.cells().subList(1, row.cells().size());
            if (slot.isEmpty()) tsv.fault(row.line(), "has no slot");
            else if (forms.stream().allMatch(String::isEmpty)) tsv.fault(row.line(), "has no form");
            else if (forms.stream().anyMatch(form -> form.contains("{") || form.contains("}")))
                tsv.fault(row.line(), "a filler holds a brace");
            else rows.computeIfAbsent(slot, _ -> new ArrayList<>()).add(forms);
        }
        return new Fillers(header.subList(1, header.size()), rows);
    }
}
