/**
 * Hash lists of other bodies, as this process is configured to fetch and answer them. Read {@link
 * io.gatehouse.service.exchange.ServedExchanges} first.
 */
@NullMarked
package io.gatehouse.service.exchange;

import org.jspecify.annotations.NullMarked;
