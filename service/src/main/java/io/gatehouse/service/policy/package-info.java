/**
 * The life of policies: versions by digest in the control database, their stages, approvals and overrides, and every
 * node that follows them. Read {@link io.gatehouse.service.policy.PolicyLife} first, then {@link
 * io.gatehouse.service.policy.PolicyNode}.
 */
@NullMarked
package io.gatehouse.service.policy;

import org.jspecify.annotations.NullMarked;
