/**
 * Judges stored traffic by a policy that is not active, and says what would change: nothing is decided. Read {@link
 * io.gatehouse.jobs.backtest.Backtest} first; the interfaces are what the program must lend it.
 */
@NullMarked
package io.gatehouse.jobs.backtest;

import org.jspecify.annotations.NullMarked;
