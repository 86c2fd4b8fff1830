package io.gatehouse.service.decision;

import io.gatehouse.moderation.statement.StatementOfReasons;
import io.gatehouse.moderation.verdict.EnforcementAction;
import io.gatehouse.moderation.verdict.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person concluded about a content, as the person put it. */
public sealed interface Ruling {
    /** Nothing is restricted, and what was is not any more. */
    record Allowed() implements Ruling {}

    /**
     * @param category of the EU database
     * @param facts and {@code ground}, as the author will read them, in {@code language}; no personal data
     * @param exemption why no statement is owed; null where one is
     */
    record Restricted(
            List<EnforcementAction> actions,
            String category,
            List<String> keywords,
            StatementOfReasons.Ground ground,
            String facts,
            String language,
            @Nullable String exemption)
            implements Ruling {
        public Restricted {
            actions = List.copyOf(actions);
            keywords = List.copyOf(keywords);
        }
    }

    default Verdict verdict() {
        return switch (this) {
            case Allowed() -> new Verdict.Allow();
            case Restricted restricted -> new Verdict.Restrict(restricted.actions());
        };
    }
}
