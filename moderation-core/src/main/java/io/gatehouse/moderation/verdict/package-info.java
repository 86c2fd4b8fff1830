/**
 * What the rules conclude, and what follows from it. Read {@link io.gatehouse.moderation.verdict.Verdict} first.
 */
@NullMarked
package io.gatehouse.moderation.verdict;

import org.jspecify.annotations.NullMarked;
