package io.gatehouse.residency.cell;

import java.util.List;

/**
 * What a policy version in shadow concluded about a content, kept beside the decision on it and never acted on. Nothing in
 * it is about a person.
 *
 * @param rules ids of the rules that matched under the version in shadow
 * @param decidedRules ids of the rules that matched under the version that decided
 */
public record ShadowVerdict(
        String policyDigest,
        String verdict,
        List<String> categories,
        List<String> rules,
        List<String> decidedRules,
        boolean degraded) {
    public ShadowVerdict {
        categories = List.copyOf(categories);
        rules = List.copyOf(rules);
        decidedRules = List.copyOf(decidedRules);
    }
}
