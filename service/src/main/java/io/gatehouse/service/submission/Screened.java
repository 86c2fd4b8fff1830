package io.gatehouse.service.submission;

import io.gatehouse.residency.region.RegionId;

/** A screening that is durable. {@code answer} is what the client gets, complete. */
record Screened(String decisionId, RegionId region, byte[] answer) {}
