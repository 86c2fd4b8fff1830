package io.gatehouse.service.profiling;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.judging.RunningPolicies;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** What is configured, joined with what is said about it. A technique without a description is in the register, and named as such. */
@Component
final class ProfilingRegister {
    private final RunningPolicies policies;
    private final Map<String, TechniqueDescription> descriptions;
    private final Clock clock;

    ProfilingRegister(RunningPolicies policies, GatehouseProperties properties, Clock clock) {
        this.policies = policies;
        this.descriptions = new TechniqueFile().load(properties.policies());
        this.clock = clock;
    }

    /** Of the version that judges for everyone. */
    Map<String, Object> tree() {
        var active = policies.active();
        var moderator = active.moderator();
        var techniques = new ArrayList<Map<String, Object>>();
        var undescribed = new ArrayList<String>();
        ConfiguredTechniques.of(moderator.policies(), moderator.classifiers()).forEach((id, use) -> {
            var description = descriptions.get(id);
            if (description == null) undescribed.add(id);
            techniques.add(technique(id, use, description));
        });
        var tree = new LinkedHashMap<String, Object>();
        tree.put("made_at", clock.instant().toString());
        tree.put("policy", active.versions().policyDigest());
        tree.put("policy_version", active.versions().policyVersion());
        tree.put("complete", undescribed.isEmpty());
        tree.put("undescribed", undescribed);
        tree.put("techniques", techniques);
        return tree;
    }

    private static Map<String, Object> technique(
            String id,
            ConfiguredTechniques.Use use,
            @org.jspecify.annotations.Nullable TechniqueDescription description) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("id", id);
        tree.put("rules", List.copyOf(use.rules()));
        tree.put("surfaces", use.surfaces().stream().map(Surface::wireName).toList());
        tree.put("looks_for", List.copyOf(use.purposes()));
        tree.put(
                "longest_window",
                use.longest().equals(Duration.ZERO) ? null : use.longest().toString());
        tree.put("details", use.details());
        if (description == null) return tree;
        tree.put("title", description.title());
        tree.put("purpose", description.purpose());
        tree.put(
                "data",
                Map.of(
                        "provided", description.provided(),
                        "observed", description.observed(),
                        "third_party", description.thirdParty()));
        tree.put("inferred", description.inferred());
        tree.put("retention", description.retention());
        tree.put("minors", description.minors());
        tree.put("automated_decisions", description.automated());
        tree.put("legal_basis", description.legalBasis());
        tree.put("informed", description.informed());
        tree.put("verified", description.verified());
        return tree;
    }
}
