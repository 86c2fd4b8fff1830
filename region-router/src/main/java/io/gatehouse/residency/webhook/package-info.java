/**
 * Who wants to be told of decisions, in the control database. Read {@link io.gatehouse.residency.webhook.EndpointStore} first. What
 * they are told lies in each cell: {@link io.gatehouse.residency.cell.Deliveries}.
 */
@NullMarked
package io.gatehouse.residency.webhook;

import org.jspecify.annotations.NullMarked;
