package io.gatehouse.service.judging;

import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.external.ExternalModel;
import io.gatehouse.moderation.judge.Moderator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What decided, by digest.
 *
 * @param policyDigest covers norms, surfaces, law and models
 */
public record Versions(String policyVersion, String policyDigest, List<Model> models) {
    public Versions {
        models = List.copyOf(models);
    }

    public record Model(String name, String digest) {
        static Model of(TextClassifier classifier) {
            return new Model(classifier.name(), classifier.digest());
        }

        static Model of(ExternalModel elsewhere) {
            return new Model(elsewhere.name(), elsewhere.digest());
        }
    }

    public static Versions of(Moderator moderator) {
        return new Versions(
                moderator.policies().version(),
                moderator.policies().digest(),
                Stream.concat(
                                moderator.classifiers().stream().map(Model::of),
                                moderator.external().stream().map(Model::of))
                        .toList());
    }

    public List<String> modelDigests() {
        return models.stream().map(Model::digest).toList();
    }
}
