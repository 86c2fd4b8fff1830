/**
 * The cells that this process serves, opened at the start and closed at the end. Read {@link
 * io.gatehouse.service.region.ServedRegions} first.
 */
@NullMarked
package io.gatehouse.service.region;

import org.jspecify.annotations.NullMarked;
