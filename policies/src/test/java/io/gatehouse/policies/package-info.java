/** Runs every shipped norm against its own examples. Read {@link io.gatehouse.policies.PolicyExamplesTest} first. */
package io.gatehouse.policies;
