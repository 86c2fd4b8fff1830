package io.gatehouse.moderation.training;

import io.gatehouse.moderation.training.TrainingTextsException.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All templates, fillers and lexicons of a directory ({@code policies/training}), by language. Immutable. What its files hold is
 * said in the README beside them.
 */
public final class TrainingTexts {
    static final String TEMPLATES = "templates";
    static final String FILLERS = "fillers";
    static final String LEXICONS = "lexicons";
    private static final String ENDING = ".tsv";

    private final SortedMap<String, OfLanguage> byLanguage;
    private final List<Path> files;

    private record OfLanguage(List<Template> templates, Fillers fillers, List<LexiconEntry> lexicon) {}

    private TrainingTexts(SortedMap<String, OfLanguage> byLanguage, List<Path> files) {
        this.byLanguage = Collections.unmodifiableSortedMap(byLanguage);
        this.files = List.copyOf(files);
    }

    /** @throws TrainingTextsException naming every fault with file and line, all files read */
    public static TrainingTexts read(Path directory) {
        var faults = new ArrayList<Fault>();
        var byLanguage = new TreeMap<String, OfLanguage>();
        var files = new ArrayList<Path>();
        for (String language : languages(directory, faults)) {
            var fillersFile = file(directory, FILLERS, language);
            var templatesFile = file(directory, TEMPLATES, language);
            var lexiconFile = file(directory, LEXICONS, language);
            files.addAll(List.of(templatesFile, fillersFile, lexiconFile));
            var fillers = FillerReader.read(fillersFile, faults);
            byLanguage.put(
                    language,
                    new OfLanguage(
                            TemplateReader.read(templatesFile, language, fillers, faults),
                            fillers,
                            LexiconReader.read(lexiconFile, faults)));
        }
        if (!faults.isEmpty()) throw new TrainingTextsException(faults);
        return new TrainingTexts(byLanguage, files);
    }

    private static Path file(Path directory, String kind, String language) {
        return directory.resolve(kind).resolve(language + ENDING);
    }

    /** A language is whoever has any of the three: one that lacks another is a fault of reading that file. */
    private static List<String> languages(Path directory, List<Fault> faults) {
        var languages = new TreeSet<String>();
        for (String kind : List.of(TEMPLATES, FILLERS, LEXICONS)) {
            try (var files = Files.list(directory.resolve(kind))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(ENDING))
                        .forEach(name -> languages.add(name.substring(0, name.length() - ENDING.length())));
            } catch (IOException e) {
                faults.add(new Fault(directory.resolve(kind), 0, "cannot be listed: " + e.getMessage()));
            }
        }
        return List.copyOf(languages);
    }

    /** ISO 639-1 codes, sorted. */
    public List<String> languages() {
        return List.copyOf(byLanguage.keySet());
    }

    /** Every file that was read. */
    public List<Path> files() {
        return files;
    }

    /** In the order of the file. */
    public List<Template> templates(String language) {
        return of(language).templates();
    }

    public Fillers fillers(String language) {
        return of(language).fillers();
    }

    /** In the order of the file; a word may stand under several concepts. */
    public List<LexiconEntry> lexicon(String language) {
        return of(language).lexicon();
    }

    private OfLanguage of(String language) {
        var texts = byLanguage.get(language);
        if (texts == null)
            throw new IllegalArgumentException("no training texts in " + language + ", only in " + languages());
        return texts;
    }

    /** Where among its label each template stands. */
    static List<Template> placed(List<Template> templates) {
        Map<String, Integer> counts = new TreeMap<>();
        for (var template : templates) counts.merge(label(template), 1, Integer::sum);
        Map<String, Integer> seen = new TreeMap<>();
        return templates.stream()
                .map(template -> {
                    int rank = seen.merge(label(template), 1, Integer::sum) - 1;
                    return template.at((double) rank / counts.getOrDefault(label(template), 1));
                })
                .toList();
    }

    private static String label(Template template) {
        return template.harm().map(harm -> harm.wireName()).orElse(Template.INNOCENT);
    }
}
