/**
 * What was seen in content, never what to do about it. Read {@link io.gatehouse.moderation.signal.Signal} first.
 */
@NullMarked
package io.gatehouse.moderation.signal;

import org.jspecify.annotations.NullMarked;
