package io.gatehouse.residency.home;

import io.gatehouse.residency.home.Explanation.Attempt;
import io.gatehouse.residency.home.Explanation.Rule;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the rules say on one day, before it is told from when on they say it.
 *
 * @param country chosen; null when none could be
 * @param region its home; null when it has none
 * @param reason why there is no home; null when there is
 * @param change the fulfilled attempt; null when none was needed
 */
record Decision(
        Rule rule,
        @Nullable CountryCode country,
        @Nullable RegionId region,
        HomeRegion.@Nullable Reason reason,
        @Nullable Attempt change,
        List<Attempt> attempts) {
    boolean isSameHome(Decision other) {
        return Objects.equals(country, other.country) && Objects.equals(region, other.region);
    }

    static Decision unresolved(HomeRegion.Reason reason) {
        return new Decision(Rule.NONE, null, null, reason, null, List.of());
    }
}
