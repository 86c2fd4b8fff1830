package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.training.TrainingTexts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {
    private static final Path TEXTS =
            Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies/training");

    @TempDir
    static Path directory;

    private static Vocabulary xx;
    private static Vocabulary yy;

    @BeforeAll
    static void write() throws IOException {
        for (String kind : List.of("templates", "fillers", "lexicons"))
            Files.createDirectories(directory.resolve(kind));
        for (String language : List.of("xx", "yy"))
            Files.writeString(directory.resolve("templates/" + language + ".tsv"), "label\tkind\ttext\n");
        Files.writeString(
                directory.resolve("fillers/xx.tsv"),
                "slot\tnom\tind\ngroup\tabes\t\ngroup\tblue cees\t\nmember\tcee\ta blue cee\nplace\tpark\t\n");
        Files.writeString(directory.resolve("fillers/yy.tsv"), "slot\tnom\ngroup\tdees\n");
        Files.writeString(
                directory.resolve("lexicons/xx.tsv"),
                "concept\tword\tenglish\nhostility\tzorkle\tfool\ndehumanising\tvark\tvermin\n");
        Files.writeString(
                directory.resolve("lexicons/yy.tsv"),
                "concept\tword\tenglish\nhostility\tgrimbolo\tfool\nhostility\tgrim\tnasty\n");
        var texts = TrainingTexts.read(directory);
        xx = Vocabulary.of(texts, "xx");
        yy = Vocabulary.of(texts, "yy");
    }

    private static List<int[]> features(String text, Vocabulary vocabulary) {
        var features = GramFeatures.of(text, 20, Family.IRISH.salt(), vocabulary);
        return List.of(
                Arrays.copyOf(features.shared(), features.sharedCount()),
                Arrays.copyOf(features.family(), features.familyCount()),
                meaning(text, vocabulary));
    }

    private static int[] meaning(String text, Vocabulary vocabulary) {
        var features = GramFeatures.of(text, 20, 0, vocabulary);
        return Arrays.copyOf(features.meaning(), features.meaningCount());
    }

    @Test
    void whoeverIsSpokenOfIsReadAsTheSame() {
        var about = features("I met abes in the park", xx);
        assertThat(features("I met blue cees in the park", xx))
                .usingRecursiveComparison()
                .isEqualTo(about);
        assertThat(features("I met ABES in the park", xx))
                .usingRecursiveComparison()
                .isEqualTo(about);
        // The longest name counts, with what belongs to it.
        assertThat(features("I met a blue cee in the park", xx))
                .usingRecursiveComparison()
                .isEqualTo(about);
        // What only begins like a name, or is interrupted, is read as it stands.
        assertThat(features("I met blue abes", xx)).usingRecursiveComparison().isNotEqualTo(features("I met abes", xx));
        assertThat(features("blue skies", xx)).usingRecursiveComparison().isEqualTo(features("blue skies", yy));
        assertThat(features("blue! cees", xx)).usingRecursiveComparison().isEqualTo(features("blue! cees", yy));
        assertThat(features("a blue a blue cee", xx)).usingRecursiveComparison().isEqualTo(features("a blue abes", xx));
        // Of another language they are words like others.
        assertThat(features("I met abes", yy)).usingRecursiveComparison().isNotEqualTo(features("I met dees", yy));
    }

    @Test
    void wordsOfAllLanguagesMeanTheSame() {
        assertThat(meaning("zorkle", xx)).hasSize(2).isEqualTo(meaning("grimbolo", yy));
        // By its beginning, where its ending is another.
        assertThat(meaning("grimbolatu", yy)).isEqualTo(meaning("grimbolo", yy));
        assertThat(meaning("grimb", yy)).isEmpty();
        assertThat(meaning("grim", yy)).isNotEmpty().isNotEqualTo(meaning("grimbolo", yy));
        // What stands behind what is told besides; of a group alone nothing.
        assertThat(meaning("abes", xx)).isEmpty();
        assertThat(features("abes", xx)).allMatch(rows -> rows.length == 0);
        assertThat(meaning("abes are vark", xx)).hasSize(3).isNotEqualTo(meaning("vark are abes", xx));
        assertThat(meaning("hello", xx)).isEmpty();
    }

    @Test
    void oneKnownWordAmongNoneIsNotTheWholeText() {
        assertThat(GramFeatures.valueOfMeaning(0)).isZero();
        assertThat(GramFeatures.valueOfMeaning(1)).isLessThan(0.4f);
        // Many of them count as much as other features do.
        assertThat(GramFeatures.valueOfMeaning(400) / CompactTextClassifier.value(400))
                .isBetween(0.98f, 1f);
    }

    @Test
    void allTogetherKnowWhatEachKnows() {
        var all = Vocabulary.together(List.of(xx, yy));
        assertThat(meaning("zorkle", all)).isEqualTo(meaning("grimbolo", all)).isEqualTo(meaning("zorkle", xx));
        assertThat(features("I met abes", all)).usingRecursiveComparison().isEqualTo(features("I met dees", all));
    }

    @Test
    void isReadAsItWasWritten() {
        var bytes = ByteBuffer.allocate(xx.bytes());
        xx.write(bytes);
        assertThat(bytes.hasRemaining()).isFalse();
        var read = Vocabulary.read(bytes.flip(), xx.nameCount(), xx.meaningCount());
        for (String text : List.of("I met a blue cee, zorkle", "vark abes", "hello"))
            assertThat(features(text, read)).usingRecursiveComparison().isEqualTo(features(text, xx));
    }

    /** Of the sentences written for training, a quarter: swapping the group leaves what is read of them the same. */
    @Test
    void whoeverIsSpokenOfInTheShippedSentencesIsReadAsTheSame() {
        var texts = TrainingTexts.read(TEXTS);
        long same = 0;
        long all = 0;
        for (String language : texts.languages()) {
            var vocabulary = Vocabulary.of(texts, language);
            for (var template : texts.templates(language)) {
                if (template.harm().isPresent() || !HeldOutTexts.isHeldOut(template)) continue;
                for (String slot : List.of("group", "member")) {
                    var swaps = List.copyOf(
                            texts.fillers(language).swaps(template, slot).values());
                    if (swaps.isEmpty()) continue;
                    var first = GramFeatures.of(swaps.getFirst(), 20, 0, vocabulary);
                    for (String sentence : swaps) {
                        all++;
                        var read = GramFeatures.of(sentence, 20, 0, vocabulary);
                        if (Arrays.equals(read.shared(), 0, read.sharedCount(), first.shared(), 0, first.sharedCount()))
                            same++;
                    }
                }
            }
        }
        assertThat(all).isGreaterThan(10_000);
        assertThat((double) same / all).isGreaterThan(0.99);
    }
}
