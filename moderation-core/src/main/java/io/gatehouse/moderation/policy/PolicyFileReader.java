package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.law.Purpose;
import io.gatehouse.moderation.rule.Expectation;
import io.gatehouse.moderation.rule.Ground;
import io.gatehouse.moderation.signal.Category;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one file of {@code content/} into the draft. */
final class PolicyFileReader {
    static final List<String> CATEGORIES = Category.WIRE_NAMES;
    static final List<String> PURPOSES =
            Arrays.stream(Purpose.values()).map(Purpose::wireName).toList();

    private final Section file;
    private final Draft draft;
    private final Known known;

    PolicyFileReader(Section file, Draft draft, Known known) {
        this.file = file;
        this.draft = draft;
        this.known = known;
    }

    /** What rules and banks of the file take over unless they say otherwise; null where the file is at fault. */
    record Defaults(
            String policy,
            String clause,
            @Nullable Category category,
            @Nullable Purpose purpose,
            @Nullable Ground ground,
            Expectation.Otherwise otherwise) {}

    void read() {
        var defaults = new Defaults(
                draft.declarePolicy(file).orElse(""),
                file.text("clause").map(Section.Located::text).orElse(""),
                file.oneOf("category", file.text("category"), Category::ofWireName, CATEGORIES)
                        .orElse(null),
                file.oneOf("purpose", file.text("purpose"), Purpose::ofWireName, PURPOSES)
                        .orElse(null),
                file.section("ground").flatMap(PolicyFileReader::ground).orElse(null),
                WatchReader.otherwise(file, "on_unexpected", Expectation.Otherwise.DEMOTE));
        var _ = file.text("title");
        for (var bank : file.sections("banks")) new BankReader(bank, draft, known, defaults.category()).read();
        for (var rule : file.sections("rules")) new RuleReader(rule, draft, known, defaults).read();
        new ScenarioReader(draft).read(file);
        file.close();
    }

    static Optional<Ground> ground(Section section) {
        var basis = basis(section);
        var category = section.oneOf(
                "dsa_category",
                section.text("dsa_category"),
                name -> Optional.of(name).filter(DsaTerms.CATEGORIES::contains),
                DsaTerms.CATEGORIES);
        var keywords = new ArrayList<String>();
        for (var keyword : section.texts("keywords"))
            section.oneOf(
                            "keyword",
                            Optional.of(keyword),
                            name -> Optional.of(name).filter(DsaTerms.KEYWORDS::contains),
                            DsaTerms.KEYWORDS)
                    .ifPresent(keywords::add);
        section.close();
        return basis.isEmpty() || category.isEmpty()
                ? Optional.empty()
                : Optional.of(new Ground(basis.get(), category.get(), keywords));
    }

    private static Optional<Ground.Basis> basis(Section section) {
        if (section.has("incompatible") == section.has("illegal")) {
            section.faults().add(section.source(), "'ground' must have either 'incompatible' or 'illegal'", null);
            return Optional.empty();
        }
        if (section.has("incompatible"))
            return section.text("incompatible").map(text -> new Ground.Basis.Incompatible(text.text()));
        return section.section("illegal").flatMap(illegal -> {
            var legal = illegal.text("legal_ground");
            var explanation = illegal.text("explanation");
            illegal.close();
            return legal.flatMap(ground -> explanation.map(why -> new Ground.Basis.Illegal(ground.text(), why.text())));
        });
    }
}
