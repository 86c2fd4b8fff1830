/**
 * The judge as this process runs it: norms, models and law of one policy directory. Read {@link
 * io.gatehouse.service.judging.Judging} first.
 */
@NullMarked
package io.gatehouse.service.judging;

import org.jspecify.annotations.NullMarked;
