/**
 * How the door says no: {@code application/problem+json} (RFC 9457), always, with every fault at once and never
 * a word of what was sent. Read {@link io.gatehouse.service.problem.Problem} first.
 */
@NullMarked
package io.gatehouse.service.problem;

import org.jspecify.annotations.NullMarked;
