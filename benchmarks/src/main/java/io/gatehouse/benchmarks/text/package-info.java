/**
 * What one message costs, without HTTP and database: JMH over real messages. Read {@link
 * io.gatehouse.benchmarks.text.TextPathBenchmark} first.
 */
@NullMarked
package io.gatehouse.benchmarks.text;

import org.jspecify.annotations.NullMarked;
