/** How long until the first answer. Read {@link io.gatehouse.benchmarks.start.StartCommand} first. */
@NullMarked
package io.gatehouse.benchmarks.start;

import org.jspecify.annotations.NullMarked;
