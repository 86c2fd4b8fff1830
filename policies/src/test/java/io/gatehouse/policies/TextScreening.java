package io.gatehouse.policies;

import io.gatehouse.moderation.classifier.Models;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.content.ContentId;
import io.gatehouse.moderation.content.Part;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.fact.FactKey;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.judge.Deadline;
import io.gatehouse.moderation.judge.Judgement;
import io.gatehouse.moderation.judge.MatchedRule;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.language.LanguageIdentifier;
import io.gatehouse.moderation.language.NgramLanguageIdentifier;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.signal.Category;
import java.time.Instant;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the shipped policies say of a message. Personal data are left out: they are no offence. Not thread-safe. */
final class TextScreening {
    private static final Permissions EVERY_PURPOSE =
            new Permissions(EnumSet.allOf(Purpose.class), List.of(), List.of());

    private final LanguageIdentifier identifier = NgramLanguageIdentifier.load();
    private final Moderator moderator;
    private LanguageGuess stated = LanguageGuess.UNKNOWN;
    private Language known = Language.UNKNOWN;

    TextScreening(PolicySet policies) {
        this.moderator = new Moderator(
                policies, this::guess, Models.load(ShippedPolicies.DIRECTORY).all());
    }

    /** What is known of a message's language. */
    enum Language {
        UNKNOWN,
        STATED,
        IDENTIFIED
    }

    private LanguageGuess guess(String text) {
        return switch (known) {
            case UNKNOWN -> LanguageGuess.UNKNOWN;
            case STATED -> stated;
            case IDENTIFIED -> identifier.identify(text);
        };
    }

    /** The whole judgement of a first comment in this hour. */
    Judgement judge(String text, String statedLanguage, Language known) {
        this.known = known;
        this.stated = new LanguageGuess(statedLanguage, 1);
        var content = new Content(
                new ContentId("list"), Surface.COMMENT, Instant.EPOCH, "ZZ", null, List.of(new Part.Text(text)));
        var seen = moderator.observe(content, EVERY_PURPOSE, Deadline.NONE);
        Map<FactKey, Long> counts = new HashMap<>();
        seen.wantedFacts().forEach(key -> counts.put(key, 1L));
        return moderator.conclude(content, seen, Facts.of(counts));
    }

    /** The matched rules other than those on personal data. */
    List<MatchedRule> rules(String text, String statedLanguage, Language known) {
        return judge(text, statedLanguage, known).rules().stream()
                .filter(matched -> matched.rule().category() != Category.PII)
                .toList();
    }

    /** The matched rules that look at the text itself. */
    List<MatchedRule> textRules(String text, String statedLanguage, Language known) {
        return rules(text, statedLanguage, known).stream()
                .filter(matched -> matched.rule().condition() instanceof RuleCondition.OnText)
                .toList();
    }

    boolean flags(ScreeningRow row, Language known) {
        return !textRules(row.text(), row.language(), known).isEmpty();
    }
}
