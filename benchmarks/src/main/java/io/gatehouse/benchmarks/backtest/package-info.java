/**
 * How fast stored traffic is judged by another policy. Read {@link io.gatehouse.benchmarks.backtest.BacktestCommand}
 * first.
 */
@NullMarked
package io.gatehouse.benchmarks.backtest;

import org.jspecify.annotations.NullMarked;
