/**
 * Where each content goes: home, or with a reason to another cell. Read {@link io.gatehouse.service.placement.PlacementDesk}
 * first.
 */
@NullMarked
package io.gatehouse.service.placement;

import org.jspecify.annotations.NullMarked;
