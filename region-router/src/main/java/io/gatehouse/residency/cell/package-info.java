/**
 * All that one region owns about people, behind one commit point. Read {@link
 * io.gatehouse.residency.cell.Cell} first, then {@link io.gatehouse.residency.cell.CellWriter}.
 */
@NullMarked
package io.gatehouse.residency.cell;

import org.jspecify.annotations.NullMarked;
