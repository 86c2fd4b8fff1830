/**
 * Published norms: policy files compiled into an immutable, digested set of rules, every fault reported at
 * once. Read {@link io.gatehouse.moderation.policy.Problem} for what an author sees.
 */
@NullMarked
package io.gatehouse.moderation.policy;

import org.jspecify.annotations.NullMarked;
