package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.link.DomainSet;
import io.gatehouse.moderation.match.WordForm;
import io.gatehouse.moderation.policy.Section.Located;
import io.gatehouse.moderation.rule.DigestBank;
import io.gatehouse.moderation.rule.LinkBank;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.text.FoldLevel;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one entry of {@code banks:}. */
final class BankReader {
    /** The largest public lists have some thousands; ten times that is no longer curated by people. */
    static final int MAX_WORDS = 50_000;

    /** Each has dozens of variants, which take memory and a second for some thousand of them. */
    static final int MAX_VARIED = 5_000;

    static final List<String> FOLDS =
            Arrays.stream(FoldLevel.values()).map(FoldLevel::wireName).toList();
    /** Graver than mild unless the author says otherwise. */
    static final int DEFAULT_SEVERITY = 2;

    private final Section bank;
    private final Draft draft;
    private final Known known;
    private final @Nullable Category defaultCategory;

    BankReader(Section bank, Draft draft, Known known, @Nullable Category defaultCategory) {
        this.bank = bank;
        this.draft = draft;
        this.known = known;
        this.defaultCategory = defaultCategory;
    }

    void read() {
        int faultsBefore = bank.faults().count();
        var id = draft.declareBank(bank).orElse("");
        var category = bank.has("category")
                ? bank.oneOf("category", bank.text("category"), Category::ofWireName, PolicyFileReader.CATEGORIES)
                        .orElse(null)
                : defaultCategory;
        var _ = bank.integer("version", 1, Integer.MAX_VALUE, 1);
        int severity = bank.integer("severity", 1, 4, DEFAULT_SEVERITY);
        var provenance = bank.text("provenance").map(Located::text).orElse("");
        if (bank.has("digests")) {
            var digests = digests();
            bank.close();
            if (bank.faults().count() == faultsBefore && category != null)
                draft.digestBanks.put(id, new DigestBank(id, category, severity, provenance, digests, bank.source()));
            return;
        }
        if (bank.has("domains")) {
            var includes = bank.texts("include");
            var domains = domains(!includes.isEmpty());
            var expires = expires();
            bank.close();
            if (bank.faults().count() == faultsBefore && category != null)
                draft.linkBanks.put(
                        id,
                        new Draft.LinkBankDraft(
                                new LinkBank(id, category, severity, provenance, domains, expires, bank.source()),
                                includes));
            return;
        }
        var language = bank.oneOf(
                        "language", bank.optionalText("language"), known::language, List.copyOf(known.languages()))
                .orElse(null);
        var fold = bank.oneOf("fold", bank.optionalText("fold"), FoldLevel::ofWireName, FOLDS)
                .orElse(FoldLevel.FULL);
        boolean variants = bank.flag("variants");
        boolean disguised = bank.flag("disguised");
        if (disguised && fold != FoldLevel.FULL)
            bank.faults().add(bank.sourceOf("disguised"), "'disguised' needs fold: full", "or leave it out");
        if (variants && fold != FoldLevel.FULL)
            bank.faults().add(bank.sourceOf("variants"), "'variants' needs fold: full", "or leave it out");
        var words = words("words", fold);
        if (variants && words.size() > MAX_VARIED)
            bank.faults()
                    .add(
                            bank.sourceOf("words"),
                            "'words' has " + words.size() + " words with variants",
                            "at most " + MAX_VARIED);
        var allow = words("allow", fold);
        var includes = bank.texts("include");
        var expires = expires();
        if (bank.list("words").isEmpty() && includes.isEmpty())
            bank.faults().add(bank.source(), "bank '" + id + "' has no words", null);
        bank.close();
        if (bank.faults().count() == faultsBefore && category != null)
            draft.banks.put(
                    id,
                    new Draft.BankDraft(
                            id,
                            category,
                            language,
                            fold,
                            variants,
                            disguised,
                            severity,
                            provenance,
                            words,
                            allow,
                            includes,
                            expires,
                            bank.source()));
    }

    private List<String> words(String key, FoldLevel fold) {
        var words = new ArrayList<String>();
        var texts = bank.texts(key);
        if (texts.size() > MAX_WORDS)
            bank.faults()
                    .add(bank.sourceOf(key), "'" + key + "' has " + texts.size() + " words", "at most " + MAX_WORDS);
        for (var word : texts) {
            WordForm.faultOf(word.text(), fold)
                    .ifPresent(fault -> bank.faults().add(word.at(), fault.message(), fault.hint()));
            words.add(word.text());
        }
        return words;
    }

    /** The last day on which the bank matches; null for ever. */
    private @Nullable LocalDate expires() {
        var date = bank.optionalText("expires");
        if (date.isEmpty()) return null;
        try {
            return LocalDate.parse(date.get().text());
        } catch (DateTimeParseException e) {
            bank.faults().add(date.get().at(), "'expires' must be a date", "like 2027-01-01");
            return null;
        }
    }

    /** @param mayBeNone because others are included */
    private Set<String> domains(boolean mayBeNone) {
        var domains = new LinkedHashSet<String>();
        var texts = bank.texts("domains");
        if (texts.isEmpty() && !mayBeNone) bank.faults().add(bank.sourceOf("domains"), "'domains' names none", null);
        if (texts.size() > MAX_WORDS)
            bank.faults()
                    .add(
                            bank.sourceOf("domains"),
                            "'domains' has " + texts.size() + " domains",
                            "at most " + MAX_WORDS);
        for (var domain : texts) {
            var fault = DomainSet.faultOf(domain.text());
            fault.ifPresent(wrong -> bank.faults().add(domain.at(), wrong.message(), wrong.hint()));
            if (fault.isEmpty()) DomainSet.canonical(domain.text()).ifPresent(domains::add);
        }
        return domains;
    }

    private Set<String> digests() {
        var digests = new LinkedHashSet<String>();
        for (var digest : bank.texts("digests")) {
            if (isSha256(digest.text())) digests.add(digest.text());
            else bank.faults().add(digest.at(), "not a SHA-256 digest", "64 lower-case hexadecimal digits");
        }
        return digests;
    }

    private static boolean isSha256(String text) {
        return text.length() == 64 && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    }
}
