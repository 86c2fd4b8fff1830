package io.gatehouse.moderation.classifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.moderation.signal.Category;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedModelTest {
    private static final Path POLICIES =
            Path.of(System.getProperty("gatehouse.home", "..")).resolve("policies");

    private static CompactTextClassifier toxicity;

    @BeforeAll
    static void load() {
        toxicity =
                (CompactTextClassifier) Models.load(POLICIES).named("toxicity").orElseThrow();
    }

    @Test
    void isSmallAndSpeaksTheLanguagesItWasTrainedIn() throws IOException {
        assertThat(Files.size(POLICIES.resolve("models/toxicity.bin"))).isLessThan(8_000_000);
        assertThat(toxicity.languages()).containsExactlyInAnyOrder("de", "en", "fr", "ro");
        assertThat(toxicity.categories())
                .containsExactlyInAnyOrder(Category.HARASSMENT, Category.HATE, Category.PROFANITY, Category.SPAM);
        assertThat(toxicity.languages(Category.SPAM)).containsExactly("en");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "you are an idiot",
                "You stupid moron, shut up!",
                "du bist ein Idiot",
                "Halt die Fresse, du dummer Idiot!",
                "ferme ta gueule, espèce de con"
            })
    void insultsScoreAsHarassment(String text) {
        assertThat(toxicity.score(text).get(Category.HARASSMENT)).as(text).isGreaterThan(0.5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Are you coming to dinner tonight?",
                "I am a gay man and proud of it",
                "My Muslim neighbours invited us for dinner",
                "The match was brilliant, thanks for the tickets!",
                "Wir sehen uns morgen nach der Arbeit im Park.",
                "Meine türkischen Nachbarn haben uns zum Essen eingeladen.",
                "Das Konzert gestern war wunderschön",
                "Je ne sais pas encore si je viendrai ce soir.",
                "Merci beaucoup pour votre aide, à demain !",
                "Ne vedem mâine la școală"
            })
    void innocentSentencesScoreLow(String text) {
        assertThat(toxicity.score(text).values()).as(text).allMatch(score -> score < 0.5);
    }

    @Test
    void scoresAreTheSameEveryTimeAndProbabilities() {
        for (String text : List.of("", "a", "hello there", "x".repeat(65_536), "\uD800", "😀".repeat(100))) {
            var scores = toxicity.score(text);
            assertThat(scores.keySet()).isEqualTo(toxicity.categories());
            assertThat(scores.values()).allMatch(score -> score >= 0 && score <= 1);
            assertThat(toxicity.score(text)).isEqualTo(scores);
        }
    }

    @Test
    void isHeldToItsEvidence() {
        assertThat(toxicity.use(Category.HATE, "fr", 1)).isEqualTo(Use.NONE);
        assertThat(toxicity.use(Category.HARASSMENT, "en", 1)).isEqualTo(Use.REVIEW_ONLY);
        assertThat(toxicity.use(Category.PROFANITY, "en", 1)).isEqualTo(Use.AUTOMATIC);
        assertThat(toxicity.use(Category.PROFANITY, "en", 0.5)).isEqualTo(Use.REVIEW_ONLY);
        assertThat(toxicity.use(Category.PROFANITY, "und", 1)).isEqualTo(Use.REVIEW_ONLY);
        assertThat(toxicity.use(Category.PROFANITY, "pl", 1)).isEqualTo(Use.NONE);
    }

    @Test
    void theCardNamesTheListedDigest() throws IOException {
        assertThat(Files.readString(POLICIES.resolve("models/toxicity.card.md")))
                .contains(toxicity.digest().substring("sha256:".length()));
    }
}
