/**
 * Conditions that policy authors write in CEL (Common Expression Language, github.com/google/cel-spec): typed, without
 * loops, and three-valued, so that what is not known is never taken for false. Read {@link
 * io.gatehouse.moderation.condition.Condition} first.
 */
@NullMarked
package io.gatehouse.moderation.condition;

import org.jspecify.annotations.NullMarked;
