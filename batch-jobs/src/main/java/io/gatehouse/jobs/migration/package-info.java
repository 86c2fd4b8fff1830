/**
 * Moves everyone who must: after a change of the law on where people are at home, or because they moved. Read {@link
 * io.gatehouse.jobs.migration.MoveEveryone} first.
 */
@NullMarked
package io.gatehouse.jobs.migration;

import org.jspecify.annotations.NullMarked;
