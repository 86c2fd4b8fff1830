package io.gatehouse.residency.crossing;

/**
 * One thing that stands against a crossing.
 *
 * @param code stable, for logs and reports: for example {@code not_adequate}
 * @param sentence what is wrong and what would be needed
 */
public record Reason(String code, String sentence) {}
