/**
 * What another policy would change: in words, and in judgements of what was said before. Read {@link
 * io.gatehouse.moderation.comparison.Comparison} first, then {@link io.gatehouse.moderation.comparison.PolicyDiff}.
 */
@NullMarked
package io.gatehouse.moderation.comparison;

import org.jspecify.annotations.NullMarked;
