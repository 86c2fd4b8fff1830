package io.gatehouse.service.judging;

import io.gatehouse.moderation.cage.PictureModel;
import io.gatehouse.moderation.classifier.Models;
import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.external.ExternalModel;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.language.LanguageIdentifier;
import io.gatehouse.moderation.language.NgramLanguageIdentifier;
import io.gatehouse.moderation.law.LawCalendar;
import io.gatehouse.moderation.policy.FileParts;
import io.gatehouse.moderation.policy.LawLoader;
import io.gatehouse.moderation.policy.LawLoader.LoadedLaw;
import io.gatehouse.moderation.policy.Loaded;
import io.gatehouse.moderation.policy.PolicyLoader;
import io.gatehouse.moderation.policy.PolicySet;
import io.gatehouse.moderation.policy.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A policy directory, read: its norms, the models that they name, and the law they stand under.
 *
 * @param external classifiers that run elsewhere
 * @param law the calendar that is asked before a private surface is looked at
 */
public record Norms(
        PolicySet policies,
        List<TextClassifier> classifiers,
        Set<String> ofPictures,
        List<ExternalModel> external,
        LawCalendar law) {
    /** Where classifiers of pictures are described, of the policy directory; which is on, the configuration says. */
    private static final String PICTURES = "models/pictures";

    /** Where classifiers that run elsewhere are described; where they are asked, the configuration says. */
    private static final String EXTERNAL = "models/external";

    /** Which calendar of legal bases holds. */
    public enum Law {
        /** What the operator enabled in {@code law/scanning.yaml}. */
        SHIPPED,
        /** That, and the marked examples of {@code law/demo.yaml}. */
        WITH_EXAMPLES
    }

    public Norms {
        classifiers = List.copyOf(classifiers);
        ofPictures = Set.copyOf(ofPictures);
        external = List.copyOf(external);
    }

    /**
     * The classifiers that run elsewhere, as a policy directory describes them.
     *
     * @throws IllegalArgumentException naming the file and what is wrong with it
     */
    public static List<ExternalModel> external(Path policiesDirectory) {
        return ExternalModel.readAll(policiesDirectory.resolve(EXTERNAL));
    }

    /**
     * Reads and checks everything.
     *
     * @throws NormsRejectedException with every fault of every file
     * @throws io.gatehouse.moderation.classifier.ModelRefusedException when a model is missing, broken or another than listed
     */
    public static Norms read(Path policiesDirectory, Law law) {
        return read(policiesDirectory, law, new FileParts());
    }

    /** As {@link #read(Path, Law)}; files that are in {@code parts} are not read again. */
    public static Norms read(Path policiesDirectory, Law law, FileParts parts) {
        var classifiers = Models.load(policiesDirectory).all();
        var ofPictures = Set.copyOf(PictureModel.namesIn(policiesDirectory.resolve(PICTURES)));
        var problems = new ArrayList<Problem>();
        var external = externalOr(policiesDirectory, problems);
        Set<String> names = Stream.of(
                        classifiers.stream().map(TextClassifier::name),
                        ofPictures.stream(),
                        external.stream().map(ExternalModel::name))
                .flatMap(each -> each)
                .collect(Collectors.toUnmodifiableSet());
        var loaded = PolicyLoader.load(policiesDirectory, names, languagesOfRules(), parts);
        var loadedLaw = LawLoader.load(policiesDirectory, law == Law.WITH_EXAMPLES);
        if (loaded instanceof Loaded.Rejected(var faults)) problems.addAll(faults);
        if (loadedLaw instanceof LoadedLaw.Rejected(var faults)) problems.addAll(faults);
        if (problems.isEmpty()
                && loaded instanceof Loaded.Compiled(var policies)
                && loadedLaw instanceof LoadedLaw.Read(var calendar))
            return new Norms(policies, classifiers, ofPictures, external, calendar);
        throw new NormsRejectedException(policiesDirectory, problems);
    }

    private static List<ExternalModel> externalOr(Path policiesDirectory, List<Problem> problems) {
        try {
            return external(policiesDirectory);
        } catch (IllegalArgumentException faulty) {
            problems.add(new Problem(EXTERNAL, 0, String.valueOf(faulty.getMessage()), null));
            return List.of();
        }
    }

    /** What rules may name: the languages told apart, and {@code und} for texts of which it cannot be told. */
    private static Set<String> languagesOfRules() {
        return Stream.concat(
                        NgramLanguageIdentifier.DEFAULT_LANGUAGES.stream(), Stream.of(LanguageGuess.UNKNOWN.code()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The judge of these norms, identifying the default languages; loading their model takes about a second. */
    public Moderator moderator() {
        return moderator(NgramLanguageIdentifier.load());
    }

    /** The judge of these norms. */
    public Moderator moderator(LanguageIdentifier languages) {
        return new Moderator(policies, languages, classifiers, ofPictures, external);
    }
}
