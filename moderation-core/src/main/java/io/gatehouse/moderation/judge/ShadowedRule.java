package io.gatehouse.moderation.judge;

/**
 * A rule whose condition held and which was not, or not wholly, acted on.
 *
 * @param reason the override's
 */
public record ShadowedRule(MatchedRule match, String reason) {}
