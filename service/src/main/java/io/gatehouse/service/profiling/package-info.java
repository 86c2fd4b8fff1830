/**
 * The register of profiling techniques (DMA Art. 15): what the norms at work really look at, count and note, joined with what
 * {@code law/profiling.yaml} says about each. Read {@link io.gatehouse.service.profiling.ConfiguredTechniques} first.
 */
@NullMarked
package io.gatehouse.service.profiling;

import org.jspecify.annotations.NullMarked;
