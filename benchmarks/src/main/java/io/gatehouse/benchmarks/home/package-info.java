/**
 * What it costs to find a person's home and to rule on a crossing of their data, in process. Read {@link
 * io.gatehouse.benchmarks.home.HomeCommand} first.
 */
@NullMarked
package io.gatehouse.benchmarks.home;

import org.jspecify.annotations.NullMarked;
