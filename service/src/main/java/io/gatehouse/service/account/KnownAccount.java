package io.gatehouse.service.account;

import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.service.region.ServedRegion;

/** An account whose home region lives in this process. */
public record KnownAccount(ServedRegion home, Author author, CountryCode country) {}
