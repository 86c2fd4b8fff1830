/**
 * Who lives where: territories, homes and the topology of regions, all dated data. Read {@link
 * io.gatehouse.residency.region.Topology} first.
 */
@NullMarked
package io.gatehouse.residency.region;

import org.jspecify.annotations.NullMarked;
