package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.policy.Section.Located;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What banks of one kind take from each other by {@code include:}. A cycle, another kind and an unknown name are faults. */
final class Inclusions<B extends Inclusions.Includes> {
    /** Lists of lists of lists are curated by people; a chain far longer is made by a program that went wrong. */
    static final int MAX_DEPTH = 64;

    private final Map<String, B> banks;
    private final String kind;
    private final Draft draft;
    private final Faults faults;

    /** A bank that may include others of its kind. */
    interface Includes {
        String id();

        List<Located> includes();

        /** The last day on which it matches; null for ever. */
        @Nullable
        LocalDate expires();
    }

    /** @param kind what the banks have: {@code words} */
    Inclusions(Map<String, B> banks, String kind, Draft draft, Faults faults) {
        this.banks = banks;
        this.kind = kind;
        this.draft = draft;
        this.faults = faults;
    }

    /** The bank and all that it includes, itself first, each once; faults are told. */
    List<B> of(B bank) {
        var gathered = new ArrayList<B>();
        gather(bank, bank, new ArrayList<>(), new HashSet<>(), gathered);
        return gathered;
    }

    /** @param done banks gathered already: one that many include is gathered once, or the work could double each time */
    private void gather(B whole, B bank, List<String> path, Set<String> done, List<B> into) {
        done.add(bank.id());
        path.add(bank.id());
        into.add(bank);
        for (var include : bank.includes()) {
            var included = banks.get(include.text());
            if (path.contains(include.text())) tellCycle(include, path);
            else if (included == null) tellMissing(include);
            else if (path.size() >= MAX_DEPTH)
                faults.add(
                        include.at(),
                        "banks include each other more than " + MAX_DEPTH + " deep",
                        "include them directly");
            else if (!done.contains(include.text())) {
                if (endsBefore(included, whole)) tellEnd(include, included, whole);
                gather(whole, included, path, done, into);
            }
        }
        path.removeLast();
    }

    /** Named from its own first bank on, so that it reads the same from wherever it is reached. */
    private void tellCycle(Located include, List<String> path) {
        String id = include.text();
        var cycle = path.subList(path.indexOf(id), path.size());
        faults.add(
                include.at(),
                "bank '" + id + "' includes itself",
                "by way of " + String.join(" -> ", cycle) + " -> " + id);
    }

    private void tellMissing(Located include) {
        String id = include.text();
        if (!draft.bankIds().containsKey(id))
            faults.add(
                    include.at(),
                    "unknown bank '" + id + "'",
                    Suggestions.forName(id, draft.bankIds().keySet()));
        else if (draft.banks.containsKey(id)) tellKind(include, "words");
        else if (draft.linkBanks.containsKey(id)) tellKind(include, "domains");
        else if (draft.digestBanks.containsKey(id)) tellKind(include, "digests");
    }

    private void tellKind(Located include, String has) {
        String hint = has.equals("domains") ? "write 'domains: []' beside 'include' to include domains" : null;
        faults.add(include.at(), "bank '" + include.text() + "' has " + has + ", not " + kind, hint);
    }

    private static boolean endsBefore(Includes included, Includes whole) {
        var end = included.expires();
        var last = whole.expires();
        return end != null && (last == null || last.isAfter(end));
    }

    /** A day belongs to a bank by itself; what includes it has its own. */
    private void tellEnd(Located include, Includes included, Includes whole) {
        faults.warn(
                include.at(),
                "bank '" + included.id() + "' expires on " + included.expires() + ", but not where '" + whole.id()
                        + "' includes it",
                "give '" + whole.id() + "' a day of its own, or name both banks in the rule");
    }
}
