package io.gatehouse.benchmarks.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which cell was told where a conversation is placed: under the strictest law that it heard of. */
final class Noted {
    private final ConversationRules rules;
    /** By cell and conversation. */
    private final Map<String, String> placed = new HashMap<>();
    /** Conversations of which an outage leaves open who was told. */
    private final Set<String> unclear = new HashSet<>();

    Noted(ConversationRules rules) {
        this.rules = rules;
    }

    /** Whether a cell elsewhere may know of a stricter law than the author's and what their home knows. */
    boolean mayAnotherCellKnowBetter(String home, String conversation) {
        String own = placed.get(home + " " + conversation);
        return rules.rank(home) > 0 && (own == null || rules.rank(own) > 0);
    }

    /** What the author's home knows of the conversation, or else the homes of those who are named. */
    @Nullable
    String recorded(String home, String conversation, Set<String> others) {
        String own = placed.get(home + " " + conversation);
        if (!mayAnotherCellKnowBetter(home, conversation)) return own;
        String strictest = own;
        for (var other : others) {
            String theirs = placed.get(other + " " + conversation);
            if (theirs != null && (strictest == null || rules.rank(theirs) < rules.rank(strictest))) strictest = theirs;
        }
        if (strictest != null) placed.put(home + " " + conversation, strictest);
        return strictest;
    }

    /** A conversation once placed under a law is never placed under a laxer one. */
    void tell(Set<String> cells, String conversation, @Nullable String region, @Nullable String down) {
        if (region == null) return;
        for (var cell : cells) {
            if (cell.equals(down)) continue;
            String known = placed.get(cell + " " + conversation);
            if (known == null || rules.rank(region) < rules.rank(known)) placed.put(cell + " " + conversation, region);
        }
    }

    /** A message that was sheltered was not noted as the model did. */
    void leaveOpen(String conversation) {
        unclear.add(conversation);
    }

    /** Whether an outage leaves open who knows where the conversation is placed. */
    boolean isUnclear(String conversation) {
        return unclear.contains(conversation);
    }
}
