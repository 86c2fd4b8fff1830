/**
 * Webhooks as the Standard Webhooks specification has them: who wants to be told of decisions, and the courier that tells them, from
 * each decision's own region. Read {@link io.gatehouse.service.webhook.WebhookCourier} first.
 */
@NullMarked
package io.gatehouse.service.webhook;

import org.jspecify.annotations.NullMarked;
