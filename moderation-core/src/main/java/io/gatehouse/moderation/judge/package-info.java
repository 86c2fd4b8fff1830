/**
 * Judges content: {@link io.gatehouse.moderation.judge.Moderator} observes, then concludes; both are pure, so that a
 * decision can be replayed from what was recorded with it.
 */
@NullMarked
package io.gatehouse.moderation.judge;

import org.jspecify.annotations.NullMarked;
