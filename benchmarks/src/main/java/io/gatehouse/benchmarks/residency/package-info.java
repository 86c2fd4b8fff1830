/**
 * Looks for data where it must not be, with the database's own superuser and the bytes on the disk. Read {@link
 * io.gatehouse.benchmarks.residency.ResidencyCheck} first.
 */
@NullMarked
package io.gatehouse.benchmarks.residency;

import org.jspecify.annotations.NullMarked;
