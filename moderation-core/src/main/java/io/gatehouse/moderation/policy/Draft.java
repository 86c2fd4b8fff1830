package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.policy.Section.Located;
import io.gatehouse.moderation.rule.DigestBank;
import io.gatehouse.moderation.rule.LinkBank;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.rule.Scenario;
import io.gatehouse.moderation.rule.SourceLine;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.text.FoldLevel;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What has been read of one file, or of all so far, before names are resolved across them. */
final class Draft {
    /** What {@code architecture.md} promises to serve at nearly the cost of a thousand. */
    static final int MAX_RULES = 100_000;

    private final Map<String, SourceLine> policies = new HashMap<>();
    private final Map<String, SourceLine> bankIds = new HashMap<>();
    private final Map<RuleId, SourceLine> ruleIds = new HashMap<>();
    final Map<String, BankDraft> banks = new TreeMap<>();
    final Map<String, DigestBank> digestBanks = new TreeMap<>();
    final List<Rule> rules = new ArrayList<>();
    final List<Located> bankReferences = new ArrayList<>();
    final List<Located> digestReferences = new ArrayList<>();
    final List<Scenario> scenarios = new ArrayList<>();
    /** Rules that scenarios name. */
    final List<Located> ruleReferences = new ArrayList<>();

    final Map<String, LinkBankDraft> linkBanks = new TreeMap<>();
    final List<Located> linkReferences = new ArrayList<>();
    /** Banks, text rules and kinds of personal data that conditions ask for. */
    final List<Located> signalReferences = new ArrayList<>();

    private final Faults faults;

    Draft(Faults faults) {
        this.faults = faults;
    }

    /** A word bank whose inclusions are not yet resolved. */
    record BankDraft(
            String id,
            Category category,
            @Nullable String language,
            FoldLevel fold,
            boolean variants,
            boolean disguised,
            int severity,
            String provenance,
            List<String> words,
            List<String> allow,
            List<Located> includes,
            @Nullable LocalDate expires,
            SourceLine source)
            implements Inclusions.Includes {}

    /** A bank of domains whose inclusions are not yet resolved. */
    record LinkBankDraft(LinkBank own, List<Located> includes) implements Inclusions.Includes {
        @Override
        public String id() {
            return own.id();
        }

        @Override
        public @Nullable LocalDate expires() {
            return own.expires();
        }
    }

    /** Takes over what another file says. Of what two files declare, the first one stays, and the second is a fault. */
    void add(Draft file) {
        file.policies.forEach((id, at) -> isFirst(policies, id, at, "policy"));
        file.bankIds.forEach((id, at) -> {
            if (!isFirst(bankIds, id, at, "bank")) return;
            copy(id, file.banks, banks);
            copy(id, file.digestBanks, digestBanks);
            copy(id, file.linkBanks, linkBanks);
        });
        var declaredBefore = new HashSet<RuleId>();
        file.ruleIds.forEach((id, at) -> {
            if (!isFirst(ruleIds, id, at, "rule")) declaredBefore.add(id);
        });
        for (var rule : file.rules) if (!declaredBefore.contains(rule.id())) rules.add(rule);
        bankReferences.addAll(file.bankReferences);
        digestReferences.addAll(file.digestReferences);
        linkReferences.addAll(file.linkReferences);
        signalReferences.addAll(file.signalReferences);
        ruleReferences.addAll(file.ruleReferences);
        scenarios.addAll(file.scenarios);
    }

    private static <T> void copy(String id, Map<String, T> from, Map<String, T> to) {
        var there = from.get(id);
        if (there != null) to.put(id, there);
    }

    Optional<String> declarePolicy(Section file) {
        return id(file, "policy", "policy").filter(id -> isFirst(policies, id, file.sourceOf("policy"), "policy"));
    }

    Optional<String> declareBank(Section bank) {
        return id(bank, "id", "bank").filter(id -> isFirst(bankIds, id, bank.sourceOf("id"), "bank"));
    }

    Optional<RuleId> declareRule(Section rule) {
        return id(rule, "id", "rule").map(RuleId::new).filter(id -> isFirst(ruleIds, id, rule.sourceOf("id"), "rule"));
    }

    private Optional<String> id(Section section, String key, String kind) {
        return section.text(key).map(Located::text).filter(id -> {
            if (RuleId.isValid(id)) return true;
            faults.add(
                    section.sourceOf(key),
                    "'" + id + "' cannot name a " + kind,
                    "lower-case letters and digits, joined by . - _, at most " + RuleId.MAX_LENGTH);
            return false;
        });
    }

    private <T> boolean isFirst(Map<T, SourceLine> declared, T id, SourceLine at, String kind) {
        var first = declared.putIfAbsent(id, at);
        if (first == null) return true;
        faults.add(at, kind + " '" + id + "' is already declared", "at " + first);
        return false;
    }

    /** Every rule that any file declares, with faults or without. */
    Map<RuleId, SourceLine> ruleIds() {
        return ruleIds;
    }

    /** By bank that includes any: as written. */
    Map<String, List<String>> inclusions() {
        var inclusions = new TreeMap<String, List<String>>();
        banks.values().forEach(bank -> putIncluded(bank, inclusions));
        linkBanks.values().forEach(bank -> putIncluded(bank, inclusions));
        return inclusions;
    }

    private static void putIncluded(Inclusions.Includes bank, Map<String, List<String>> into) {
        if (!bank.includes().isEmpty())
            into.put(bank.id(), bank.includes().stream().map(Located::text).toList());
    }

    /** Every bank that any file declares, with faults or without. */
    Map<String, SourceLine> bankIds() {
        return bankIds;
    }
}
