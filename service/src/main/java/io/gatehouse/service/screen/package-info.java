/**
 * Screening files without a server. Read {@link io.gatehouse.service.screen.FileScreening} first: it is the way of one
 * row from a reader through the workers, in order, to the output and the summary.
 */
@NullMarked
package io.gatehouse.service.screen;

import org.jspecify.annotations.NullMarked;
