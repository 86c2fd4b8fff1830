package io.gatehouse.moderation.statement;

import io.gatehouse.moderation.verdict.EnforcementAction;
import java.util.List;

/**
 * What the author is told (DSA Art. 17(3)). Holds no personal data and no word of the content: it is read by the author,
 * who knows what was said, and published (Art. 24(5)), where nobody may.
 *
 * @param restrictions type, territorial scope and duration: Art. 17(3)(a)
 * @param facts the facts relied on, in {@link #language}: (b)
 * @param automatedDetection whether automated means found it: (c)
 * @param automatedDecision whether automated means alone decided: (c)
 * @param grounds legal or contractual, most grave first, never empty: (d), (e)
 * @param redress how to object, in {@link #language}: (f)
 * @param language ISO 639-1
 */
public record StatementOfReasons(
        List<EnforcementAction> restrictions,
        String facts,
        boolean automatedDetection,
        boolean automatedDecision,
        List<Ground> grounds,
        String category,
        List<String> keywords,
        List<String> redress,
        String language) {
    public StatementOfReasons {
        restrictions = List.copyOf(restrictions);
        grounds = List.copyOf(grounds);
        keywords = List.copyOf(keywords);
        redress = List.copyOf(redress);
        if (grounds.isEmpty()) throw new IllegalArgumentException("a statement of reasons must state a ground");
    }

    /**
     * Why, as the policy file states it.
     *
     * @param illegal true for a law's ground, false for the published rules'
     * @param reference the provision or clause
     * @param explanation why the content falls under it
     */
    public record Ground(boolean illegal, String reference, String explanation) {}
}
