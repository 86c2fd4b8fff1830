package io.gatehouse.moderation.judge;

import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.content.Content;
import io.gatehouse.moderation.external.ExternalModel;
import io.gatehouse.moderation.fact.Facts;
import io.gatehouse.moderation.language.LanguageIdentifier;
import io.gatehouse.moderation.law.Permissions;
import io.gatehouse.moderation.policy.PolicySet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Judges content by one policy set and its models. {@link #observe} looks, {@link #conclude} decides; between them the
 * caller reads the facts that {@link Observation#wantedFacts} names. Both are pure: the same arguments give the same
 * result, on any machine, so a decision replays from its record. Immutable and thread-safe.
 */
public final class Moderator {
    private final PolicySet policies;
    private final LanguageIdentifier languages;
    private final List<TextClassifier> classifiers;
    private final Set<String> ofPictures;
    private final List<ExternalModel> external;
    private final Observer observer;
    private final Concluder concluder;

    /** As {@link #Moderator(PolicySet, LanguageIdentifier, List, Set)}, without classifiers of pictures. */
    public Moderator(PolicySet policies, LanguageIdentifier languages, List<TextClassifier> classifiers) {
        this(policies, languages, classifiers, Set.of());
    }

    /** As {@link #Moderator(PolicySet, LanguageIdentifier, List, Set, List)}, without classifiers that run elsewhere. */
    public Moderator(
            PolicySet policies,
            LanguageIdentifier languages,
            List<TextClassifier> classifiers,
            Set<String> ofPictures) {
        this(policies, languages, classifiers, ofPictures, List.of());
    }

    /**
     * @param classifiers with distinct names; every one that a rule names must be among them, or among the others
     * @param ofPictures names of those that look at pictures, whose scores come with the media
     * @param external that run elsewhere, whose scores are told as facts
     */
    public Moderator(
            PolicySet policies,
            LanguageIdentifier languages,
            List<TextClassifier> classifiers,
            Set<String> ofPictures,
            List<ExternalModel> external) {
        this.external = List.copyOf(external);
        this.ofPictures = Set.copyOf(ofPictures);
        this.policies = policies;
        this.languages = languages;
        this.classifiers = List.copyOf(classifiers);
        Map<String, TextClassifier> byName =
                classifiers.stream().collect(Collectors.toUnmodifiableMap(TextClassifier::name, Function.identity()));
        Map<String, ExternalModel> elsewhere =
                external.stream().collect(Collectors.toUnmodifiableMap(ExternalModel::name, Function.identity()));
        this.observer = new Observer(policies, languages, byName, this.ofPictures, elsewhere);
        this.concluder = new Concluder(policies, byName, this.ofPictures, elsewhere);
    }

    /** Looks at content for the permitted purposes only; with none, not a character is read. Never throws on content. */
    public Observation observe(Content content, Permissions permissions, Deadline deadline) {
        return observer.observe(content, permissions, deadline, StageTimes.IGNORED);
    }

    /** As {@link #observe(Content, Permissions, Deadline)}, telling how long each stage took. */
    public Observation observe(Content content, Permissions permissions, Deadline deadline, StageTimes times) {
        return observer.observe(content, permissions, deadline, times);
    }

    /**
     * Looks at content that was judged before. Nobody waits, so nothing is cut short; and it was counted then, so nothing is counted
     * ({@link Counted#NOTHING}). All else is seen as {@link #observe} sees it.
     */
    public Observation observeAgain(Content content, Permissions permissions) {
        return observeAgain(content, permissions, StageTimes.IGNORED);
    }

    /** As {@link #observeAgain(Content, Permissions)}, telling how long each stage took. */
    public Observation observeAgain(Content content, Permissions permissions, StageTimes times) {
        return observer.observeAgain(content, permissions, times);
    }

    /** @param facts what is known of {@link Observation#wantedFacts}; one that is absent counts as failed */
    public Judgement conclude(Content content, Observation observation, Facts facts) {
        return conclude(content, observation, facts, Overrides.NONE);
    }

    /** As {@link #conclude(Content, Observation, Facts)}, with some rules held back. */
    public Judgement conclude(Content content, Observation observation, Facts facts, Overrides overrides) {
        return concluder.conclude(content, observation, facts, overrides);
    }

    public PolicySet policies() {
        return policies;
    }

    public LanguageIdentifier languages() {
        return languages;
    }

    /** In the order given. */
    public List<TextClassifier> classifiers() {
        return classifiers;
    }

    /** Names of the classifiers that look at pictures. */
    public Set<String> ofPictures() {
        return ofPictures;
    }

    /** Those that run elsewhere, in the order given. */
    public List<ExternalModel> external() {
        return external;
    }
}
