/**
 * Accounts as the platform names them: residence evidence in, home region and its explanation out. Read {@link
 * io.gatehouse.service.account.HomeRegionGate} first.
 */
@NullMarked
package io.gatehouse.service.account;

import org.jspecify.annotations.NullMarked;
