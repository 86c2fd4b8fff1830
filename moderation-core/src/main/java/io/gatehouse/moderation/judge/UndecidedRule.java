package io.gatehouse.moderation.judge;

import io.gatehouse.moderation.rule.Rule;

/**
 * A rule of which all held but a guard that cannot be known; its {@code on_unknown} says skip or review.
 *
 * @param missing what the guard looked for and is not known
 */
public record UndecidedRule(Rule rule, String missing) {}
