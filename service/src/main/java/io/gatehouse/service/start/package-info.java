/** From started to ready: warm first, then said. Read {@link io.gatehouse.service.start.WarmUp}. */
@NullMarked
package io.gatehouse.service.start;

import org.jspecify.annotations.NullMarked;
