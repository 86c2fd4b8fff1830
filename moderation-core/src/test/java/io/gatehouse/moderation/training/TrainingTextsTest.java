package io.gatehouse.moderation.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gatehouse.moderation.signal.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTextsTest {
    private static final Path SHIPPED =
            Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies/training");

    /** Those in which no set of labels has anything. */
    private static final List<String> AT_LEAST =
            List.of("bg", "cs", "el", "et", "fi", "hr", "hu", "it", "lt", "lv", "nl", "pl", "pt", "sk", "sl", "sv");

    @TempDir
    Path directory;

    @Test
    void everyLanguageHasEnoughOfEverything() {
        var texts = TrainingTexts.read(SHIPPED);
        assertThat(texts.languages()).containsAll(AT_LEAST);
        for (String language : texts.languages()) {
            var templates = texts.templates(language);
            long innocent = templates.stream().filter(t -> t.harm().isEmpty()).count();
            assertThat(templates.size() - innocent).as("harmful in " + language).isGreaterThanOrEqualTo(150);
            assertThat(innocent).as("innocent in " + language).isGreaterThanOrEqualTo(300);
            long words = texts.lexicon(language).stream()
                    .map(LexiconEntry::word)
                    .distinct()
                    .count();
            assertThat(words).as("words in " + language).isGreaterThanOrEqualTo(1_000);
            assertThat(templates.stream().flatMap(t -> t.harm().stream()).collect(Collectors.toSet()))
                    .as("categories in " + language)
                    .hasSize(16)
                    .doesNotContain(Category.SEXUAL_MINORS);
            for (var template : templates)
                assertThat(texts.fillers(language).expand(template, 3, 1))
                        .as(language + ":" + template.line())
                        .isNotEmpty()
                        .noneMatch(sentence -> sentence.contains("{") || sentence.contains("}"));
        }
    }

    @Test
    void slotsAreFilledInTheirFormsTheSameForTheSameSeed() throws IOException {
        write("fillers", "slot\tnom\tacc", "group\tabe\tabes", "group\tbee\tbees", "group\tcee\t", "place\tpark\t");
        write("templates", "label\tkind\ttext", "hate\tplain\tget {group.acc} and {group} out of the {place}");
        var texts = TrainingTexts.read(directory);
        var template = texts.templates("xx").getFirst();
        var fillers = texts.fillers("xx");
        assertThat(fillers.expand(template, 9, 5))
                .containsExactlyInAnyOrder("get abes and abe out of the park", "get bees and bee out of the park")
                .isEqualTo(fillers.expand(template, 9, 5));
        assertThat(fillers.expand(template, 1, 5))
                .isEqualTo(fillers.expand(template, 9, 5).subList(0, 1));
        var orders = Set.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L).stream()
                .map(seed -> fillers.expand(template, 9, seed))
                .collect(Collectors.toSet());
        assertThat(orders).hasSize(2);
    }

    @Test
    void aTemplatesPlaceIsItsRankAmongItsLabel() throws IOException {
        write(
                "templates",
                "label\tkind\ttext",
                "hate\tplain\ta",
                "innocent\tgame\tb",
                "hate\tplain\tc",
                "hate\tplain\td");
        assertThat(TrainingTexts.read(directory).templates("xx"))
                .extracting(Template::place)
                .containsExactly(0.0, 0.0, 1 / 3.0, 2 / 3.0);
        assertThat(TrainingTexts.read(directory).templates("xx").get(1).harm()).isEqualTo(Optional.empty());
    }

    @Test
    void everyFaultIsNamedWithFileAndLineAtOnce() throws IOException {
        write("fillers", "slot\tnom\tacc", "group\tabe\t", "\tx\ty", "thing\t\t", "place\ta{b\tc");
        write(
                "templates",
                "label\tkind\ttext",
                "hatred\tplain\ta",
                "hate\t\tb",
                "hate\tplain\t{group.acc} c",
                "hate\tplain\t{group.gen} d",
                "hate\tplain\te {group",
                "sexual\tplain\tf {group}",
                "sexual/minors\tplain\tg",
                "hate\tplain\th\ti",
                "hate\tplain\tu\u0308",
                "hate\tplain\tsame",
                "innocent\tgame\tsame",
                "hate\tplain\t end");
        write("lexicons", "concept\tword\tenglish", "anger\tx\ty", "people\t\ty", "people\tz\ty", "people\tz\tw");
        assertThatExceptionOfType(TrainingTextsException.class)
                .isThrownBy(() -> TrainingTexts.read(directory))
                .satisfies(e -> assertThat(e.faults().stream()
                                .map(fault ->
                                        directory.relativize(fault.file()) + ":" + fault.line() + " " + fault.what()))
                        .containsExactlyInAnyOrder(
                                "fillers/xx.tsv:3 has no slot",
                                "fillers/xx.tsv:4 has no form",
                                "fillers/xx.tsv:5 a filler holds a brace",
                                "templates/xx.tsv:2 unknown label hatred",
                                "templates/xx.tsv:3 has no kind",
                                "templates/xx.tsv:4 no filler for {group.acc}",
                                "templates/xx.tsv:5 no filler has the form gen",
                                "templates/xx.tsv:6 has a brace that opens no slot",
                                "templates/xx.tsv:7 a sexual sentence must have no slots",
                                "templates/xx.tsv:8 nothing is written for sexual/minors, by rule",
                                "templates/xx.tsv:9 4 cells where the header has 3",
                                "templates/xx.tsv:10 is not in NFC",
                                "templates/xx.tsv:12 is the sentence of line 11 again",
                                "templates/xx.tsv:13 a cell begins or ends with white space",
                                "lexicons/xx.tsv:2 unknown concept anger",
                                "lexicons/xx.tsv:3 word or gloss is missing",
                                "lexicons/xx.tsv:5 stands twice under its concept"));
    }

    @Test
    void aLanguageWithoutOneOfTheFilesIsAFault() throws IOException {
        write("templates", "label\tkind\ttext");
        Files.delete(directory.resolve("lexicons/xx.tsv"));
        Files.write(directory.resolve("fillers/xx.tsv"), new byte[] {(byte) 0xFF});
        assertThatExceptionOfType(TrainingTextsException.class)
                .isThrownBy(() -> TrainingTexts.read(directory))
                .withMessageContaining("lexicons/xx.tsv: cannot be read")
                .withMessageContaining("fillers/xx.tsv: is not UTF-8");
    }

    /** The other two files of the language are there, and hold nothing. */
    private void write(String kind, String... lines) throws IOException {
        for (var empty : List.of(
                List.of("templates", "label\tkind\ttext"),
                List.of("fillers", "slot\tnom"),
                List.of("lexicons", "concept\tword\tenglish"))) {
            var file = directory.resolve(empty.getFirst()).resolve("xx.tsv");
            Files.createDirectories(file.getParent());
            if (!Files.exists(file)) Files.writeString(file, empty.getLast() + "\n");
        }
        Files.write(directory.resolve(kind).resolve("xx.tsv"), List.of(lines));
    }
}
