package io.gatehouse.residency.home;

import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import java.time.LocalDate;

/**
 * Where an account is at home now.
 *
 * @param since first day (UTC); no change takes effect before it
 */
public record CurrentHome(RegionId region, CountryCode country, LocalDate since) {}
