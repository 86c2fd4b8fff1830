/**
 * Finding what a cell holds by its words: an index of the cell's own, encrypted on the disk, that follows the cell and forgets
 * with it. Read {@link io.gatehouse.residency.search.CellIndex} first; {@link
 * io.gatehouse.residency.search.SealedDirectory} is what lies on the disk.
 */
@NullMarked
package io.gatehouse.residency.search;

import org.jspecify.annotations.NullMarked;
