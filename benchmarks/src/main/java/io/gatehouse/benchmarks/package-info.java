/** Programs that measure Gatehouse from outside and look for what it lost. Read {@link io.gatehouse.benchmarks.Benchmarks} first. */
@NullMarked
package io.gatehouse.benchmarks;

import org.jspecify.annotations.NullMarked;
