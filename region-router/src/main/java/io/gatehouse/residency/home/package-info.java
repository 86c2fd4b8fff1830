/**
 * Where a person is at home: evidence of residence, weighed under dated rules. Read {@link
 * io.gatehouse.residency.home.HomeRegionResolver} first.
 */
@NullMarked
package io.gatehouse.residency.home;

import org.jspecify.annotations.NullMarked;
