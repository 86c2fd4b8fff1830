package io.gatehouse.residency.region;

/**
 * A legal zone that data does not leave by replication or failover.
 *
 * @param id for example {@code eea}, {@code uk}
 * @param eea whether people of the EU and EEA may be at home here
 */
public record Jurisdiction(String id, String name, boolean eea) {}
