/**
 * Regular expressions of linear time over folded text: checked, folded as texts are, and reduced to the literals without
 * which they cannot match. Read {@link io.gatehouse.moderation.regex.SafeRegex} first.
 */
@NullMarked
package io.gatehouse.moderation.regex;

import org.jspecify.annotations.NullMarked;
