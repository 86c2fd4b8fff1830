/**
 * Decodes and hashes pictures and videos that nobody trusts, in child processes that can do nothing else. What comes back is
 * not trusted either. Read {@link io.gatehouse.moderation.cage.Cage} first.
 */
@NullMarked
package io.gatehouse.moderation.cage;

import org.jspecify.annotations.NullMarked;
