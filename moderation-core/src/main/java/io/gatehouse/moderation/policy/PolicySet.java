package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.match.TextMatcher;
import io.gatehouse.moderation.rule.DigestBank;
import io.gatehouse.moderation.rule.LinkBank;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.Scenario;
import io.gatehouse.moderation.rule.SurfaceRule;
import io.gatehouse.moderation.rule.WordBank;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** All norms of one policy directory, checked and ready to judge. Immutable and thread-safe. */
public final class PolicySet {
    private final String version;
    private final String digest;
    private final List<Rule> rules;
    private final Map<String, WordBank> banks;
    private final Map<String, DigestBank> digestBanks;
    private final Map<String, LinkBank> linkBanks;
    private final Map<Surface, SurfaceRule> surfaceRules;
    private final Map<String, List<String>> inclusions;
    private final List<Scenario> scenarios;
    private final List<Problem> warnings;
    // Purposes are few, so at most fifteen sets exist; most installations ask for two or three of them.
    private final ConcurrentHashMap<Set<Purpose>, TextMatcher> matchers = new ConcurrentHashMap<>();

    PolicySet(
            String version,
            String digest,
            List<Rule> rules,
            Map<String, WordBank> banks,
            Map<String, DigestBank> digestBanks,
            Map<String, LinkBank> linkBanks,
            Map<Surface, SurfaceRule> surfaceRules,
            Map<String, List<String>> inclusions,
            List<Scenario> scenarios,
            List<Problem> warnings) {
        this.version = version;
        this.digest = digest;
        this.rules = List.copyOf(rules);
        this.banks = Map.copyOf(banks);
        this.digestBanks = Map.copyOf(digestBanks);
        this.linkBanks = Map.copyOf(linkBanks);
        this.surfaceRules = Map.copyOf(surfaceRules);
        this.inclusions = Map.copyOf(inclusions);
        this.scenarios = List.copyOf(scenarios);
        this.warnings = List.copyOf(warnings);
    }

    /** The name its authors gave it, the content of {@code VERSION}. */
    public String version() {
        return version;
    }

    /**
     * {@code sha256:} and 64 hexadecimal digits: SHA-256 over the lines {@code <sha256 of bytes>  <relative path>\n},
     * sorted by path, of {@code surfaces.yaml} and of every file under {@code content}, {@code law} and {@code models}.
     */
    public String digest() {
        return digest;
    }

    /** Ordered by id. */
    public List<Rule> rules() {
        return rules;
    }

    /** Word banks by id. */
    public Map<String, WordBank> banks() {
        return banks;
    }

    /** The banks that a bank of words or domains includes, as written; only those that include any. */
    public Map<String, List<String>> inclusions() {
        return inclusions;
    }

    /** Media digest banks by id. */
    public Map<String, DigestBank> digestBanks() {
        return digestBanks;
    }

    /** Link banks by id. */
    public Map<String, LinkBank> linkBanks() {
        return linkBanks;
    }

    /** What is right and should be looked at, ordered by file and line: for whoever checks the policy. */
    public List<Problem> warnings() {
        return warnings;
    }

    /** What the surface asks of judging; {@link SurfaceRule#DEFAULT} when the policy says nothing. */
    public SurfaceRule surfaceRule(Surface surface) {
        return surfaceRules.getOrDefault(surface, SurfaceRule.DEFAULT);
    }

    /** The surfaces that the policy speaks of. */
    public Map<Surface, SurfaceRule> surfaceRules() {
        return surfaceRules;
    }

    /** In the order of files and lines. */
    public List<Scenario> scenarios() {
        return scenarios;
    }

    /** The purposes for which any rule looks. */
    public Set<Purpose> purposes() {
        var purposes = EnumSet.noneOf(Purpose.class);
        rules.forEach(rule -> purposes.add(rule.purpose()));
        return purposes;
    }

    /**
     * The text rules of these purposes only: words of other purposes are not in it. Compiled on first use, then kept.
     */
    public TextMatcher textMatcher(Set<Purpose> permitted) {
        return matchers.computeIfAbsent(Set.copyOf(permitted), this::compile);
    }

    private TextMatcher compile(Set<Purpose> permitted) {
        var allowed = rules.stream()
                .filter(rule -> permitted.contains(rule.purpose()))
                .toList();
        return TextMatcher.compile(Signals.withAsked(allowed, banks.keySet(), linkBanks.keySet()), banks, linkBanks);
    }
}
