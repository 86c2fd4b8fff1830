package io.gatehouse.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class AccessRulesTest {
    @Test
    void reviewersLabelAccountsButDoNotSayWhereTheirPeopleLive() {
        assertThat(AccessRules.neededFor("PUT", "/v1/accounts/u-1/labels/trusted"))
                .contains(Set.of(Role.PLATFORM, Role.REVIEWER));
        assertThat(AccessRules.neededFor("DELETE", "/v1/accounts/u-1/labels/trusted"))
                .contains(Set.of(Role.PLATFORM, Role.REVIEWER));
        assertThat(AccessRules.neededFor("GET", "/v1/accounts/u-1/labels"))
                .contains(Set.of(Role.PLATFORM, Role.REVIEWER, Role.PRIVACY));
        assertThat(AccessRules.neededFor("PUT", "/v1/accounts/u-1")).contains(Set.of(Role.PLATFORM));
        assertThat(AccessRules.neededFor("PUT", "/v1/accounts/labels")).contains(Set.of(Role.PLATFORM));
        assertThat(AccessRules.neededFor("PUT", "/v1/accounts/labels/labelsx")).contains(Set.of(Role.PLATFORM));
    }
}
