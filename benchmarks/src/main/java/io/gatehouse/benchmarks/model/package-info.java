/**
 * A naive second implementation of where data may lie, held against the running service over a great many made operations.
 * It shares nothing with the product but the data files. Read {@link io.gatehouse.benchmarks.model.World} first.
 */
@NullMarked
package io.gatehouse.benchmarks.model;

import org.jspecify.annotations.NullMarked;
