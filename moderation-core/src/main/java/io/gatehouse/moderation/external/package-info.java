/**
 * Classifiers that run somewhere else, as a policy names them. Read {@link io.gatehouse.moderation.external.ExternalModel} first. Nothing here
 * asks one: what they say is told, as facts are, and kept with the decision.
 */
@NullMarked
package io.gatehouse.moderation.external;

import org.jspecify.annotations.NullMarked;
