/**
 * Hash lists of other bodies, fetched over their own protocols into a bank of one region, and answered. Read {@link
 * io.gatehouse.jobs.exchange.HashExchangeJob} first, then {@link io.gatehouse.jobs.exchange.HashExchange}.
 */
@NullMarked
package io.gatehouse.jobs.exchange;

import org.jspecify.annotations.NullMarked;
