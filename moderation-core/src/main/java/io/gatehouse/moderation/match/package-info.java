/**
 * Finds text rules in text: literals propose, then what they proposed is asked. Read {@link
 * io.gatehouse.moderation.match.TextMatcher} first, then {@link io.gatehouse.moderation.match.Reading}.
 */
@NullMarked
package io.gatehouse.moderation.match;

import org.jspecify.annotations.NullMarked;
