/**
 * Finds text rules in text: one automaton proposes, Lucene disposes. Read {@link
 * io.gatehouse.moderation.match.TextMatcher} first.
 */
@NullMarked
package io.gatehouse.moderation.match;

import org.jspecify.annotations.NullMarked;
