/**
 * Reads archived segments elsewhere than in the service: an example. Read {@link
 * io.gatehouse.examples.spark.SegmentRescan}.
 */
@NullMarked
package io.gatehouse.examples.spark;

import org.jspecify.annotations.NullMarked;
