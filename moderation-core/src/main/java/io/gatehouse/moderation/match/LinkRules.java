package io.gatehouse.moderation.match;

import io.gatehouse.moderation.link.DomainSet;
import io.gatehouse.moderation.link.Link;
import io.gatehouse.moderation.link.LinkFinder;
import io.gatehouse.moderation.link.Shorteners;
import io.gatehouse.moderation.rule.LinkBank;
import io.gatehouse.moderation.rule.Rule;
import io.gatehouse.moderation.rule.RuleCondition.Links;
import io.gatehouse.moderation.rule.RuleId;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.signal.SignalType;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The link rules of a policy set: all their domains in one table, so that a text is read once for all of them. */
final class LinkRules {
    /** Units of work to normalise one character. */
    private static final int CHARACTER = 16;

    private final DomainSet<Set<String>> domains;
    private final Map<String, LinkBank> banks;
    private final Map<String, Set<RuleId>> rules;

    private LinkRules(DomainSet<Set<String>> domains, Map<String, LinkBank> banks, Map<String, Set<RuleId>> rules) {
        this.domains = domains;
        this.banks = banks;
        this.rules = rules;
    }

    /** Whether the search was cut because its share of the work was spent. */
    boolean find(String text, LocalDate today, Work whole, Reading.Sink matches) {
        if (rules.isEmpty() || !LinkFinder.isWorthALook(text)) return false;
        var work = whole.share(CHARACTER * text.length());
        if (!work.spend(CHARACTER * text.length())) return true;
        var found = new LinkedHashMap<String, Spans>();
        LinkFinder.find(text, new LinkFinder.Sink() {
            @Override
            public void found(Link link) {
                note(link, today, found);
            }

            @Override
            public boolean spend(int units) {
                return work.spend(units);
            }
        });
        found.forEach((name, spans) ->
                matches.matched(SignalType.LINK, name, categoryOf(name), spans, rules.getOrDefault(name, Set.of())));
        return work.isSpent();
    }

    private void note(Link link, LocalDate today, Map<String, Spans> found) {
        var listed = domains.find(link);
        if (listed != null) for (var bank : listed) if (!isExpired(bank, today)) add(bank, link, found);
        if (Shorteners.isShortened(link)) add(Links.SHORTENED, link, found);
        boolean hides =
                link.isDisguised() && !link.isWeak() && (link.hasScheme() || DomainSet.hasKnownSuffix(link.host()));
        if (hides) add(Links.DISGUISED, link, found);
    }

    private void add(String name, Link link, Map<String, Spans> found) {
        if (rules.containsKey(name))
            found.computeIfAbsent(name, _ -> new Spans()).add(link.start(), link.end());
    }

    private boolean isExpired(String name, LocalDate today) {
        var bank = banks.get(name);
        return bank != null && bank.isExpiredOn(today);
    }

    private Category categoryOf(String name) {
        var bank = banks.get(name);
        return bank == null ? Category.SPAM : bank.category();
    }

    /** Collects the rules. */
    static final class Builder {
        private final Map<String, LinkBank> bankById;
        private final Map<String, Set<RuleId>> rules = new HashMap<>();

        Builder(Map<String, LinkBank> bankById) {
            this.bankById = bankById;
        }

        void add(Rule rule, Iterable<String> names) {
            for (var name : names) {
                if (!Links.BUILT_IN.contains(name) && !bankById.containsKey(name))
                    throw new IllegalArgumentException("no such link bank: " + name);
                rules.computeIfAbsent(name, _ -> new TreeSet<>()).add(rule.id());
            }
        }

        LinkRules build() {
            var names = new HashMap<String, Set<String>>();
            for (var name : rules.keySet()) {
                var bank = bankById.get(name);
                if (bank == null) continue;
                for (var domain : bank.domains())
                    names.computeIfAbsent(domain, _ -> new HashSet<>()).add(name);
            }
            return new LinkRules(new DomainSet<>(names), Map.copyOf(bankById), Map.copyOf(rules));
        }
    }
}
