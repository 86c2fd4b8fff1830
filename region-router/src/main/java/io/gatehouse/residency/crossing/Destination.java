package io.gatehouse.residency.crossing;

import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;

/** Where data go. */
public sealed interface Destination {
    /** Another cell, run by the operator. */
    record ToRegion(RegionId region) implements Destination {}

    /** Somebody outside: a processor, an authority, a person who reads. */
    record ToCountry(CountryCode country, Recipient recipient) implements Destination {}

    /** Another service of the operator's beside the same cell; where its reader sits is the actor's country. */
    record ToService(String service) implements Destination {}

    /** Nowhere but to who reads them: where that is, is the actor's country. */
    record ToReader() implements Destination {}
}
