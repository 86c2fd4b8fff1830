/**
 * Parts of runs on other machines: announced over Kafka, taken and fenced in the control database, done by workers of the region.
 * Read {@link io.gatehouse.jobs.spread.SpreadParts} first, then {@link io.gatehouse.jobs.spread.PartWorker}.
 */
@NullMarked
package io.gatehouse.jobs.spread;

import org.jspecify.annotations.NullMarked;
