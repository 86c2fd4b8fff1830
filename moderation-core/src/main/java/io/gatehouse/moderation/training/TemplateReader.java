package io.gatehouse.moderation.training;

import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.training.TrainingTextsException.Fault;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code templates/LANG.tsv} against the language's fillers. */
final class TemplateReader {
    private static final Pattern SLOT = Pattern.compile("\\{([a-z]+)\\.([a-z]+)}|\\{([a-z]+)}");
    private static final Pattern BRACE = Pattern.compile("[{}]");

    /** The column that a slot without a form means. */
    private static final String PLAIN_FORM = "nom";

    /** A chat message, not a chapter. */
    private static final int LONGEST = 600;

    private final TsvFile tsv;
    private final String language;
    private final Fillers fillers;
    private final Map<String, Integer> lineOfText = new HashMap<>();

    private TemplateReader(TsvFile tsv, String language, Fillers fillers) {
        this.tsv = tsv;
        this.language = language;
        this.fillers = fillers;
    }

    static List<Template> read(Path file, String language, Fillers fillers, List<Fault> faults) {
        var tsv = TsvFile.read(file, faults);
        if (!tsv.hasHeader("label", "kind", "text")) return List.of();
        var reader = new TemplateReader(tsv, language, fillers);
        var templates = new ArrayList<Template>();
        for (var row : tsv.rows()) reader.template(row).ifPresent(templates::add);
        return TrainingTexts.placed(templates);
    }

    private Optional<Template> template(TsvFile.Row row) {
        int before = faults();
        String label = row.cells().get(0);
        String kind = row.cells().get(1);
        String text = row.cells().get(2);
        var harm = Category.ofWireName(label);
        if (harm.isEmpty() && !label.equals(Template.INNOCENT)) tsv.fault(row.line(), "unknown label " + label);
        if (harm.equals(Optional.of(Category.SEXUAL_MINORS)))
            tsv.fault(row.line(), "nothing is written for " + label + ", by rule");
        if (kind.isEmpty()) tsv.fault(row.line(), "has no kind");
        if (text.isEmpty()) tsv.fault(row.line(), "has no text");
        if (text.length() > LONGEST) tsv.fault(row.line(), "is longer than " + LONGEST + " characters");
        var twin = lineOfText.putIfAbsent(text, row.line());
        if (twin != null) tsv.fault(row.line(), "is the sentence of line " + twin + " again");
        var slots = slots(row.line(), text);
        // No filler may bring a minor into such a sentence.
        if (harm.equals(Optional.of(Category.SEXUAL)) && !slots.isEmpty())
            tsv.fault(row.line(), "a sexual sentence must have no slots");
        var template = new Template(language, row.line(), harm, kind, text, slots, 0);
        for (var slot : slots) check(template, slot);
        return faults() > before ? Optional.empty() : Optional.of(template);
    }

    private int faults() {
        return tsv.faultCount();
    }

    private List<Template.Slot> slots(int line, String text) {
        var slots = new ArrayList<Template.Slot>();
        var match = SLOT.matcher(text);
        while (match.find()) {
            boolean plain = match.group(1) == null;
            slots.add(new Template.Slot(
                    plain ? match.group(3) : match.group(1),
                    plain ? PLAIN_FORM : match.group(2),
                    match.start(),
                    match.end()));
        }
        if (BRACE.matcher(SLOT.matcher(text).replaceAll("")).find()) tsv.fault(line, "has a brace that opens no slot");
        return slots;
    }

    private void check(Template template, Template.Slot slot) {
        if (!fillers.hasForm(slot.form())) tsv.fault(template.line(), "no filler has the form " + slot.form());
        else if (fillers.of(slot.name(), slot.form()).isEmpty())
            tsv.fault(template.line(), "no filler for {" + slot.name() + "." + slot.form() + "}");
        else if (fillers.fitting(template, slot.name()).isEmpty())
            tsv.fault(template.line(), "no filler of " + slot.name() + " has all forms that it wants");
    }
}
