package io.gatehouse.moderation.report;

import java.util.List;

/**
 * Where a cell's value comes from, so that anybody can ask again.
 *
 * @param query the name of the question and its conditions, such as {@code 3.orders where scope = FR}
 * @param ids of what was counted or timed, each once, in order
 */
public record Derivation(String query, List<String> ids) {
    public Derivation {
        ids = List.copyOf(ids);
    }
}
