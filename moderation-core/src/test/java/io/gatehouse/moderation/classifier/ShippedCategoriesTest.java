package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.classifier.Weighing.Scored;
import io.gatehouse.moderation.evaluation.Truth;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.training.TrainingTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The model of all categories as it lies in the repository. */
class ShippedCategoriesTest {
    private static final Path POLICIES =
            Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies");

    private static GramClassifier model;
    private static CascadeClassifier cascade;

    @BeforeAll
    static void load() {
        cascade = (CascadeClassifier) Models.load(POLICIES).named("categories").orElseThrow();
        model = cascade.cheap();
    }

    @Test
    void allModelsTogetherAreSmallEnoughForTheRepository() throws IOException {
        try (var files = Files.walk(POLICIES.resolve("models"))) {
            long bytes = files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
            assertThat(bytes).isLessThan(25_000_000);
        }
    }

    @Test
    void speaksEveryOfficialLanguageAndTheCategoriesOfTheContractThatAreTextsAlone() {
        assertThat(model.languages()).containsExactlyInAnyOrderElementsOf(Family.allLanguages());
        assertThat(model.categories())
                .hasSize(16)
                .doesNotContain(Category.SEXUAL_MINORS, Category.PII, Category.INTELLECTUAL_PROPERTY);
    }

    @Test
    void theCardsNameTheListedDigests() throws IOException {
        assertThat(Files.readString(POLICIES.resolve("models/categories.card.md")))
                .contains(model.digest().substring("sha256:".length()));
        assertThat(Files.readString(POLICIES.resolve("models/categories.cascade.card.md")))
                .contains(cascade.headDigest().substring("sha256:".length()));
    }

    /** Through the encoder itself: the same text, the same scores, and scores that are some. */
    @Test
    void theTransformerReadsAnUnsureTextTheSameWayTwice() {
        String unsure = "you are not half as clever as you think, you fool";
        var encoder = EncoderTuning.encoder(POLICIES.resolve("models/categories.encoder.bin"));
        var head = EncoderHead.load(POLICIES.resolve("models/categories.cascade.bin"), model, encoder.digest());
        var always = CascadeClassifier.of(model, head, encoder::encode, 1);
        var scores = always.score(unsure, "en");
        assertThat(scores).isEqualTo(always.score(unsure, "en")).isNotEqualTo(model.score(unsure, "en"));
        assertThat(scores.values()).allMatch(score -> score >= 0 && score <= 1);
        assertThat(scores.get(Category.HARASSMENT))
                .isGreaterThan(always.score("see you at lunch", "en").get(Category.HARASSMENT));
    }

    @ParameterizedTest
    @CsvSource({
        "en, See you at lunch tomorrow",
        "de, Wir sehen uns morgen nach der Arbeit im Park.",
        "fr, Merci beaucoup pour votre aide",
        "it, Ci vediamo domani a pranzo",
        "pl, Dziękuję za pomoc i do zobaczenia jutro",
        "fi, Nähdään huomenna töiden jälkeen",
        "el, Τα λέμε αύριο μετά τη δουλειά",
        "bg, Ще се видим утре след работа",
        "hu, Holnap találkozunk munka után",
        "und, Hello there"
    })
    void everydaySentencesScoreLow(String language, String text) {
        assertThat(model.score(text, language).values()).as(text).allMatch(score -> score < 0.5);
    }

    /** Sentences of the fold that it has never seen; the README says who wrote them. */
    @Test
    void tellsHarmfulFromInnocentSentencesInEveryLanguage() {
        var texts = TrainingTexts.read(POLICIES.resolve("training"));
        var byLanguage = new TreeMap<String, List<Scored>>();
        for (var row : GramRows.templates(texts, CategoryTrainer.SEED)) {
            if (!row.isMeasured() || row.fold() != GramRows.HELD_OUT) continue;
            double highest = 0;
            for (double score : model.scores(row.text(), row.language())) highest = Math.max(highest, score);
            byLanguage
                    .computeIfAbsent(row.language(), _ -> new ArrayList<>())
                    .add(new Scored(highest, row.truths().contains(Truth.PRESENT)));
        }
        assertThat(byLanguage).hasSizeGreaterThanOrEqualTo(16);
        byLanguage.forEach((language, scored) -> assertThat(new Weighing(Category.HATE, language, scored)
                        .row(false, false)
                        .areaLow())
                .as("lower end of the area under ROC in " + language)
                .isGreaterThan(LEAST_AREA));
    }

    /** Of 200 sentences a language, any category. English is near it: what people wrote drowns the written sentences there. */
    private static final double LEAST_AREA = 0.47;
}
