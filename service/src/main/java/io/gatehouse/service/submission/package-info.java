/**
 * Screenings: a request read strictly, gated to its author's home region, judged, committed there, answered.
 * Read {@link io.gatehouse.service.submission.Screener} first: it is the way of one message.
 */
@NullMarked
package io.gatehouse.service.submission;

import org.jspecify.annotations.NullMarked;
