/**
 * Ends the service and its database without warning, again and again, under load, and then asks for every promise. Read
 * {@link io.gatehouse.benchmarks.kill.KillCampaign} first.
 */
@NullMarked
package io.gatehouse.benchmarks.kill;

import org.jspecify.annotations.NullMarked;
