/**
 * Plays the scenarios that stand beside the rules. Read {@link io.gatehouse.moderation.scenario.ScenarioTests} first.
 */
@NullMarked
package io.gatehouse.moderation.scenario;

import org.jspecify.annotations.NullMarked;
