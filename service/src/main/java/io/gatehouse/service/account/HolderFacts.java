package io.gatehouse.service.account;

import io.gatehouse.residency.home.Age;
import io.gatehouse.residency.home.Holder;
import io.gatehouse.residency.home.PersonFacts;
import org.jspecify.annotations.Nullable;

/**
 * What one request asserts about the holder of an account.
 *
 * @param isMinor null when it says nothing about age
 * @param isBusiness null when it does not say who holds the account
 */
public record HolderFacts(
        @Nullable Boolean isMinor, @Nullable Boolean isBusiness) {
    public static final HolderFacts NONE = new HolderFacts(null, null);

    /** What is known with this: what it does not say stays as it was. */
    PersonFacts over(PersonFacts known) {
        Age age = isMinor == null ? known.age() : isMinor ? Age.MINOR : Age.ADULT;
        Holder holder = isBusiness == null ? known.holder() : isBusiness ? Holder.BUSINESS : Holder.PERSON;
        return new PersonFacts(age, holder);
    }
}
