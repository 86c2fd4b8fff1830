/**
 * Where a person is at home: evidence of residence, weighed under dated rules, and the history of an account's homes. Read
 * {@link io.gatehouse.residency.home.HomeRegionResolver} first; {@link io.gatehouse.residency.home.AccountProfile} is what
 * is kept.
 */
@NullMarked
package io.gatehouse.residency.home;

import org.jspecify.annotations.NullMarked;
