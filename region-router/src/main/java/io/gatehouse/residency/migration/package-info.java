/**
 * Moves people from cell to cell: prepare, copy, verify by digest, switch, delete, prove. Read {@link
 * io.gatehouse.residency.migration.PeopleMover} first; the two ends are in {@link io.gatehouse.residency.cell}.
 */
@NullMarked
package io.gatehouse.residency.migration;

import org.jspecify.annotations.NullMarked;
