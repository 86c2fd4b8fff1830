package io.gatehouse.service.account;

import io.gatehouse.residency.home.HomeRegion;
import io.gatehouse.residency.home.HomeRegionResolver;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** Where people should be at home by what is known of them, whatever cell they are in. */
@Component
public final class DueMoves {
    private final HomeRegionResolver resolver;

    DueMoves(HomeRegionResolver resolver) {
        this.resolver = resolver;
    }

    /** @param profile as the account's row in its cell holds it, opened */
    public HomeRegion homeOf(byte[] profile, Instant asOf) {
        return resolver.resolve(AccountProfile.ofJson(profile).residence(), asOf);
    }
}
