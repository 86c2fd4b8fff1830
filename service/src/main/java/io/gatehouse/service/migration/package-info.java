/**
 * Moves people between the cells that this process serves: asked for over HTTP, carried on after a crash. Read {@link
 * io.gatehouse.service.migration.MigrationDesk} first.
 */
@NullMarked
package io.gatehouse.service.migration;

import org.jspecify.annotations.NullMarked;
