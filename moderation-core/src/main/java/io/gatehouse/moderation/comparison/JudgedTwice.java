package io.gatehouse.moderation.comparison;

import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.classifier.Use;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.language.LanguageIdentifier;
import io.gatehouse.moderation.signal.Category;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Two moderators for one thread that ask models once: the language of a text, and the score of a classifier that both
 * have in the same bytes, are the same for both, because models are functions of the text alone. Not thread-safe.
 */
public record JudgedTwice(Moderator before, Moderator after) {
    public static JudgedTwice of(Moderator before, Moderator after) {
        // Identifiers are of the program, not of the policies: one stands for both.
        var languages = new RecallingIdentifier(after.languages());
        Map<String, TextClassifier> byDigest = new HashMap<>();
        return new JudgedTwice(recalling(before, languages, byDigest), recalling(after, languages, byDigest));
    }

    private static Moderator recalling(
            Moderator moderator, LanguageIdentifier languages, Map<String, TextClassifier> byDigest) {
        List<TextClassifier> classifiers = moderator.classifiers().stream()
                .map(classifier -> byDigest.computeIfAbsent(
                        classifier.name() + " " + classifier.digest(), _ -> new RecallingClassifier(classifier)))
                .toList();
        return new Moderator(
                moderator.policies(), languages, classifiers, moderator.ofPictures(), moderator.external());
    }

    private static final class RecallingIdentifier implements LanguageIdentifier {
        private final LanguageIdentifier asked;
        private @Nullable String text;
        private LanguageGuess guess = LanguageGuess.UNKNOWN;

        RecallingIdentifier(LanguageIdentifier asked) {
            this.asked = asked;
        }

        @Override
        public LanguageGuess identify(String given) {
            if (given.equals(text)) return guess;
            guess = asked.identify(given);
            text = given;
            return guess;
        }
    }

    private static final class RecallingClassifier implements TextClassifier {
        private final TextClassifier asked;
        private @Nullable String text;
        private String language = "";
        private Map<Category, Double> scores = Map.of();

        RecallingClassifier(TextClassifier asked) {
            this.asked = asked;
        }

        @Override
        public Map<Category, Double> score(String given) {
            return score(given, "und");
        }

        @Override
        public Map<Category, Double> score(String given, String language) {
            if (given.equals(text) && language.equals(this.language)) return scores;
            scores = asked.score(given, language);
            text = given;
            this.language = language;
            return scores;
        }

        @Override
        public Use use(Category category, String language, double score) {
            return asked.use(category, language, score);
        }

        @Override
        public String name() {
            return asked.name();
        }

        @Override
        public String digest() {
            return asked.digest();
        }

        @Override
        public Set<String> languages() {
            return asked.languages();
        }

        @Override
        public Set<Category> categories() {
            return asked.categories();
        }
    }
}
