package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.match.WordForm;
import io.gatehouse.moderation.policy.Section.Located;
import io.gatehouse.moderation.rule.DigestBank;
import io.gatehouse.moderation.signal.Category;
import io.gatehouse.moderation.text.FoldLevel;
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
        int severity = bank.integer("severity", 1, 4, DEFAULT_SEVERITY);
        var provenance = bank.text("provenance").map(Located::text).orElse("");
        if (bank.has("digests")) {
            var digests = digests();
            bank.close();
            if (bank.faults().count() == faultsBefore && category != null)
                draft.digestBanks.put(id, new DigestBank(id, category, severity, provenance, digests, bank.source()));
            return;
        }
        var language = bank.oneOf(
                        "language", bank.optionalText("language"), known::language, List.copyOf(known.languages()))
                .orElse(null);
        var fold = bank.oneOf("fold", bank.optionalText("fold"), FoldLevel::ofWireName, FOLDS)
                .orElse(FoldLevel.FULL);
        var words = words("words", fold);
        var allow = words("allow", fold);
        var includes = bank.texts("include");
        if (bank.list("words").isEmpty() && includes.isEmpty())
            bank.faults().add(bank.source(), "bank '" + id + "' has no words", null);
        bank.close();
        if (bank.faults().count() == faultsBefore && category != null)
            draft.banks.put(
                    id,
                    new Draft.BankDraft(
                            id, category, language, fold, severity, provenance, words, allow, includes, bank.source()));
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
