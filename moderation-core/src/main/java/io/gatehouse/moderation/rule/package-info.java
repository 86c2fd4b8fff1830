/**
 * What a policy author wrote, parsed: rules, word banks and what follows when they match. Nothing here evaluates
 * anything. Read {@link io.gatehouse.moderation.rule.Rule} first, then {@link
 * io.gatehouse.moderation.rule.RuleCondition}.
 */
@NullMarked
package io.gatehouse.moderation.rule;

import org.jspecify.annotations.NullMarked;
