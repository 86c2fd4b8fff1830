/**
 * The service under test as a child process, with a directory of its own, and how busy the machine is. Read {@link
 * io.gatehouse.benchmarks.process.Workbench} first.
 */
@NullMarked
package io.gatehouse.benchmarks.process;

import org.jspecify.annotations.NullMarked;
