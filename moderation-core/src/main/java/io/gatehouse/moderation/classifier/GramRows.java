package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.classifier.GramRow.Source;
import io.gatehouse.moderation.classifier.ModelHeader.DataSet;
import io.gatehouse.moderation.evaluation.Truth;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.training.TrainingTexts;
import io.gatehouse.moderation.training.TrainingTextsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Everything that the model of all categories learns from: labelled sets, sentences written for training, and what can be guessed
 * from words.
 *
 * @param rows labelled ones first, in the order of the sets' files
 * @param vocabularies by language
 */
record GramRows(List<GramRow> rows, List<DataSet> data, Map<String, Vocabulary> vocabularies) {
    static final int FOLDS = 4;

    /** Of the shipped model: never learned from. */
    static final int HELD_OUT = 0;

    /** Of each written sentence, with other fillers. */
    private static final int MOST_FILLED = 4;

    /** Of an innocent one about a group of people: who is spoken of must say nothing, whoever it is. */
    private static final int MOST_ABOUT_GROUPS = 12;

    /** All sentences of one template together. */
    private static final double TEMPLATE_WEIGHT = 2;

    /** Of an innocent one about a group: beside it stand labelled texts that speak of few groups, and badly of most. */
    private static final double GROUP_WEIGHT = 3;

    /** Slots that hold groups, or somebody of one. */
    private static final Set<String> GROUPS = Set.of("group", "member");

    /** Of the texts, that are learned from a second time with slips. */
    private static final int SLIPS_IN_ONE_OF = 5;

    /** Of the texts, that are learned from a second time with their letters set apart. */
    private static final int APART_IN_ONE_OF = 15;

    private static final double WORD_WEIGHT = 0.15;
    private static final String OWN_LICENCE = "as this repository";
    private static final String OWN_SOURCE =
            "written for this project by a language model, see policies/training/README.md";

    GramRows {
        rows = List.copyOf(rows);
        data = List.copyOf(data);
        vocabularies = Map.copyOf(vocabularies);
    }

    Vocabulary vocabulary(String language) {
        return vocabularies.getOrDefault(language, Vocabulary.NONE);
    }

    /**
     * @param dataDirectory holds a directory per labelled set
     * @param textsDirectory {@code policies/training}
     * @throws TrainingFailedException naming what is missing or wrong
     */
    static GramRows read(Path dataDirectory, Path textsDirectory, long seed, Progress progress) {
        TrainingTexts texts;
        try {
            texts = TrainingTexts.read(textsDirectory);
        } catch (TrainingTextsException e) {
            throw new TrainingFailedException(String.valueOf(e.getMessage()), e);
        }
        var labelled = TrainingRows.read(TrainingSet.CATEGORIES, dataDirectory, seed, progress);
        var rows = new ArrayList<GramRow>();
        for (var row : labelled.rows()) rows.add(labelled(row, seed));
        var data = new ArrayList<>(labelled.data());
        rows.addAll(templates(texts, seed));
        int written = rows.size() - labelled.rows().size();
        rows.addAll(withSlips(rows, seed));
        rows.addAll(words(texts));
        rows.addAll(ProfanityTerms.read(dataDirectory, data));
        var english = rows.stream()
                .filter(row -> row.from() == Source.LABELLED && row.language().equals("en"))
                .map(WordByWord.English::of)
                .toList();
        for (String language : texts.languages())
            if (!language.equals("en"))
                rows.addAll(new WordByWord(texts.lexicon(language), language).of(english, seed));
        data.add(new DataSet("policies/training", digest(texts.files()), OWN_LICENCE, OWN_SOURCE, written));
        var vocabularies = new HashMap<String, Vocabulary>();
        for (String language : texts.languages()) vocabularies.put(language, Vocabulary.of(texts, language));
        return new GramRows(rows, data, vocabularies);
    }

    private static GramRow labelled(TrainingRow row, long seed) {
        // Sentences of one post share its fold; elsewhere ids say nothing, and near-duplicates have several.
        int fold = row.set().name().startsWith("toxic_spans")
                ? Math.floorMod(row.text().id().hashCode() * 0x9E3779B1 >>> 8, FOLDS)
                : TrainingRow.part(row.text().text(), seed, FOLDS);
        return new GramRow(
                row.set().name(),
                row.text().label(),
                row.text().text(),
                row.text().language(),
                Truths.ofLabelled(row),
                1,
                fold,
                Source.LABELLED,
                true);
    }

    static List<GramRow> templates(TrainingTexts texts, long seed) {
        var rows = new ArrayList<GramRow>();
        for (String language : texts.languages()) {
            for (var template : texts.templates(language)) {
                boolean isAboutGroups = template.harm().isEmpty()
                        && template.slots().stream().anyMatch(slot -> GROUPS.contains(slot.name()));
                var sentences =
                        texts.fillers(language).expand(template, isAboutGroups ? MOST_ABOUT_GROUPS : MOST_FILLED, seed);
                double weight = isAboutGroups ? GROUP_WEIGHT : TEMPLATE_WEIGHT;
                String kind = template.harm().map(Category::wireName).orElse("innocent") + "/" + template.kind();
                for (int i = 0; i < sentences.size(); i++)
                    rows.add(new GramRow(
                            "templates",
                            kind,
                            sentences.get(i),
                            language,
                            Truths.ofTemplate(template.harm(), template.kind()),
                            weight / sentences.size(),
                            (int) (template.place() * FOLDS),
                            Source.TEMPLATE,
                            i == 0));
            }
        }
        return rows;
    }

    /** Never measured on, and learned from where the text that they come from is. */
    private static List<GramRow> withSlips(List<GramRow> rows, long seed) {
        var slips = new ArrayList<GramRow>();
        for (var row : rows) {
            if (!row.isMeasured()) continue;
            int chance = (row.text().hashCode() * 0x9E3779B1) >>> 7;
            if (chance % SLIPS_IN_ONE_OF == 0) slips.add(again(row, Slips.in(row.text(), seed)));
            if (chance % APART_IN_ONE_OF == 1) slips.add(again(row, Slips.apart(row.text())));
        }
        return slips;
    }

    private static GramRow again(GramRow row, String text) {
        return new GramRow(
                "slips", row.kind(), text, row.language(), row.truths(), row.weight(), row.fold(), Source.WEAK, false);
    }

    private static List<GramRow> words(TrainingTexts texts) {
        var rows = new ArrayList<GramRow>();
        for (String language : texts.languages())
            for (var entry : texts.lexicon(language))
                Truths.ofWord(entry.concept())
                        .ifPresent(truths -> rows.add(weak("lexicons", entry.word(), language, truths, WORD_WEIGHT)));
        return rows;
    }

    /** A row that is never measured on, and may be learned from in every fold. */
    static GramRow weak(String origin, String text, String language, List<Truth> truths, double weight) {
        return new GramRow(origin, "", text, language, truths, weight, GramRow.EVERY_FOLD, Source.WEAK, false);
    }

    private static String digest(List<Path> files) {
        var all = new StringBuilder();
        try {
            for (var file : files)
                all.append(HexFormat.of().formatHex(ModelContainer.sha256(Files.readAllBytes(file))));
        } catch (IOException e) {
            throw new TrainingFailedException("training texts cannot be read: " + e, e);
        }
        return HexFormat.of().formatHex(ModelContainer.sha256(all.toString().getBytes(StandardCharsets.UTF_8)));
    }

    /** The languages that anything was written or labelled in, sorted. */
    List<String> languages() {
        var known = Set.copyOf(Family.allLanguages());
        return rows.stream()
                .filter(row -> row.from() != Source.WEAK)
                .map(GramRow::language)
                .filter(known::contains)
                .distinct()
                .sorted()
                .toList();
    }
}
