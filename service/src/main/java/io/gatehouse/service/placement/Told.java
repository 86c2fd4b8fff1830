package io.gatehouse.service.placement;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the answer says about where a content lies. Rules, regions, counts and codes; nothing about a person.
 *
 * @param region where it lies
 * @param rule null when an outage, and no rule, put it there
 * @param transferId under which it left home; null when it did not
 * @param copies regions that get a copy
 * @param refused regions to which the gate, or what this process can reach, did not let it go
 * @param unknown members whose home is not known
 * @param since when the conversation was first placed there; null when that is not noted
 */
public record Told(
        String region,
        String reason,
        @Nullable String rule,
        @Nullable String transferId,
        List<String> copies,
        List<Closed> refused,
        long unknown,
        @Nullable String since,
        List<String> explanation) {
    public Told {
        copies = List.copyOf(copies);
        refused = List.copyOf(refused);
        explanation = List.copyOf(explanation);
    }

    /**
     * A way that was closed.
     *
     * @param transferId under which the refusal stands in the log; null when the gate was not asked
     * @param codes of the reasons
     */
    public record Closed(String region, @Nullable String transferId, List<String> codes) {
        public Closed {
            codes = List.copyOf(codes);
        }
    }
}
