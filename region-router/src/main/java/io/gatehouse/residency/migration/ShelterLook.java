package io.gatehouse.residency.migration;

import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.region.RegionId;
import java.util.Collection;
import java.util.Map;

/** Looks in the other cells of a jurisdiction for what is sheltered of people who are about to move. */
@FunctionalInterface
public interface ShelterLook {
    /**
     * @param home which they leave
     * @param to what is sheltered there stays there, and is at home then: it is not looked for
     * @return for those who must wait, the region that shelters something of theirs, or does not answer: unknown is not "no"
     */
    Map<AccountRef, RegionId> find(RegionId home, RegionId to, Collection<AccountRef> people);
}
