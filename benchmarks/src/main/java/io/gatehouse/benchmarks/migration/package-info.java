/** Moving people between two cells, and sweeping stores, with a stopwatch. */
@NullMarked
package io.gatehouse.benchmarks.migration;

import org.jspecify.annotations.NullMarked;
