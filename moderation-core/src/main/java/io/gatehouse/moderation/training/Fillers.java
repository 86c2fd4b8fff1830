package io.gatehouse.moderation.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** What may stand in the slots of one language's templates. Immutable. */
public final class Fillers {
    private final List<String> forms;
    private final Map<String, List<List<String>>> rows;

    Fillers(List<String> forms, Map<String, List<List<String>>> rows) {
        this.forms = List.copyOf(forms);
        var copy = new TreeMap<String, List<List<String>>>();
        rows.forEach((slot, of) -> copy.put(slot, of.stream().map(List::copyOf).toList()));
        this.rows = Collections.unmodifiableMap(copy);
    }

    boolean hasForm(String form) {
        return forms.contains(form);
    }

    /** In the order of the file; empty where no row has that form, or there is no such slot. */
    public List<String> of(String slot, String form) {
        int column = forms.indexOf(form);
        if (column < 0) return List.of();
        return rows.getOrDefault(slot, List.of()).stream()
                .map(row -> row.get(column))
                .filter(cell -> !cell.isEmpty())
                .toList();
    }

    /** Whatever may stand in a slot, in every form; in the order of the file. */
    public List<String> all(String slot) {
        return rows.getOrDefault(slot, List.of()).stream()
                .flatMap(List::stream)
                .filter(cell -> !cell.isEmpty())
                .toList();
    }

    /**
     * The sentences of a template: each with other fillers, always the same for the same seed. A slot that stands twice is the
     * same person, group or thing both times.
     *
     * @param most of them; a template without slots gives one
     */
    public List<String> expand(Template template, int most, long seed) {
        if (template.slots().isEmpty()) return List.of(template.text());
        var order =
                new Random((31 * (31 * seed + template.language().hashCode()) + template.line()) * 0x9E3779B97F4A7C15L);
        var chosen = new LinkedHashMap<String, List<List<String>>>();
        int count = 0;
        for (var slot : template.slots()) {
            if (chosen.containsKey(slot.name())) continue;
            var fitting = new ArrayList<>(fitting(template, slot.name()));
            Collections.shuffle(fitting, order);
            chosen.put(slot.name(), fitting);
            count = Math.max(count, fitting.size());
        }
        var sentences = new ArrayList<String>();
        for (int i = 0; i < Math.min(most, count); i++) {
            var sentence = new StringBuilder();
            int at = 0;
            for (var slot : template.slots()) {
                var fitting = chosen.getOrDefault(slot.name(), List.of());
                sentence.append(template.text(), at, slot.start())
                        .append(fitting.get(i % fitting.size()).get(forms.indexOf(slot.form())));
                at = slot.end();
            }
            sentences.add(sentence.append(template.text().substring(at)).toString());
        }
        return sentences;
    }

    /**
     * The sentence of a template once for each filler of one slot, all else the same; keyed by the filler's first form. Empty when
     * the template has no such slot.
     */
    public SortedMap<String, String> swaps(Template template, String slot) {
        var swaps = new TreeMap<String, String>();
        if (template.slots().stream().noneMatch(s -> s.name().equals(slot))) return swaps;
        for (var row : fitting(template, slot)) {
            var only = new TreeMap<>(rows);
            only.put(slot, List.of(row));
            String name =
                    row.stream().filter(form -> !form.isEmpty()).findFirst().orElse("");
            swaps.put(name, new Fillers(forms, only).expand(template, 1, 0).getFirst());
        }
        return swaps;
    }

    /** The rows of a slot that have every form that the template wants of it. */
    List<List<String>> fitting(Template template, String name) {
        var columns = template.slots().stream()
                .filter(slot -> slot.name().equals(name))
                .map(slot -> forms.indexOf(slot.form()))
                .toList();
        return rows.getOrDefault(name, List.of()).stream()
                .filter(row -> columns.stream()
                        .allMatch(column -> column >= 0 && !row.get(column).isEmpty()))
                .toList();
    }
}
