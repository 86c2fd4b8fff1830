package io.gatehouse.service.judging;

import io.gatehouse.moderation.classifier.Models;
import io.gatehouse.moderation.classifier.TextClassifier;
import io.gatehouse.moderation.judge.Moderator;
import io.gatehouse.moderation.language.OpenNlpLanguageIdentifier;
import io.gatehouse.moderation.law.LawCalendar;
import io.gatehouse.moderation.policy.Loaded;
import io.gatehouse.moderation.policy.PolicyLoader;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.configuration.StartRefusedException;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Loads the policy directory; with one fault in it the service does not start. */
@Configuration(proxyBeanMethods = false)
class JudgingConfiguration {
    @Bean
    Judging judging(GatehouseProperties properties, Topology topology) {
        var models = Models.load(properties.policies()).all();
        var names = models.stream().map(TextClassifier::name).collect(Collectors.toUnmodifiableSet());
        var languages = OpenNlpLanguageIdentifier.DEFAULT_LANGUAGES;
        return switch (PolicyLoader.load(properties.policies(), names, languages)) {
            case Loaded.Compiled(var policies) ->
                new Judging(
                        new Moderator(policies, OpenNlpLanguageIdentifier.load(languages), models),
                        new LawCalendar(List.of()),
                        topology.territories());
            case Loaded.Rejected(var problems) ->
                throw new StartRefusedException("the policies in " + properties.policies() + " have "
                        + problems.size() + " fault(s):\n"
                        + problems.stream().map(Object::toString).collect(Collectors.joining("\n")));
        };
    }
}
