/**
 * Keys: one key per person, wrapped by its region's key, so that destroying one erases everything sealed under
 * it. Read {@link io.gatehouse.residency.key.RegionKey} first.
 */
@NullMarked
package io.gatehouse.residency.key;

import org.jspecify.annotations.NullMarked;
