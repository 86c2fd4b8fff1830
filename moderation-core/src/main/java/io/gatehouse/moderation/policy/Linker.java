package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.policy.Draft.BankDraft;
import io.gatehouse.moderation.rule.LinkBank;
import io.gatehouse.moderation.rule.PiiKind;
import io.gatehouse.moderation.rule.RuleCondition;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.rule.SourceLine;
import io.gatehouse.moderation.rule.WordBank;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Resolves names across files: which banks rules use, which banks include which. */
final class Linker {
    private final Draft draft;
    private final Faults faults;

    Linker(Draft draft, Faults faults) {
        this.draft = draft;
        this.faults = faults;
    }

    /** Word banks by id, inclusions resolved. */
    Map<String, WordBank> link() {
        if (draft.ruleIds().size() > Draft.MAX_RULES)
            faults.addWhole("content", draft.ruleIds().size() + " rules are there", "at most " + Draft.MAX_RULES);
        checkReferences();
        checkSignals();
        checkRules();
        var banks = new TreeMap<String, WordBank>();
        var inclusions = new Inclusions<>(draft.banks, "words", draft, faults);
        draft.banks.values().forEach(bank -> banks.put(bank.id(), resolve(bank, inclusions)));
        banks.values().forEach(bank -> checkSize(bank.id(), bank.words().size(), "words", bank.source()));
        return banks;
    }

    /** Banks of domains by id, inclusions resolved. */
    Map<String, LinkBank> linkDomains() {
        var inclusions = new Inclusions<>(draft.linkBanks, "domains", draft, faults);
        var banks = new TreeMap<String, LinkBank>();
        draft.linkBanks.forEach((id, bank) -> {
            var domains = new LinkedHashSet<String>();
            for (var gathered : inclusions.of(bank))
                domains.addAll(gathered.own().domains());
            checkSize(id, domains.size(), "domains", bank.own().source());
            banks.put(id, bank.own().with(domains));
        });
        return banks;
    }

    private void checkReferences() {
        var known = draft.bankIds();
        for (var reference : draft.bankReferences) {
            String id = reference.text();
            if (!known.containsKey(id))
                faults.add(reference.at(), "unknown bank '" + id + "'", Suggestions.forName(id, known.keySet()));
            else if (draft.digestBanks.containsKey(id))
                faults.add(reference.at(), "bank '" + id + "' has digests, not words", null);
            else if (draft.linkBanks.containsKey(id))
                faults.add(reference.at(), "bank '" + id + "' has domains, not words", "links: [" + id + "]");
        }
        for (var reference : draft.linkReferences) {
            String id = reference.text();
            if (!known.containsKey(id)) {
                var names = new TreeSet<>(draft.linkBanks.keySet());
                names.addAll(RuleCondition.Links.BUILT_IN);
                faults.add(reference.at(), "unknown bank '" + id + "'", Suggestions.forName(id, names));
            } else if (draft.banks.containsKey(id) || draft.digestBanks.containsKey(id)) {
                faults.add(reference.at(), "bank '" + id + "' has no domains", null);
            }
        }
        for (var reference : draft.digestReferences) {
            String id = reference.text();
            if (!known.containsKey(id))
                faults.add(reference.at(), "unknown bank '" + id + "'", Suggestions.forName(id, known.keySet()));
            else if (draft.banks.containsKey(id))
                faults.add(reference.at(), "bank '" + id + "' has words, not digests", null);
            else if (draft.linkBanks.containsKey(id))
                faults.add(reference.at(), "bank '" + id + "' has domains, not digests", null);
        }
    }

    private void checkRules() {
        if (draft.ruleReferences.isEmpty()) return;
        var known = draft.ruleIds().keySet().stream().map(RuleId::value).collect(Collectors.toSet());
        for (var reference : draft.ruleReferences)
            if (!known.contains(reference.text()))
                faults.add(
                        reference.at(),
                        "unknown rule '" + reference.text() + "'",
                        Suggestions.forName(reference.text(), known));
    }

    /** What {@code signal()} names: what it asks for must be looked for, or it would be unknown for ever. */
    private void checkSignals() {
        if (draft.signalReferences.isEmpty()) return;
        var names = new TreeSet<>(draft.bankIds().keySet());
        names.removeAll(draft.digestBanks.keySet());
        draft.ruleIds().keySet().forEach(id -> names.add(id.value()));
        draft.rules.stream()
                .filter(rule -> !(rule.condition() instanceof RuleCondition.OnText))
                .forEach(rule -> names.remove(rule.id().value()));
        for (var kind : PiiKind.values()) names.add(Signals.PII + kind.wireName());
        for (var reference : draft.signalReferences)
            if (!names.contains(reference.text()))
                faults.add(
                        reference.at(),
                        "in 'if': unknown signal '" + reference.text() + "'",
                        Suggestions.forName(reference.text(), names));
    }

    private WordBank resolve(BankDraft bank, Inclusions<BankDraft> inclusions) {
        Set<String> words = new LinkedHashSet<>();
        Set<String> allow = new LinkedHashSet<>();
        for (var gathered : inclusions.of(bank)) {
            words.addAll(gathered.words());
            allow.addAll(gathered.allow());
        }
        return new WordBank(
                bank.id(),
                bank.category(),
                bank.language(),
                bank.fold(),
                bank.variants(),
                bank.disguised(),
                bank.severity(),
                bank.provenance(),
                // A bank of which only a faulty inclusion is left is already reported; any word keeps the type whole.
                words.isEmpty() ? List.of(bank.id()) : List.copyOf(words),
                List.copyOf(allow),
                bank.expires(),
                bank.source());
    }

    private void checkSize(String id, int size, String of, SourceLine at) {
        if (size > BankReader.MAX_WORDS)
            faults.add(
                    at,
                    "bank '" + id + "' has " + size + " " + of + " with those it includes",
                    "at most " + BankReader.MAX_WORDS);
    }
}
