/**
 * The judge as this process runs it: norms, models and law of the versions in force. Read {@link
 * io.gatehouse.service.judging.Running} first.
 */
@NullMarked
package io.gatehouse.service.judging;

import org.jspecify.annotations.NullMarked;
